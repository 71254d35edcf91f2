"""Letters to staff about an event's registrations, for those who follow it.

A registration is told to somebody once: the letter that tells of it refers to it, and is written in
the same transaction as that reference. A clock that was wrong, or a heartbeat that stood still,
loses and repeats nothing.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from .. import permissions
from ..models import Event, Follower, Message, Registration
from ..rules.window import instant
from . import outbox
from .one_by_one import one_by_one

Kind = Message.Kind
Letters = Follower.Letters

#: Somebody gets no two letters about news within this time: a rush is told in a few.
PAUSE = timedelta(minutes=10)
DAILY_AT = time(8)


def follow(event: Event, letters: str, *, at: datetime, user: Any) -> None:
    """Choose which letters about an event somebody gets; earlier registrations are no news."""
    with transaction.atomic():
        known = Follower.objects.select_for_update().filter(event=event, user=user).first()
        hears = known is not None and known.letters in Follower.OF_NEWS
        since = known.since if known and hears else at
        Follower.objects.update_or_create(
            event=event, user=user, defaults={"letters": letters, "since": since}
        )


def choice_of(event: Event, user: Any) -> str:
    """Return which letters about an event somebody gets."""
    known = Follower.objects.filter(event=event, user=user).first()
    if known:
        return known.letters
    return Letters.DEADLINE if event.page and event.page.owner_id == user.pk else Letters.NONE


def write_due(*, at: datetime) -> int:
    """Write the letters to staff that are due; return how many were written."""
    followers = Follower.objects.filter(letters__in=Follower.OF_NEWS, user__is_active=True)
    users = get_user_model().objects.filter(pk__in=followers.values("user")).order_by("pk")
    closed = Event.objects.filter(
        closes_at__lte=at, ends_at__gt=at, cancelled=False
    ).select_related("page")
    news = [partial(_write_news, user, at) for user in users]
    deadlines = [partial(_write_deadline, event, at) for event in closed if _to_tell(event)]
    return one_by_one([*news, *deadlines])


# ------------------------------------------------------------------ who is new


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
        language = _language(user)
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
    if follower.letters == Letters.DAILY:
        found = found.filter(created_at__lt=_last_daily(at))
    news = list(found.order_by("created_at", "pk"))
    return news if news and permissions.may_follow(user, event) else []


def _last_daily(at: datetime) -> datetime:
    """Return when the last daily letters were due, on the site's clocks."""
    zone: Any = timezone.get_default_timezone()
    today = instant(timezone.localdate(at, zone), DAILY_AT, zone)
    yesterday = timezone.localdate(at, zone) - timedelta(days=1)
    return today if today <= at else instant(yesterday, DAILY_AT, zone)


# ------------------------------------------------------------------ registration has closed


@transaction.atomic
def _write_deadline(event: Event, at: datetime) -> int:
    """Tell those who follow an event that its registration has closed, once for each deadline."""
    event = Event.objects.locked(event.pk)
    users = _to_tell(event)
    for user in users:
        language = _language(user)
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


def _language(user: Any) -> str:
    """Return the language that somebody has chosen for the admin, or else the site's own."""
    profile = UserProfile.objects.filter(user=user).first()
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
