"""What is known of the networks that posts come from, for two hours; no network's address is kept.

How many posts an event takes from one in an hour, and which one a registration came from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import IntegrityError
from django.db.models import F
from django.utils.crypto import salted_hmac

from ..exceptions import TooManyPosts
from ..models import Event, PostCount, Registration

SALT = "tilmeld.came_from"
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


def remember(registration: Registration, network: Network, *, at: datetime) -> None:
    """Remember, as long as counts are kept, that a registration came from a network."""
    key = _both(registration, network)
    one = PostCount(event_id=registration.event_id, network_key=key, hour=_start_of_hour(at))
    PostCount.objects.bulk_create([one], ignore_conflicts=True)


def came_from(registration: Registration, network: Network) -> bool:
    """Tell whether a registration is remembered to have come from a network."""
    kept = PostCount.objects.filter(event=registration.event_id)
    return kept.filter(network_key=_both(registration, network)).exists()


def seconds_to_next_hour(at: datetime) -> int:
    """Return how long somebody who sent too many posts has to wait."""
    return ceil((_start_of_hour(at) + HOUR - at).total_seconds())


def forget_old(*, at: datetime) -> int:
    """Delete the counts that nobody asks for any more; return how many."""
    deleted, _by_model = PostCount.objects.filter(hour__lt=at - KEEP).delete()
    return deleted


def _both(registration: Registration, network: Network) -> str:
    content = f"{network.key} {registration.pk}"
    return salted_hmac(SALT, content, algorithm="sha256").hexdigest()


def _start_of_hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
