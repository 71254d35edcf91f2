"""Staff register somebody who telephoned, wrote, or stands at the door."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered, RegistrationClosed
from ...forms import Entry
from ...models import Event, Publication, Registration, Status
from ...rules.window import State
from .. import files
from . import seats
from .register import create


class IfFull(StrEnum):
    """What staff decide where there are too few seats."""

    REFUSE = "refuse"
    WAIT = "wait"
    OVERBOOK = "overbook"


def register_by_hand(
    publication: Publication,
    entry: Entry,
    *,
    at: datetime,
    user: Any,
    if_full: IfFull = IfFull.REFUSE,
    letter: bool = True,
    door_link: int | None = None,
) -> Registration:
    """Register a guest in the language of ``publication``, whoever the event is for.

    Staff can before registration opens and until the event is over, beyond the seats if they say
    so, and without an e-mail address: then no letter is sent, whatever ``letter`` says. Helpers who
    are no users do it by a ``door_link``, of which the log keeps the number.

    Raise RegistrationClosed once the event is over or cancelled, AlreadyRegistered if the same
    person is registered, NotEnoughSeats or OptionsTaken where there are too few and ``if_full``
    helps nobody.
    """
    with files.held(entry.files, at=at) as uploads, transaction.atomic():
        event = Event.objects.locked(publication.event_id)
        if not can_register(event, at):
            raise RegistrationClosed
        if seats.known(event, entry.name, entry.email).exists():
            raise AlreadyRegistered
        status = _status(event, entry, if_full)
        registration = create(event, publication, entry, at, status)
        files.settle(registration, uploads, at=at)
        if letter and registration.email:
            seats.tell(registration, at)
        told = {"door_link": door_link} if door_link else None
        log(registration, "tilmeld.register", user=user, timestamp=at, data=told)
    return registration


def can_register(event: Event, at: datetime) -> bool:
    """Tell whether staff can still register somebody."""
    return event.window.state(at) not in (State.CANCELLED, State.PAST)


def _status(event: Event, entry: Entry, if_full: IfFull) -> Status:
    if if_full == IfFull.OVERBOOK:
        return Status.CONFIRMED
    chosen = event.options.chosen(entry.answers | entry.sensitive_answers)
    may_wait = if_full == IfFull.WAIT and event.has_waiting_list
    return seats.standing(event, entry.party_size, chosen, may_wait=may_wait)
