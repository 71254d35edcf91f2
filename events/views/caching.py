"""Who may keep a copy of an answer, and for how long."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from ..models import EventFacts
from ..rules.window import end_of_day

#: Seconds that a page may be behind; fewer while it shows how many seats are left.
LONGEST, WITH_SEATS = 60, 5


def keep_shared(
    request: HttpRequest,
    response: HttpResponse,
    *,
    at: datetime,
    facts: Iterable[EventFacts],
    query: str = "",
) -> HttpResponse:
    """Let anybody keep an answer made at the instant ``at`` for as long as what it says is true.

    ``facts`` are those it shows. What somebody with a session sees may hold more, and is private.
    ``query`` is the part of the address that was answered: with any other, only a browser keeps a
    copy, or made-up addresses would fill the caches between.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return keep_private(response)
    seconds = min((_seconds(each, at) for each in facts), default=LONGEST)
    whose = "public" if request.META.get("QUERY_STRING", "") == query else "private"
    patch_cache_control(response, **{whose: True}, max_age=seconds)
    return response


def with_version(
    request: HttpRequest, response: HttpResponse, *, changed_at: datetime | None
) -> HttpResponse:
    """Name the version of a file, or tell a program that asks again that it has it already."""
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    changed = int(changed_at.timestamp()) if changed_at else None
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    unchanged = get_conditional_response(
        request, etag=response.headers["ETag"], last_modified=changed, response=response
    )
    return unchanged or response


def keep_private(response: HttpResponse) -> HttpResponse:
    """Let nobody keep a copy, and keep the page out of search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return keep_unlisted(response)


def keep_unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines, which may read it all the same."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _seconds(facts: EventFacts, at: datetime) -> int:
    window = facts.window
    if window is None:
        return LONGEST
    has_seats = facts.capacity is not None or getattr(facts, "options_json", [])
    limited = has_seats and window.state(at).takes_registrations
    changes = (window.next_change(at), _midnight(facts.zone, at))
    until = [int((change - at).total_seconds()) for change in changes if change]
    return min(WITH_SEATS if limited else LONGEST, *until)


def _midnight(zone: ZoneInfo, at: datetime) -> datetime:
    """The end of the local day: "today" and "tomorrow" are other days then."""
    return end_of_day(at.astimezone(zone).date(), zone)
