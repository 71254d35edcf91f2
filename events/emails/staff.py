"""Letters to staff: who is new, and how many there are when registration has closed.

No answers stand in them: whoever may see those finds them behind the link.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import permissions
from ..addresses import admin_url
from ..models import Event, Message, Registration
from ..rules.capacity import Tally
from .details import Detail
from .people import Guest
from .plain import unlinked

#: So many names of an event stand in a letter; the rest is counted.
NAMED = 100


def context(message: Message) -> dict[str, Any]:
    """Return what a letter's template is filled with, in the language that is active."""
    user: Any = message.user
    tell = {Message.Kind.NEW_REGISTRATIONS: _news, Message.Kind.DEADLINE_PASSED: _counts}
    return {
        "guest": Guest(unlinked(user.get_full_name() or user.get_username())),
        "language_code": translation.get_language(),
        **tell[Message.Kind(message.kind)](message),
    }


def told_of(message: Message) -> list[Registration]:
    """Return the registrations a letter tells of that are not erased, as far as its user may see.

    They stand in the order of their events, the first come first.
    """
    if not permissions.sees_registrations(message.user):
        return []
    mine = permissions.events_of(message.user).values("pk")
    told = message.about.unerased().filter(event__in=mine).select_related("event")
    return list(told.order_by("event__starts_at", "event", "created_at", "pk"))


def _news(message: Message) -> dict[str, Any]:
    registrations = told_of(message)
    events = [_event(event, each) for event, each in groupby(registrations, lambda r: r.event)]
    several = ngettext("%(number)d event", "%(number)d events", len(events))
    one = events[0] if len(events) == 1 else None
    return {
        "number": len(registrations),
        "words": {"title": one["title"] if one else several % {"number": len(events)}},
        "events": events,
        "url": one["url"] if one else admin_url("events"),
        "choose_url": admin_url("follow", message.event_id),
        "preheader": get_text_list([each["names"][0] for each in events], _("and")),
    }


def _event(event: Event, registrations: Iterable[Registration]) -> dict[str, Any]:
    everybody = list(registrations)
    return {
        "title": event.title,
        "url": admin_url("registrations", event.pk),
        "names": [_in_words(registration) for registration in everybody[:NAMED]],
        "more": len(everybody[NAMED:]),
    }


def _in_words(registration: Registration) -> str:
    """Name a guest, the seats and, where there are none, how the guest stands."""
    notes = [_("%(seats)d seats") % {"seats": registration.party_size}]
    notes = notes if registration.party_size > 1 else []
    if not registration.is_confirmed:
        notes.append(str(registration.get_status_display()))
    name = unlinked(registration.name)
    return f"{name} ({', '.join(notes)})" if notes else name


def _counts(message: Message) -> dict[str, Any]:
    event = message.event
    room, waiting = event.registrations.seated(), event.registrations.in_line().count()
    seats = Tally(room.seats(), event.capacity)
    rows = [
        Detail(_("Registrations"), [str(room.count())]),
        Detail(_("Seats taken"), [_of_all(seats)]),
        Detail(_("On the waiting list"), [str(waiting)] if waiting else []),
    ]
    return {
        "words": {"title": event.title},
        "facts": event,
        "details": [row for row in rows if row.lines],
        "url": admin_url("registrations", event.pk),
        "choose_url": admin_url("follow", event.pk),
        "preheader": _of_all(seats),
    }


def _of_all(seats: Tally) -> str:
    if seats.seats is None:
        return str(seats.taken)
    return _("%(taken)s of %(capacity)s") % {"taken": seats.taken, "capacity": seats.seats}
