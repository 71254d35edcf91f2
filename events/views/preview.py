"""The invitation as its editor sees it: drafted facts, in any state, at an invented instant."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from .. import emails
from ..forms import RegistrationForm, build_form
from ..models import EventFacts, EventPage, EventSettings, Message
from ..rules.capacity import Room
from ..rules.window import State
from .public import context
from .receipts import render_receipt

SAMPLE_ADDRESS = "anna.jensen@example.org"
SAMPLE_ANSWERS = {"email": "anna.jensen@example"}
SAMPLE_CAPACITY = 60
SAMPLE_START = timedelta(weeks=4), time(16)
A_MOMENT = timedelta(seconds=1)


def event_page(request: HttpRequest, page: EventPage, mode_name: str) -> HttpResponse:
    """Show the draft in one of the page's ``preview_modes``; nothing in it can be sent."""
    mode, _, detail = mode_name.partition(":")
    if mode:
        _date(page.facts)
    show = {"state": _in_state, "errors": _with_errors, "received": _received, "letter": _letter}
    with translation.override(page.locale.language_code):
        return show.get(mode, _as_it_is)(request, page, detail)


def _as_it_is(request: HttpRequest, page: EventPage, detail: str) -> HttpResponse:
    room = page.event.room() if page.event else None
    return _page(request, page, form=_form(page), at=timezone.now(), room=room)


def _in_state(request: HttpRequest, page: EventPage, detail: str) -> HttpResponse:
    state, facts = State(detail), page.facts
    facts.cancelled = state is State.CANCELLED
    is_full = state in (State.FULL, State.WAITING_LIST)
    if is_full:
        facts.capacity = facts.capacity or SAMPLE_CAPACITY
    room = Room(facts.capacity, taken=(facts.capacity or 0) if is_full else 0)
    at = _instant(facts, state)
    return _page(request, page, form=_form(page), at=at, state=state, room=room)


def _with_errors(request: HttpRequest, page: EventPage, detail: str) -> HttpResponse:
    at = _instant(page.facts, State.OPEN)
    return _page(request, page, form=_form(page, SAMPLE_ANSWERS), at=at, state=State.OPEN)


def _received(request: HttpRequest, page: EventPage, detail: str) -> HttpResponse:
    return render_receipt(request, page.facts, page, SAMPLE_ADDRESS)


def _letter(request: HttpRequest, page: EventPage, detail: str) -> HttpResponse:
    kind, _, as_text = detail.partition(":")
    letter = emails.sample(page, Message.Kind(kind))
    if as_text:
        text = f"{letter.subject}\n\n{letter.text}"
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return HttpResponse(letter.html)


def _page(request: HttpRequest, page: EventPage, **values: Any) -> HttpResponse:
    privacy_text = page.privacy_text or EventSettings.for_request(request).privacy_text
    drafted = context(page, facts=page.facts, privacy_text=privacy_text, **values)
    return render(request, page.get_template(request), page.get_context(request) | drafted)


def _form(page: EventPage, data: Mapping[str, str] | None = None) -> RegistrationForm:
    return build_form(
        page.get_questions(),
        max_companions=page.facts.max_companions,
        names_companions=page.facts.ask_companion_names,
        consent_text=page.consent_text,
        data=data,
    )


def _date(facts: EventFacts) -> None:
    """Invent a start where there is none yet, so that a state has something to say."""
    days, wall_time = SAMPLE_START
    facts.start_date = facts.start_date or timezone.localdate() + days
    facts.start_time = facts.start_time or wall_time


def _instant(facts: EventFacts, state: State) -> datetime:
    """Return an instant at which the state holds; any, if the schedule never comes to it."""
    window = facts.window
    if window is None:
        return timezone.now()
    begins = (window.opens_at, window.closes_at, window.starts_at, window.ends_at)
    # A day and a half before it closes, it closes "tomorrow".
    instants = [window.closes_at - timedelta(hours=36), *filter(None, begins)]
    instants += [begin - A_MOMENT for begin in instants]
    full = state in (State.FULL, State.WAITING_LIST)
    return next((at for at in instants if window.state(at, full=full) == state), instants[0])
