"""Links that open an event in a calendar on the web, filled in; nothing is fetched from there."""

from datetime import UTC, datetime

from django.utils.http import urlencode

from .. import ical
from ..models import Publication

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


def links(publication: Publication, url: str) -> list[tuple[str, str]]:
    """Return name and address for each; ``url`` is the page's whole address."""
    event, title = publication.event, publication.title
    ends_at = event.ends_at if ical.has_end(event) else event.starts_at
    where, more = ical.location(publication), ical.description(publication, url)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_basic(event.starts_at)}/{_basic(ends_at)}",
        "location": where,
        "details": more,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": _extended(event.starts_at),
        "enddt": _extended(ends_at),
        "location": where,
        "body": more,
    }
    forms = {"Google": (GOOGLE, google), "Outlook": (OUTLOOK, outlook)}
    return [(name, f"{form}?{urlencode(query)}") for name, (form, query) in forms.items()]


def _basic(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
