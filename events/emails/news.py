"""What one letter tells and others don't: a place in line, a time limit, what changed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..models import EventFacts, Message, Registration, RegistrationChange
from ..models.message import link_mark
from ..templatetags.tilmeld_tags import at_clock, long_date
from .people import Guest
from .plain import unlinked

Kind = Message.Kind


def of(message: Message) -> dict[str, Any]:
    """Return what the letter's template is filled with besides."""
    registration, invitation = message.registration, message.invitation
    if registration and message.kind == Kind.WAITING:
        return {"place": registration.place_in_line()} if registration.is_waiting else {}
    if registration and message.kind == Kind.OFFERED:
        return {"until": moment(registration.offered_until, message.event)}
    if message.change and message.kind == Kind.CHANGED:
        return {"changes": in_words(message.change)}
    if registration and message.kind == Kind.LINK:
        return {"registrations": _all_of(registration)}
    if invitation and message.kind == Kind.LATE_LINK:
        return {"until": moment(invitation.admits_until, message.event)}
    return {}


def sample(kind: Message.Kind, guest: Guest, facts: EventFacts) -> dict[str, Any]:
    """Return the same for a letter to somebody who does not exist."""
    window = facts.window
    until = moment(window.starts_at - timedelta(days=3), facts) if window else ""
    return {
        "place": 3,
        "until": until,
        "changes": [(_("Name"), "…", guest.name)],
        "registrations": [],
    }


def moment(at: datetime | None, facts: EventFacts) -> str:
    """Return an instant on the event's own clocks: ``Friday 9 February 2024 at 12:00``."""
    if at is None:
        return ""
    local = timezone.localtime(at, facts.zone)
    return f"{long_date(local.date())} {at_clock(local.time())}"


def in_words(change: RegistrationChange) -> list[tuple[str, str, str]]:
    """Return label, old and new value of each thing changed; never what is sensitive."""
    fixed = {"name": _("Name"), "companions": _("Companions"), "email": _("E-mail")}
    return [
        (
            str(fixed.get(each["label"], each["label"])),
            *(("", _("Changed")) if each["sensitive"] else _both(each)),
        )
        for each in change.changes
    ]


def _both(each: dict[str, Any]) -> tuple[str, str]:
    return _value(each["old"]), _value(each["new"])


def _value(value: Any) -> str:
    if value is True:
        return _("Yes")
    if isinstance(value, list):
        return _names(value)
    return _day(value) or unlinked(str(value or "")) or _("nothing")


def _names(values: Iterable[str]) -> str:
    """Return several answers, or companions' names; their number where nobody asked for names."""
    named = [unlinked(value) for value in values if value]
    return get_text_list(named, _("and")) or str(len(list(values)) or _("nothing"))


def _day(value: Any) -> str:
    try:
        return long_date(date.fromisoformat(value))
    except (TypeError, ValueError):
        return ""


def _all_of(registration: Registration) -> list[tuple[str, str]]:
    """Return name and link of each registration with this address, if there are several."""
    known = registration.event.registrations.active().unerased()
    same = list(known.filter(address_key=registration.address_key).order_by("created_at", "pk"))
    return [(unlinked(each.name), link_mark(each)) for each in same] if len(same) > 1 else []
