"""What one letter tells and others don't: a place in line, a time limit, what changed."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..dates import long_date, moment, weekday, when
from ..models import Announcement, EventFacts, Invitation, Message, Registration, RegistrationChange
from ..models.announcement import OF_CHANGES
from ..models.message import link_mark
from ..rules.readiness import is_too_far
from ..rules.window import UNDO_FOR
from ..templatetags.tilmeld_text import changed
from .changes import Difference, differences
from .people import SAMPLE_NAME
from .plain import shortened, unlinked

Kind = Message.Kind

#: A longer value is cut in a list of changes; it stands in full at the registration.
VALUE_LENGTH = 300


def of(message: Message) -> dict[str, Any]:
    """Return what the letter's template is filled with besides."""
    if message.invitation:
        return _of_invitation(message.invitation, message.event)
    registration = message.registration
    if registration is None:
        return {}
    more = _standing(registration, message.event)
    at = message.tried_at or message.created_at  # letters to many may wait: no “tomorrow” from then
    if message.kind == Kind.OFFER_EXPIRED:
        state = message.event.window.state(at)
        more["can_ask_again"] = state.takes_registrations
    if message.kind == Kind.CHANGED and message.change:
        more["changes"] = in_words(message.change)
    if message.change and message.kind in (Kind.CONFIRMED, Kind.WAITING):
        more["moved_from"] = _moved_from(message.change)
    if message.announcement:
        more |= of_announcement(message.announcement, message.language_code, at)
    if message.kind == Kind.LINK:
        more["registrations"] = _all_of(registration)
    return more


def of_announcement(announcement: Announcement, language_code: str, at: datetime) -> dict[str, Any]:
    """Return what a letter to many tells at the instant ``at``: what is new, or how soon it is."""
    event = announcement.event
    more = {"subject_line": announcement.subject, "text": announcement.text}
    if announcement.kind == Kind.REMINDER:
        return more | {"how_soon": how_soon(event, timezone.localdate(at, event.zone))}
    if announcement.kind not in OF_CHANGES:
        return more
    found = differences(announcement, language_code)
    takes_place_again = announcement.before["facts"]["cancelled"]
    return more | {"differences": found, "takes_place_again": takes_place_again}


def how_soon(facts: EventFacts, today: date) -> str:
    """Return the event's day as it is called today: ``Tomorrow``, ``This Thursday``."""
    if facts.start_date is None:
        return _("Reminder")
    days = (facts.start_date - today).days
    near = {0: _("Today"), 1: _("Tomorrow")}
    if 1 < days < 7:
        return _("This %(weekday)s") % {"weekday": weekday(facts.start_date)}
    return near.get(days, _("Reminder"))


def sample(kind: Message.Kind, facts: EventFacts) -> dict[str, Any]:
    """Return the same for a letter to somebody who does not exist."""
    window = facts.window
    until = moment(window.starts_at - timedelta(days=3), facts) if window else "…"
    samples: dict[Message.Kind, dict[str, Any]] = {
        Kind.WAITING: {"place": 3},
        Kind.OFFERED: {"until": until},
        Kind.OFFER_EXPIRED: {"until": until, "can_ask_again": True},
        Kind.CHANGED: {"changes": [(_("Name"), SAMPLE_NAME.partition(" ")[0], SAMPLE_NAME)]},
        Kind.CANCELLED: {"undo_until": until},
        Kind.EVENT_CHANGED: {"differences": _sample_differences(facts)},
        Kind.REMINDER: {"how_soon": _sample_how_soon(facts)},
        Kind.LATE_LINK: {"until": until},
        Kind.ORGANISERS: {"subject_line": _("A few words before the event")},
    }
    return samples.get(kind, {})


def in_words(change: RegistrationChange) -> list[tuple[str, str, str]]:
    """Return label, old and new value of each thing changed; never what is sensitive, or a file."""
    return [(RegistrationChange.label_of(each), *_sides(each)) for each in change.changes]


def _moved_from(change: RegistrationChange) -> str:
    """Return the title of the event that staff have moved the guest from."""
    return next((each["old"] for each in change.changes if each["label"] == "event"), "")


def _sides(change: dict[str, Any]) -> tuple[str, str]:
    files = isinstance(change["old"], dict) or isinstance(change["new"], dict)
    if files or change["sensitive"]:
        return "", _("Changed")
    return _side(change, "old"), _side(change, "new")


def _sample_differences(facts: EventFacts) -> list[Difference]:
    if facts.start_date is None or is_too_far(facts.start_date):
        return []
    return [Difference(_("When"), long_date(facts.start_date - timedelta(weeks=1)), when(facts))]


def _sample_how_soon(facts: EventFacts) -> str:
    reminded_at = facts.remind_at
    today = timezone.localdate(reminded_at, facts.zone) if reminded_at else date.min
    return how_soon(facts, today)


def _of_invitation(invitation: Invitation, facts: EventFacts) -> dict[str, Any]:
    until = moment(invitation.admits_until, facts)
    return {"until": until, "over_capacity": invitation.over_capacity}


def _standing(registration: Registration, facts: EventFacts) -> dict[str, Any]:
    """How the registration stands: what a guest must know who has no seat."""
    if registration.is_waiting:
        return {"place": registration.place_in_line()}
    if registration.is_cancelled:
        return {"undo_until": _undo_until(registration, facts)}
    return {"until": moment(registration.offered_until, facts)}


def _undo_until(registration: Registration, facts: EventFacts) -> str:
    cancelled_at, window = registration.cancelled_at, facts.window
    if cancelled_at is None or window is None or cancelled_at >= window.starts_at:
        return ""
    return moment(min(cancelled_at + UNDO_FOR, window.starts_at), facts)


def _side(change: dict[str, Any], side: str) -> str:
    return unlinked(shortened(changed(change["label"], change[side]), VALUE_LENGTH))


def _all_of(registration: Registration) -> list[tuple[str, str]]:
    """Return name and link of each registration with this address, if there are several."""
    known = registration.event.registrations.active().unerased()
    same = list(known.filter(address_key=registration.address_key).order_by("created_at", "pk"))
    return [(unlinked(each.name), link_mark(each)) for each in same] if len(same) > 1 else []
