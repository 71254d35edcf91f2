"""An event in the words of schema.org, for search engines (https://schema.org/Event)."""

from datetime import date, datetime, time
from typing import Any

from .ical import has_end, location
from .models import Event, EventWords
from .rules.window import State

SCHEMA = "https://schema.org/"
#: How a state answers whether one can still have a seat; in other states nothing is offered.
AVAILABILITY: dict[str, str] = {
    State.NOT_OPEN_YET: "PreOrder",
    State.OPEN: "InStock",
    State.CLOSING_SOON: "InStock",
    State.WAITING_LIST: "SoldOut",
    State.FULL: "SoldOut",
}


def as_json_ld(
    event: Event, words: EventWords, *, title: str, url: str, state: str, **more: str
) -> dict[str, Any]:
    """Return the event as JSON-LD, without what has no value.

    ``url`` is the page's whole address; it also stands for the link by which registrants take part
    online, which is for them alone. ``more`` are further properties, as ``description``.
    """
    properties = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "url": url,
        "startDate": _moment(event, event.starts_at, event.start_date, event.start_time),
        "endDate": _end(event),
        "eventStatus": SCHEMA + ("EventCancelled" if event.cancelled else "EventScheduled"),
        "eventAttendanceMode": SCHEMA + _attendance(event, words),
        "location": _places(event, words, url),
        "organizer": _organizer(words),
        "offers": _offer(event, state, url),
    }
    return {name: value for name, value in (properties | more).items() if value}


def _end(event: Event) -> str:
    if not has_end(event):
        return ""
    return _moment(event, event.ends_at, event.end_date or event.start_date, event.end_time)


def _moment(event: Event, at: datetime, day: date | None, wall_time: time | None) -> str:
    """Return an instant with the zone's offset (ISO 8601), or a day where no time was announced."""
    if wall_time is None:
        return day.isoformat() if day else ""
    return at.astimezone(event.zone).isoformat(timespec="minutes")


def _attendance(event: Event, words: EventWords) -> str:
    if not event.online_url:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if words.venue_name else "OnlineEventAttendanceMode"


def _places(event: Event, words: EventWords, url: str) -> list[dict[str, str]]:
    online = {"@type": "VirtualLocation", "url": url}
    venue = {"@type": "Place", "name": words.venue_name, "address": location(words)}
    return [venue] * bool(words.venue_name) + [online] * bool(event.online_url)


def _organizer(words: EventWords) -> dict[str, str]:
    sender = words.sender
    if sender is None:
        return {}
    organizer = {"@type": "Organization", "name": sender.organisation or sender.name}
    return organizer | ({"url": sender.website} if sender.website else {})


def _offer(event: Event, state: str, url: str) -> dict[str, str]:
    availability = AVAILABILITY.get(state)
    if availability is None:
        return {}
    opens_at = {"availabilityStarts": event.opens_at.isoformat()} if event.opens_at else {}
    offer = {"@type": "Offer", "url": f"{url}#registration", "availability": SCHEMA + availability}
    return offer | opens_at | {"availabilityEnds": event.closes_at.isoformat()}
