"""How many posts an event takes from one network in an hour. No network's address is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import IntegrityError
from django.db.models import F

from ..exceptions import TooManyPosts
from ..models import Event, PostCount

HOUR = timedelta(hours=1)

#: Counts older than this are forgotten.
KEEP = timedelta(hours=2)


@dataclass(frozen=True)
class Network:
    """Where a post comes from: ``key`` tells it from others, ``limit`` is what it may send."""

    key: str
    limit: int


def count_post(event: Event, network_key: str, *, limit: int, at: datetime) -> None:
    """Count a post, in the caller's transaction and under the event's lock.

    Raise TooManyPosts, and count nothing, where ``limit`` posts were counted in this hour.
    """
    one = {"event": event, "network_key": network_key, "hour": _start_of_hour(at)}
    if PostCount.objects.filter(**one, posts__lt=limit).update(posts=F("posts") + 1):
        return
    try:
        PostCount.objects.create(**one)
    except IntegrityError as error:  # there is a count, so it has reached the limit
        raise TooManyPosts from error


def seconds_to_next_hour(at: datetime) -> int:
    """Return how long somebody who sent too many posts has to wait."""
    return ceil((_start_of_hour(at) + HOUR - at).total_seconds())


def forget_old(*, at: datetime) -> int:
    """Delete the counts that nobody asks for any more; return how many."""
    deleted, _by_model = PostCount.objects.filter(hour__lt=at - KEEP).delete()
    return deleted


def _start_of_hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
