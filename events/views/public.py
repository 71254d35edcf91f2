"""The page that visitors come to: the invitation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone, translation
from django.utils.functional import Promise, SimpleLazyObject

from ..addresses import page_url
from ..dates import moment
from ..forms import RegistrationForm, build_form
from ..models import Event, EventFacts, EventPage, Publication, SeatsShown
from ..models.facts import FACTS
from ..page_cache import generation
from ..rules.capacity import Room
from ..rules.window import State
from . import metadata, typed, web_calendars
from .admission import NOBODY, Admission
from .caching import keep_shared, keep_unlisted
from .finding import calendar_url, published_of
from .images import letter

#: Shown in place of a state while there are no dates, or nothing has been published yet.
UNDATED = "undated"
#: Shown in place of the form to whoever comes without the link that is needed, or with one by
#: which others have registered.
BY_LINK_ONLY, LINK_USED = "by_link_only", "link_used"


def event_page(request: HttpRequest, page: EventPage) -> HttpResponse:
    at = timezone.now()
    publication = published_of(page)
    facts = publication.event if publication else page
    shown = render_event_page(request, page, publication, at=at)
    response = keep_shared(request, shown, at=at, facts=[facts])
    return response if facts.is_for_everyone else keep_unlisted(response)


def render_event_page(
    request: HttpRequest,
    page: EventPage,
    publication: Publication | None,
    *,
    at: datetime,
    admission: Admission = NOBODY,
    form: RegistrationForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a live page, in its own language, as it is at the instant ``at``.

    ``publication`` is what was published of it. ``form`` is the one that a guest sent, where it
    could not be taken as it is.
    """
    language = publication.language_code if publication else page.locale.language_code
    with translation.override(language):
        if publication is None:
            shown = context(page, facts=page, at=at, state=UNDATED)
        else:
            shown = _published(page, publication, at=at, admission=admission, form=form)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            shown["version"] = ""  # staff get each part afresh
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
    return {
        "page": page,
        "letter": SimpleLazyObject(partial(letter, page)),
        "words": page,
        "facts": facts,
        "at": at,
        "state": state,
        "is_over": state in (State.CANCELLED, State.PAST),
        "registration": f"tilmeld/registration/{state}.html",
        "taken": room.taken,
        "seats_left": room.seats_left,
        "form": form,
        "sent": form,
    } | more


def state_of(facts: EventFacts, at: datetime, *, full: bool) -> str:
    return facts.window.state(at, full=full) if facts.window else UNDATED


def registration_form(
    publication: Publication,
    room: Room,
    *,
    companions: Sequence[str] = (),
    data: Mapping | None = None,
    uploads: Mapping | None = None,
    initial: Mapping[str, Any] | None = None,
    trap: bool = True,
) -> RegistrationForm:
    """Return the form that the event asks guests to fill in, in the publication's language.

    It has room for the ``companions`` that are registered already, and asks for them as they were
    asked for then, whatever the editor has published since.
    """
    event = publication.event
    return build_form(
        publication.questions,
        max_companions=max(event.max_companions, len(companions)),
        names_companions=any(companions) if companions else event.ask_companion_names,
        consent_text=publication.consent_text,
        publication_id=publication.pk,
        seats=_seats_by_choice(publication, room),
        counts_seats=event.seats_shown == SeatsShown.NUMBER,
        initial=initial,
        trap=trap,
        data=data,
        uploads=uploads,
    )


def _seats_by_choice(publication: Publication, room: Room) -> dict[tuple[str, str], int]:
    """Map a question's key and a choice to the seats left there.

    On a waiting list one may wish for anything: a seat there may come free with one at the event.
    """
    if room.is_full:
        return {}
    return {
        (each.option.question, word): max(0, limit - room.chosen.get(each.option, 0))
        for each in publication.event.options
        if (limit := room.limits.get(each.option)) is not None
        for word in each.words
    }


def _published(
    page: EventPage,
    publication: Publication,
    *,
    at: datetime,
    admission: Admission,
    form: RegistrationForm | None,
) -> dict[str, Any]:
    event, language = publication.event, publication.language_code
    room = event.room()
    state = _at_the_gate(event, admission.state(event.window, room, at), admission)
    waiting, named = _number_waiting(event, state), [event.translation_key, language]
    values = context(page, facts=event, at=at, room=room, state=state, form=form)
    return values | {
        "words": publication,
        "form": form or SimpleLazyObject(partial(_form, publication, admission, room, at)),
        "typed": typed.in_form(form) if form else [],
        "privacy_text": publication.privacy_text,
        "admission": admission,
        "has_kept_seat": admission.has_kept_seat(at),
        "register_url": admission.url or reverse_lazy("tilmeld:register", args=named),
        "calendar_url": calendar_url(publication),
        "deadline_url": _deadline_url(event, language, state),
        "web_calendars": SimpleLazyObject(partial(_web_calendars, page, publication)),
        "send_links_url": reverse_lazy("tilmeld:send_links", args=named),
        "waiting": waiting,
        "exhausted": [q.label for q in publication.questions if q.key in room.exhausted],
        "is_found": event.is_for_everyone and not admission,  # no other site may know a link
        "metadata": SimpleLazyObject(partial(metadata.of, page, publication, state)),
        "version": "" if form or admission else _version(publication, room, state, waiting, at),
        **_late_link(event, admission, at),
    }


def _version(publication: Publication, room: Room, state: str, waiting: int, at: datetime) -> str:
    """Name what all visitors get alike by all that it depends on, besides the page itself."""
    event = publication.event
    facts = [getattr(event, name) for name in FACTS]
    today = timezone.localdate(at, event.zone)
    return f"{generation()} {publication.pk} {state} {today} {room} {waiting} {facts}"


def _web_calendars(page: EventPage, publication: Publication) -> list[tuple[str, str]]:
    return web_calendars.links(publication, page_url(page))


def _form(
    publication: Publication, admission: Admission, room: Room, at: datetime
) -> RegistrationForm:
    seats = admission.seats(room, at)
    return registration_form(publication, seats, initial=admission.known)


def _at_the_gate(event: Event, state: State, admission: Admission) -> str:
    """Return the state, or why this visitor can't have the form that others have."""
    if not state.takes_registrations and state is not State.FULL:
        return state
    if not event.is_for_everyone and not admission:
        return BY_LINK_ONLY
    return LINK_USED if admission.is_used else state


def _deadline_url(event: Event, language: str, state: str) -> str | Promise:
    """Return where the deadline is for the calendars of those who may still register by it."""
    may_register = state in (State.NOT_OPEN_YET, State.OPEN, State.CLOSING_SOON, State.WAITING_LIST)
    if event.deadline_date is None or not may_register:
        return ""
    return reverse_lazy("tilmeld:deadline_calendar", args=[event.translation_key, language])


def _late_link(event: Event, admission: Admission, at: datetime) -> dict[str, str]:
    """Say until when a link works, or worked, that lets in after the deadline."""
    until = admission.invitation.admits_until if admission.invitation else None
    if until is None or until <= event.closes_at:
        return {}
    return {"late_until" if at < until else "late_ended": moment(until, event)}


def _number_waiting(event: Event, state: str) -> int:
    """Count those in line, where the page says it; it costs a query."""
    if state != State.WAITING_LIST or event.seats_shown != SeatsShown.NUMBER:
        return 0
    return event.registrations.in_line().count()
