"""Telling staff that registration has closed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from ... import permissions
from ...models import Event, Follower, Message
from .. import outbox
from .choosing import language_of

Kind = Message.Kind


def due(at: datetime) -> list[Callable[[], int]]:
    """Return what tells those who follow events whose registration has closed, an event each."""
    closed = Event.objects.filter(
        closes_at__lte=at, ends_at__gt=at, cancelled=False
    ).select_related("page")
    return [partial(_write_deadline, event, at) for event in closed if _to_tell(event)]


@transaction.atomic
def _write_deadline(event: Event, at: datetime) -> int:
    """Tell those who follow an event that its registration has closed, once for each deadline."""
    event = Event.objects.locked(event.pk)
    users = _to_tell(event)
    for user in users:
        language = language_of(user)
        outbox.queue_to_staff(Kind.DEADLINE_PASSED, user, event, language_code=language, at=at)
    return len(users)


def _to_tell(event: Event) -> list[Any]:
    """Return those who followed the event when it closed, may see it and have not been told."""
    letters = Message.objects.filter(event=event, kind=Kind.DEADLINE_PASSED)
    told = set(letters.filter(created_at__gte=event.closes_at).values_list("user", flat=True))
    untold = [user for user in _followers(event) if user.pk not in told]
    return [user for user in untold if user.email and permissions.may_follow(user, event)]


def _followers(event: Event) -> Iterator[Any]:
    """Yield those who followed the event when its registration closed."""
    followers = event.followers.select_related("user")
    chosen = {follower.user_id for follower in followers}
    for follower in followers.filter(letters__in=Follower.OF_DEADLINE, since__lt=event.closes_at):
        yield follower.user
    page: Any = event.page
    was_published = page and page.first_published_at and page.first_published_at < event.closes_at
    owner = was_published and page.owner
    if owner and owner.pk not in chosen:
        yield owner
