"""The pages that visitors come to: the invitation, and the list of events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from ..forms import RegistrationForm, build_form
from ..models import Event, EventFacts, EventIndexPage, EventPage, Publication
from ..rules import capacity
from ..rules.window import State
from . import listing, typed
from .caching import keep_shared
from .images import fetch_renditions

#: Shown in place of a state while there are no dates, or nothing has been published yet.
UNDATED = "undated"


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
    form: RegistrationForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a live page, in its own language, as it is at the instant ``at``.

    ``form`` is the one that a guest sent, where it could not be taken as it is.
    """
    language = page.locale.language_code
    with translation.override(language):
        values = page.get_context(request) | _published(page, language, at=at, form=form) | more
        response = render(request, page.get_template(request), values, status=status)
    response.headers["Content-Language"] = language
    return response


def context(
    page: EventPage,
    *,
    facts: EventFacts,
    at: datetime,
    taken: int = 0,
    state: str | None = None,
    form: RegistrationForm | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return what the page's template is filled with, for guests and in the editor's preview.

    ``facts`` are those of the published event, or those being drafted; ``taken`` is the number of
    seats given away. ``state`` is computed unless it is given.
    """
    seats_left = capacity.seats_left(facts.capacity, taken)
    state = state or state_of(facts, at, full=seats_left == 0)
    fetch_renditions(page)
    return {
        "page": page,
        "words": page,
        "facts": facts,
        "at": at,
        "state": state,
        "is_over": state in (State.CANCELLED, State.PAST),
        "registration": f"tilmeld/registration/{state}.html",
        "taken": taken,
        "seats_left": seats_left,
        "form": form,
    } | more


def state_of(facts: EventFacts, at: datetime, *, full: bool) -> str:
    return facts.window.state(at, full=full) if facts.window else UNDATED


def seats_taken(event: Event) -> int:
    """Count the seats given away; 0 where nobody needs the number, for it costs a query."""
    return 0 if event.capacity is None else event.registrations.confirmed().seats()


def registration_form(publication: Publication, data: Mapping | None = None) -> RegistrationForm:
    """Return the form that the event asks guests to fill in, in the publication's language."""
    return build_form(
        publication.questions,
        max_companions=publication.event.max_companions,
        consent_text=publication.consent_text,
        publication_id=publication.pk,
        trap=True,
        data=data,
    )


def _published(
    page: EventPage, language: str, *, at: datetime, form: RegistrationForm | None
) -> dict[str, Any]:
    event = page.event
    if event is None:
        return context(page, facts=page, at=at, state=UNDATED)
    values = context(page, facts=event, at=at, taken=seats_taken(event), form=form)
    publication = event.publication(language)
    return values | {
        "words": publication,
        "form": form or registration_form(publication),
        "typed": typed.in_form(form) if form else [],
        "privacy_text": publication.privacy_text,
        "register_url": reverse("tilmeld:register", args=[event.translation_key, language]),
        "calendar_url": reverse("tilmeld:event_calendar", args=[event.translation_key, language]),
    }
