"""The words by which staff sort an event's registrations. A tag that nobody has is gone."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ..models import Event, Registration, Tag
from ..rules.identity import name_key


def tag(registration: Registration, name: str, *, at: datetime, user: Any) -> bool:
    """Give a registration a tag; return whether it is new to it. An erased one gets none."""
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        known = registration.tags.filter(name_key=name_key(name))
        if registration.erased_at or known.exists():
            return False
        tag, _is_new = event.tags.get_or_create(name_key=name_key(name), defaults={"name": name})
        registration.tags.add(tag)
        log(registration, "tilmeld.tag", user=user, timestamp=at)
    return True


def untag(registration: Registration, name: str, *, at: datetime, user: Any) -> bool:
    """Take a tag off a registration; return whether it had it."""
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        tag = registration.tags.filter(name_key=name_key(name)).first()
        if tag is None:
            return False
        registration.tags.remove(tag)
        forget_unused()
        log(registration, "tilmeld.tag", user=user, timestamp=at)
    return True


def forget_unused() -> None:
    """Delete the tags that no registration has."""
    Tag.objects.filter(registrations=None).delete()
