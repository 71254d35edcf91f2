"""Who follows an event, and which letters they get."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.users.models import UserProfile

from ...models import Event, Follower

Letters = Follower.Letters


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


def language_of(user: Any) -> str:
    """Return the language that somebody has chosen for the admin, or else the site's own."""
    profile = UserProfile.objects.filter(user=user).first()
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
