"""The pages that visitors come to: the invitation, and the list of events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from ..forms import RegistrationForm, build_form
from ..models import Audience, Event, EventFacts, EventIndexPage, EventPage, Publication, SeatsShown
from ..rules.capacity import Room
from ..rules.window import State
from . import listing, typed
from .admission import NOBODY, Admission
from .caching import keep_shared
from .images import fetch_renditions

#: Shown in place of a state while there are no dates, or nothing has been published yet.
UNDATED = "undated"
#: Shown in place of the form to whoever comes without the link that is needed.
BY_LINK_ONLY = "by_link_only"


def event_page(request: HttpRequest, page: EventPage) -> HttpResponse:
    at = timezone.now()
    response = render_event_page(request, page, at=at)
    return keep_shared(request, response, at=at, facts=[page.event or page])


def event_index_page(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
    at = timezone.now()
    coming, past = listing.coming(page, at), listing.past(page, at)
    number = request.GET.get("page")
    values = {"at": at, "coming": coming, "past": listing.page_of(past, number, at)}
    with translation.override(page.locale.language_code):
        context = page.get_context(request) | values
        response = render(request, page.get_template(request), context)
        response.headers["Content-Language"] = translation.get_language()
    return keep_shared(request, response, at=at, facts=[item.event for item in coming])


def render_event_page(
    request: HttpRequest,
    page: EventPage,
    *,
    at: datetime,
    admission: Admission = NOBODY,
    form: RegistrationForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a live page, in its own language, as it is at the instant ``at``.

    ``form`` is the one that a guest sent, where it could not be taken as it is.
    """
    language = page.locale.language_code
    with translation.override(language):
        shown = _published(page, language, at=at, admission=admission, form=form)
        values = page.get_context(request) | shown | more
        response = render(request, page.get_template(request), values, status=status)
    response.headers["Content-Language"] = language
    return response


def context(
    page: EventPage,
    *,
    facts: EventFacts,
    at: datetime,
    room: Room | None = None,
    state: str | None = None,
    form: RegistrationForm | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return what the page's template is filled with, for guests and in the editor's preview.

    ``facts`` are those of the published event, or those being drafted; ``room`` tells which seats
    are given away. ``state`` is computed unless it is given.
    """
    room = room or Room(facts.capacity)
    state = state or state_of(facts, at, full=room.is_full)
    fetch_renditions(page)
    return {
        "page": page,
        "words": page,
        "facts": facts,
        "at": at,
        "state": state,
        "is_over": state in (State.CANCELLED, State.PAST),
        "registration": f"tilmeld/registration/{state}.html",
        "taken": room.taken,
        "seats_left": room.seats_left,
        "form": form,
    } | more


def state_of(facts: EventFacts, at: datetime, *, full: bool) -> str:
    return facts.window.state(at, full=full) if facts.window else UNDATED


def registration_form(
    publication: Publication,
    room: Room,
    *,
    data: Mapping | None = None,
    initial: Mapping[str, Any] | None = None,
    trap: bool = True,
) -> RegistrationForm:
    """Return the form that the event asks guests to fill in, in the publication's language."""
    event = publication.event
    return build_form(
        publication.questions,
        max_companions=event.max_companions,
        names_companions=event.ask_companion_names,
        consent_text=publication.consent_text,
        publication_id=publication.pk,
        seats=_seats_by_choice(publication, room),
        counts_seats=event.seats_shown == SeatsShown.NUMBER,
        initial=initial,
        trap=trap,
        data=data,
    )


def _seats_by_choice(publication: Publication, room: Room) -> dict[tuple[str, str], int]:
    """Map a question's key and a choice to the seats left there.

    On a waiting list one may wish for anything: a seat there may come free with one at the event.
    """
    if room.is_full:
        return {}
    return {
        (each.option.question, word): max(0, each.seats - room.chosen.get(each.option, 0))
        for each in publication.event.options
        for word in each.words
    }


def _published(
    page: EventPage,
    language: str,
    *,
    at: datetime,
    admission: Admission,
    form: RegistrationForm | None,
) -> dict[str, Any]:
    event = page.event
    if event is None:
        return context(page, facts=page, at=at, state=UNDATED)
    room = event.room()
    now = event.window.state(at, full=room.is_full)
    state = admission.state(now, at) or _for_strangers(event, now, admission)
    values = context(page, facts=event, at=at, room=room, state=state, form=form)
    publication = event.publication(language)
    return values | {
        "words": publication,
        "form": form or registration_form(publication, room, initial=admission.known),
        "typed": typed.in_form(form) if form else [],
        "privacy_text": publication.privacy_text,
        "admission": admission,
        "register_url": admission.url
        or reverse("tilmeld:register", args=[event.translation_key, language]),
        "calendar_url": reverse("tilmeld:event_calendar", args=[event.translation_key, language]),
        "send_links_url": reverse("tilmeld:send_links", args=[event.translation_key, language]),
        "waiting": _number_waiting(event, state),
    }


def _for_strangers(event: Event, state: State, admission: Admission) -> str:
    """Return the state, or that one needs a link to register."""
    is_gate = event.audience != Audience.EVERYONE and not admission
    return BY_LINK_ONLY if is_gate and (state.takes_registrations or state is State.FULL) else state


def _number_waiting(event: Event, state: str) -> int:
    """Count those in line, where the page says it; it costs a query."""
    if state != State.WAITING_LIST or event.seats_shown != SeatsShown.NUMBER:
        return 0
    return event.registrations.in_line().count()
