"""A guest registers: for a seat, or for the waiting list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import (
    InvitationNeeded,
    InvitationUsed,
    NotEnoughSeats,
    RegistrationClosed,
    RegistrationNotOpen,
    RegistrationRefused,
)
from ...forms import Entry
from ...models import Audience, Event, Invitation, Publication, Registration, Status
from ...rules import waiting_list
from ...rules.identity import name_key
from ...rules.window import State
from .. import files
from ..limits import Network, came_from, count_post, remember
from . import seats
from .addresses import send_link_again

#: The same answers again within this time, from the same network, are the same post: a double
#: click, a reload, a retry.
SAME_POST = timedelta(minutes=10)


@dataclass(frozen=True)
class Registered:
    """The answer to a registration.

    ``status`` is what the guest is told: confirmed or waiting. A repeat is told what a new guest
    would be, so that nobody learns who is registered; ``registration`` is what they just sent.
    """

    registration: Registration
    status: Status


def register(
    publication: Publication,
    entry: Entry,
    *,
    at: datetime,
    invitation: Invitation | None = None,
    by_link: bool = False,
    network: Network | None = None,
) -> Registered:
    """Register a guest for the event of ``publication``, the newest in the guest's language.

    ``invitation`` is the one whose personal link the guest used, ``by_link`` tells that they used
    the event's own link. Where all seats are taken, a guest joins the waiting list if there is one;
    a party for which there are too few is asked first, unless ``entry.accepts_waiting``.

    A repeat (same address and name) is kept as such and changes nothing; whoever is registered is
    sent their link. The same answers again within SAME_POST are the same post, but only from the
    ``network`` that the registration came from: whoever has a receipt may mend its address, and a
    stranger may know the answers. Every post from a ``network`` counts, whatever becomes of it:
    what is counted, too, must not tell who is registered.

    Raise a RegistrationRefused if the network has sent too many, the guest may not register now or
    finds no seats.
    """
    seen = _seen_publication(publication, entry)
    with files.held(entry.files, at=at) as uploads, transaction.atomic(durable=True):
        event = Event.objects.locked(publication.event_id)
        if network:
            count_post(event, network.key, limit=network.limit, at=at)
        known = seats.known(event, entry.name, entry.email).first()
        if known and _is_same_post(known, entry, at, network):
            told = Status.WAITING if known.is_offered else Status(known.status)
            return Registered(known, told)
        if invitation:
            invitation.refresh_from_db()
        status, refusal = _decide(event, entry, at, invitation, by_link)
        if known:
            send_link_again(event.registrations.filter(pk=known.pk), at=at)
        if refusal is None:
            kept_as = Status.REPEATED if known else status
            kept = known and _same_repeat(event, entry, at, network)
            kept = kept or _take(event, seen, entry, at, kept_as, invitation)
            if uploads:
                files.settle(kept, uploads, at=at)
            if network:
                remember(kept, network, at=at)
            return Registered(kept, status)
    raise refusal


def _seen_publication(publication: Publication, entry: Entry) -> Publication:
    """Return the publication the guest had on screen, if its questions are still those asked."""
    if entry.publication_id in (None, publication.pk):
        return publication
    seen = publication.event.publications.filter(pk=entry.publication_id).first()
    return seen if seen and seen.questions == publication.questions else publication


def _is_same_post(known: Registration, entry: Entry, at: datetime, network: Network | None) -> bool:
    given = (name_key(entry.name), list(entry.companions), entry.answers, entry.sensitive_answers)
    kept = (known.name_key, known.companions, known.answers, known.sensitive_answers)
    is_alike = given == kept and at - known.created_at < SAME_POST
    return is_alike and network is not None and came_from(known, network)


def _same_repeat(
    event: Event, entry: Entry, at: datetime, network: Network | None
) -> Registration | None:
    repeats = event.registrations.filter(status=Status.REPEATED)
    newest = repeats.by_person(entry.name, entry.email).order_by("pk").last()
    return newest if newest and _is_same_post(newest, entry, at, network) else None


def _decide(
    event: Event, entry: Entry, at: datetime, invitation: Invitation | None, by_link: bool
) -> tuple[Status, RegistrationRefused | None]:
    """Return what a guest who is not known would become, and why not if they are refused."""
    is_late_link = bool(invitation and invitation.is_late_link(at))
    refusal = _not_admitted(event, at, is_late_link) or _not_invited(event, invitation, by_link)
    if refusal or (is_late_link and invitation and invitation.over_capacity):
        return Status.CONFIRMED, refusal
    chosen = event.options.chosen(entry.answers | entry.sensitive_answers)
    refusal = seats.refusal(event, event.room(), entry.party_size, chosen)
    return (Status.WAITING, None) if _waits(refusal, entry) else (Status.CONFIRMED, refusal)


def _waits(refusal: RegistrationRefused | None, entry: Entry) -> bool:
    if not isinstance(refusal, NotEnoughSeats) or not refusal.waiting_list:
        return False
    return waiting_list.takes(refusal.seats_left, accepts_waiting=entry.accepts_waiting)


def _not_admitted(event: Event, at: datetime, is_late_link: bool) -> RegistrationRefused | None:
    state = event.window.state(at)
    if state.takes_registrations or (is_late_link and state in (State.CLOSED, State.NOT_OPEN_YET)):
        return None
    return RegistrationNotOpen() if state is State.NOT_OPEN_YET else RegistrationClosed()


def _not_invited(
    event: Event, invitation: Invitation | None, by_link: bool
) -> RegistrationRefused | None:
    if invitation and not invitation.withdrawn_at:
        return InvitationUsed() if invitation.is_used else None
    is_open = event.audience == Audience.EVERYONE
    return None if is_open or (by_link and event.audience == Audience.LINK) else InvitationNeeded()


def _take(
    event: Event,
    seen: Publication,
    entry: Entry,
    at: datetime,
    status: Status,
    invitation: Invitation | None,
) -> Registration:
    registration = create(event, seen, entry, at, status, invitation=invitation)
    if registration.is_active:
        seats.tell(registration, at)
    log(registration, "tilmeld.register", timestamp=at)
    return registration


def create(
    event: Event, seen: Publication, entry: Entry, at: datetime, status: Status, **fields: Any
) -> Registration:
    """Write the row, under the event's lock."""
    registration = unsaved(event, seen, entry, at, status, **fields)
    registration.save(force_insert=True)
    return registration


def unsaved(
    event: Event, seen: Publication, entry: Entry, at: datetime, status: Status, **fields: Any
) -> Registration:
    """Return the row that ``create`` writes."""
    return Registration(
        event=event,
        publication=seen,
        status=status,
        name=entry.name,
        email=entry.email,
        companions=list(entry.companions),
        answers=entry.answers,
        sensitive_answers=entry.sensitive_answers,
        language_code=seen.language_code,
        created_at=at,
        waiting_since=at if status == Status.WAITING else None,
        **fields,
    )
