"""The calendar file that a letter brings: the entry, or what takes it away again."""

from datetime import datetime
from uuid import uuid5

from django.utils import translation

from .. import addresses, ical
from ..models import Event, EventPage, Message, Publication
from ..models.facts import FACTS
from .patterns import Patterns
from .people import TO_SEATED, Guest

Kind = Message.Kind


def of(message: Message, words: Publication, url: str, patterns: Patterns) -> str:
    """Return the file; empty where the letter has none."""
    event, method = message.event, _method(message)
    if not method:
        return ""
    online_url = event.online_url if method == "PUBLISH" else ""
    file = patterns.once(
        (event.pk, message.language_code, method),
        lambda: ical.calendar(
            event, words, url=url, online_url=online_url, method=method, at=message.created_at
        ),
    )
    return ical.stamped(file, message.created_at)


def _method(message: Message) -> str:
    """Return what the file does, or nothing where the letter has none.

    Who has a seat gets the entry, also with their link. Who gave one up, or had one at an event
    that is cancelled, gets it taken away. What organisers write may be of any time and about
    anything: it brings none.
    """
    registration = message.registration
    if registration is None or message.kind == Kind.ORGANISERS:
        return ""
    if registration.is_cancelled:
        return "CANCEL" if Guest.of(registration).had_seat else ""
    if registration.is_confirmed:
        return "CANCEL" if message.event.cancelled else "PUBLISH"
    return ""


def sample(page: EventPage, kind: Message.Kind, *, at: datetime) -> str:
    """Return the file of a letter of the draft; its entry is not the event's own."""
    event = _drafted(page)
    if event is None or kind == Kind.ORGANISERS or kind not in (*TO_SEATED, Kind.CANCELLED):
        return ""
    method = "CANCEL" if kind == Kind.CANCELLED else "PUBLISH"
    with translation.override(page.locale.language_code):
        return ical.calendar(event, page, url=addresses.page_url(page), method=method, at=at)


def _drafted(page: EventPage) -> Event | None:
    """Return an event as the page would publish it, or None while it has no date."""
    facts, window = page.facts, page.facts.window
    if window is None:
        return None
    return Event(
        translation_key=uuid5(page.translation_key, "test"),
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        **{name: getattr(facts, name) for name in FACTS},
    )
