"""The list at the door, what is tapped there, and what others have tapped meanwhile.

Without its script the page posts one form and is drawn anew. With it, the same taps are sent in the
background, and answered by the rows that have changed.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ...exceptions import CheckInRefused
from ...models import Registration
from ...rules.door import as_code
from ...rules.identity import name_key
from ..answers import BUSY_SECONDS, RUSH, SeeOther
from . import guests
from .guests import Party
from .keeper import Keeper
from .taps import Tap, carry_out

#: What others tapped may be committed so much later than it was done.
OVERLAP = timedelta(seconds=20)


def door(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Show the list; on a POST, note who has come."""
    return _tap(request, keeper) if request.method == "POST" else show(request, keeper)


def news(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Tell what has changed since the instant of an earlier answer."""
    instant = _instant(request.GET.get("since", ""))
    if instant is None:
        return JsonResponse({}, status=400)
    changed = guests.since(keeper, instant)
    told = _told(keeper, guests.parties(keeper, changed))
    return JsonResponse(told | {"gone": guests.gone(keeper, instant)})


def show(
    request: HttpRequest, keeper: Keeper, *, alert: str = "", status: int = 200
) -> HttpResponse:
    listed, asked = list(guests.parties(keeper)), request.GET
    wanted = asked.get("show") if asked.get("show") in ("arrived", "all") else "missing"
    done = next((p for p in listed if str(p.registration.pk) == asked.get("done")), None)
    matching = {id(party) for party in _matching(listed, asked, wanted or "")}
    values = {
        "keeper": keeper,
        "event": keeper.event,
        "at": keeper.at,
        "letters": [
            (letter, group, any(id(party) in matching for party in group))
            for letter, group in guests.by_letter(listed)
        ],
        "visible": {p.registration.pk for p in listed if id(p) in matching or p is done},
        "query": asked.get("q") or asked.get("code") or "",
        "show": wanted,
        "done": done,
        "alert": alert,
        "token": uuid4(),
        **guests.counts(keeper.event),
    }
    return render(request, "tilmeld/door/page.html", values, status=status)


def back(request: HttpRequest, keeper: Keeper, registration: Registration) -> HttpResponse:
    """Go back to the guest's row, with the same part of the list around it."""
    kept = {name: request.POST[name] for name in ("q", "show") if request.POST.get(name)}
    query = urlencode(kept | {"done": registration.pk})
    return SeeOther(f"{keeper.url}?{query}#guest-{registration.pk}")


def _matching(listed: list[Party], asked: Any, wanted: str) -> Iterable[Party]:
    """Those whom a search finds, by name or code; without one, those of a kind."""
    if code := asked.get("code"):
        asked = {"q": code}
    words, code = name_key(asked.get("q", "")[:200]).split(), as_code(asked.get("q", ""))
    if not words:
        return (party for party in listed if party.is_among(wanted))
    return (
        party
        for party in listed
        if all(word in party.words for word in words) or party.registration.door_code == code
    )


def _tap(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    try:
        registration = carry_out(Tap.of(request.POST), keeper)
    except (CheckInRefused, ValueError) as refusal:
        told = str(refusal) if isinstance(refusal, CheckInRefused) else str(CheckInRefused())
        return _refused(request, keeper, told, 409)
    except OperationalError:
        response = _refused(request, keeper, str(RUSH), 503)
        response.headers["Retry-After"] = str(BUSY_SECONDS)
        return response
    if not _is_script(request):
        return back(request, keeper, registration)
    found = keeper.event.registrations.filter(pk=registration.pk)
    touched = list(guests.parties(keeper, found))
    return JsonResponse(_told(keeper, touched) | {"said": " ".join(map(_said, touched))})


def _refused(request: HttpRequest, keeper: Keeper, told: str, status: int) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"refused": told}, status=status)
    return show(request, keeper, alert=told, status=status)


def _told(keeper: Keeper, changed: Iterable[Party]) -> dict[str, Any]:
    return {
        "rows": {party.registration.pk: _row(keeper, party) for party in changed},
        "counts": guests.counts(keeper.event),
        "count": render_to_string("tilmeld/door/count.html", guests.counts(keeper.event)),
        "at": _as_text(keeper.at),
    }


def _said(party: Party) -> str:
    """What is read aloud when a tap has been answered."""
    words = _("%(name)s is checked in.") if party.has_come else _("%(name)s is not checked in.")
    return words % {"name": party.registration.name}


def _row(keeper: Keeper, party: Party) -> str:
    return render_to_string("tilmeld/door/row.html", {"keeper": keeper, "party": party})


def _as_text(instant: datetime) -> str:
    return instant.isoformat()


def _instant(text: str) -> datetime | None:
    """Return since when something is new to a page that had its last answer then, or None."""
    try:
        told = parse_datetime(text)
        return told.astimezone(UTC) - OVERLAP if told and told.tzinfo else None
    except (ValueError, OverflowError):  # no date there is, or one beyond the calendar
        return None


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
