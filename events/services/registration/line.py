"""The waiting list, seen from those who stand in it and from staff who move somebody up."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered, NothingToAccept, NotWaiting, OfferExpired
from ...models import Event, Message, Registration, RegistrationChange
from .. import outbox
from ..one_by_one import one_by_one
from . import seats


def accept(registration: Registration, *, at: datetime) -> None:
    """Take the seats one was offered. Accepting twice changes nothing.

    Raise OfferExpired when the time to accept is over or the event has begun, NothingToAccept
    without an offer.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if registration.is_confirmed:
            return
        if registration.is_lapsed or _is_overdue(registration, at) or at >= event.starts_at:
            raise OfferExpired
        if not registration.is_offered or event.cancelled:
            raise NothingToAccept
        seats.give(registration, at)


def lapse_offers(*, at: datetime) -> int:
    """Take back the offers nobody accepted in time and pass the seats on; return their number.

    Those of a cancelled event stand still: there is nothing to pass on.
    """
    overdue = Registration.objects.overdue(at).filter(event__cancelled=False)
    events = overdue.order_by().values_list("event", flat=True).distinct()
    return one_by_one(partial(_lapse, event_id, at) for event_id in events)


def promote(
    registration: Registration,
    *,
    at: datetime,
    user: Any,
    reason: str = "",
    over_capacity: bool = False,
) -> None:
    """Give somebody who waits, or whose offer is over, a seat, whoever is ahead in line.

    Staff decide, also after the deadline and, if they say so (``over_capacity``), beyond the seats
    there are. ``reason`` is kept with the registration, and erased with it.

    Raise NotWaiting for a registration that has a seat, was cancelled or erased, or once the event
    is over; AlreadyRegistered if the same person has registered again after their offer expired;
    NotEnoughSeats or OptionsTaken where more would be given away than there is.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if not can_promote(registration, event, at):
            raise NotWaiting
        if (
            registration.is_lapsed
            and seats.known(event, registration.name, registration.email).exists()
        ):
            raise AlreadyRegistered
        if not over_capacity:
            _refuse_if_taken(event, registration)
        seats.give(registration, at, user)
        if reason:
            RegistrationChange.objects.create(
                registration=registration, user=user, created_at=at, reason=reason
            )


def can_promote(registration: Registration, event: Event, at: datetime) -> bool:
    """Tell whether staff can still give somebody a seat who has none for good."""
    if registration.erased_at or event.cancelled or at >= event.ends_at:
        return False
    return registration.is_waiting or registration.is_offered or registration.is_lapsed


def _refuse_if_taken(event: Event, registration: Registration) -> None:
    """Refuse seats that are not there; those that are offered are kept already."""
    if registration.is_offered:
        return
    room, chosen = event.room(), event.options.chosen(registration.given)
    refusal = seats.refusal(event, room, registration.party_size, chosen)
    if refusal and not room.fits(registration.party_size, chosen):
        raise refusal


def _is_overdue(registration: Registration, at: datetime) -> bool:
    until = registration.offered_until
    return registration.is_offered and until is not None and at >= until


@transaction.atomic
def _lapse(event_id: int, at: datetime) -> int:
    event: Event = Event.objects.locked(event_id)
    overdue = list(event.registrations.overdue(at))
    for registration in overdue:
        registration.mark_lapsed()
        outbox.queue(Message.Kind.OFFER_EXPIRED, registration, at=at)
        log(registration, "tilmeld.lapse", timestamp=at)
    seats.give_to_those_who_wait(event, at)
    return len(overdue)
