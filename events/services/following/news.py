"""Telling staff who has registered.

A registration is told to somebody once: the letter that tells of it refers to it, and is written in
the same transaction as that reference. A clock that was wrong, or a heartbeat that stood still,
loses and repeats nothing.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ... import permissions
from ...models import Follower, Message, Registration
from ...rules.window import instant
from .. import outbox
from .choosing import language_of

Kind = Message.Kind

#: Somebody gets no two letters about news within this time: a rush is told in a few.
PAUSE = timedelta(minutes=10)
DAILY_AT = time(8)


def due(at: datetime) -> list[Callable[[], bool]]:
    """Return what tells those who follow events of new registrations, a person each."""
    followers = Follower.objects.filter(letters__in=Follower.OF_NEWS, user__is_active=True)
    users = get_user_model().objects.filter(pk__in=followers.values("user")).order_by("pk")
    return [partial(_write_news, user, at) for user in users]


@transaction.atomic
def _write_news(user: Any, at: datetime) -> bool:
    """Write one letter about all that is new to somebody, whatever event it belongs to."""
    followed = Follower.objects.filter(user=user, letters__in=Follower.OF_NEWS)
    # The lock is what two heartbeats at once wait for.
    followers = list(followed.select_for_update(of=("self",)).select_related("event__page"))
    if not user.email or _was_told_lately(user, at):
        return False
    news = [guest for follower in followers for guest in _news(follower, user, at)]
    if news:
        language = language_of(user)
        outbox.queue_to_staff(
            Kind.NEW_REGISTRATIONS, user, news[0].event, language_code=language, at=at, about=news
        )
    return bool(news)


def _was_told_lately(user: Any, at: datetime) -> bool:
    letters = Message.objects.filter(user=user, kind=Kind.NEW_REGISTRATIONS)
    return letters.filter(created_at__gt=at - PAUSE).exists()


def _news(follower: Follower, user: Any, at: datetime) -> list[Registration]:
    """Return the registrations that somebody has not been told of, and may see."""
    event = follower.event
    told = Message.objects.filter(user=user, kind=Kind.NEW_REGISTRATIONS).values("about")
    found = event.registrations.active().unerased()
    found = found.filter(created_at__gte=follower.since).exclude(pk__in=told.exclude(about=None))
    if follower.letters == Follower.Letters.DAILY:
        found = found.filter(created_at__lt=_last_daily(at))
    news = list(found.order_by("created_at", "pk"))
    return news if news and permissions.may_follow(user, event) else []


def _last_daily(at: datetime) -> datetime:
    """Return when the last daily letters were due, on the site's clocks."""
    zone: Any = timezone.get_default_timezone()
    today = instant(timezone.localdate(at, zone), DAILY_AT, zone)
    yesterday = timezone.localdate(at, zone) - timedelta(days=1)
    return today if today <= at else instant(yesterday, DAILY_AT, zone)
