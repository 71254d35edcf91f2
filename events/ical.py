"""An event as a calendar file (RFC 5545): the same entry on the page and in every letter.

One UID for the event's whole life and a SEQUENCE that rises with its changes let a calendar replace
the entry it has. The ORGANIZER, which RFC 5546 asks for, is the event's contact: a mailbox that
expects answers. No guest stands in the file, so it can be passed on.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import STATUS, TRANSP, Calendar, vCalAddress, vDuration, vText
from icalendar import Event as Entry

from .models import Event, EventWords

# Line ends that calendar programs split at although they are none to RFC 5545, and what no text
# may hold there.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
STAMP = re.compile(r"^DTSTAMP:\w+", re.MULTILINE)  # no text has a line of its own
DAY = timedelta(days=1)
PRODUCT = "-//Tilmeld//wagtail-tilmeld//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar program is asked to fetch a feed.
REFRESH = timedelta(hours=1)


def calendar(
    event: Event,
    words: EventWords,
    *,
    url: str,
    at: datetime,
    online_url: str = "",
    method: str = "PUBLISH",
) -> str:
    """Return the file, with CRLF line ends.

    ``url`` is the page's whole address, or empty. ``at`` becomes DTSTAMP: pass the instant of the
    publication or of the letter rather than now, and the same file comes out each time.
    ``online_url`` is for registrants only. ``method`` is PUBLISH, or CANCEL to take the entry away.
    """
    entry = _entry(event, words, url, online_url, at)
    if method == "CANCEL":
        entry.status = STATUS.CANCELLED
    file = Calendar.new(
        prodid=PRODUCT,
        method=method,
        uid=uuid5(event.translation_key, "calendar"),
        subcomponents=[entry],
    )
    file.add_missing_timezones(*_days_around([event]))
    return file.to_ical().decode()


def stamped(file: str, at: datetime) -> str:
    """Return a calendar file with another DTSTAMP."""
    return STAMP.sub(f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", file)


def feed(
    entries: Sequence[tuple[Event, EventWords, str, datetime]], *, name: str, uid: UUID
) -> str:
    """Return a calendar to subscribe to: entries as those of ``calendar``, each with its own stamp.

    An entry is an event, its words, its page's whole address, and the instant it was published.
    """
    file = Calendar.new(
        prodid=PRODUCT,
        method="PUBLISH",
        uid=uid,
        subcomponents=[_entry(event, words, url, "", at) for event, words, url, at in entries],
    )
    # The library's own ways to set these (RFC 7986) leave commas as they are and name no type.
    # Those with X- are what older programs read.
    for prop in ("NAME", "X-WR-CALNAME"):
        file.add(prop, vText(clean(name)))
    file.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    file.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    if entries:
        file.add_missing_timezones(*_days_around([event for event, *_more in entries]))
    return file.to_ical().decode()


def deadline(event: Event, words: EventWords, *, url: str, at: datetime) -> str:
    """Return the deadline as an entry of its own, for those who decide later.

    It is a whole day where the whole day counts, and makes nobody busy.
    """
    entry = Entry.new(
        uid=uuid5(event.translation_key, "deadline"),
        stamp=at,
        sequence=event.sequence,
        status=STATUS.CANCELLED if event.cancelled else STATUS.CONFIRMED,
        start=_deadline(event),
        summary=clean(_("Deadline: %(event)s") % {"event": words.title}),
        description=url or None,
        url=url or None,
        transparency=TRANSP.TRANSPARENT,
    )
    file = Calendar.new(prodid=PRODUCT, method="PUBLISH", subcomponents=[entry])
    day = event.closes_at.astimezone(event.zone).date()
    file.add_missing_timezones(day - DAY, day + DAY)
    return file.to_ical().decode()


def _deadline(event: Event) -> date | datetime | None:
    is_whole_day = event.deadline_time is None and event.closes_at < event.starts_at
    return event.deadline_date if is_whole_day else _moment(event.closes_at, event.zone)


def _entry(event: Event, words: EventWords, url: str, online_url: str, stamp: datetime) -> Entry:
    return Entry.new(
        uid=event.translation_key,
        stamp=stamp,
        sequence=event.sequence,
        status=STATUS.CANCELLED if event.cancelled else STATUS.CONFIRMED,
        start=_moment(event.starts_at, event.zone),
        end=_moment(event.ends_at, event.zone) if has_end(event) else None,
        summary=clean(words.title),
        location=clean(location(words) or online_url) or None,
        description=clean(description(words, url, online_url)) or None,
        url=url or None,
        organizer=_organizer(words),
    )


def location(words: EventWords) -> str:
    """Return venue, room and address on one line."""
    parts = [words.venue_name, words.venue_room, *words.venue_address.splitlines()]
    return ", ".join(part.strip() for part in parts if part.strip())


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant as wall time, or in UTC in the hour that a clock change doubles.

    There a wall time with a TZID can only mean the first occurrence.
    """
    local = at.astimezone(zone)
    return at.astimezone(UTC) if local.fold else local


def has_end(event: Event) -> bool:
    """Tell whether an end was announced: a time, or at least another day."""
    return bool(event.end_time or (event.end_date and event.end_date != event.start_date))


def _days_around(events: Sequence[Event]) -> tuple[date, date]:
    """The days for which the file must know the zones' offsets."""
    starts = [event.starts_at.astimezone(event.zone).date() for event in events]
    ends = [event.ends_at.astimezone(event.zone).date() for event in events]
    return min(starts) - DAY, max(ends) + DAY


def _organizer(words: EventWords) -> vCalAddress | None:
    if not words.contact_email:
        return None
    organizer = vCalAddress(f"mailto:{words.contact_email}")
    if words.contact_name:
        organizer.params["CN"] = vText(clean(words.contact_name).replace('"', "'"))
    return organizer


def description(words: EventWords, url: str, online_url: str = "") -> str:
    """Return how to find the place, how to take part online, and where to read more."""
    online = _("Take part online: %(url)s") % {"url": online_url} if online_url else ""
    return "\n\n".join(filter(None, (words.venue_directions.strip(), online, url)))


def clean(text: str) -> str:
    """Return a text without the signs that no calendar or feed may hold."""
    return UNWANTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
