"""What is decided under the event's lock: who gets a seat, and who of those who wait is next."""

from collections.abc import Iterator
from datetime import datetime

from wagtail.log_actions import log

from ...exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused
from ...models import (
    Event,
    Message,
    Registration,
    RegistrationChange,
    Status,
    WaitingList,
)
from ...models.registration_query import RegistrationQuerySet
from ...rules import waiting_list
from ...rules.capacity import Option, Room
from .. import outbox

TOLD = {
    Status.CONFIRMED: Message.Kind.CONFIRMED,
    Status.WAITING: Message.Kind.WAITING,
    Status.OFFERED: Message.Kind.OFFERED,
}


def known(event: Event, name: str, email: str) -> RegistrationQuerySet:
    """Return the active registrations beside which this person can have no other."""
    active: RegistrationQuerySet = event.registrations.active()
    by_address = event.one_per_address and email
    return active.by_address(email) if by_address else active.by_person(name, email)


def refusal(
    event: Event, room: Room, party_size: int, chosen: list[Option]
) -> RegistrationRefused | None:
    """Return why a party can't have seats now, or None if it can."""
    if room.is_full or not room.fits(party_size):
        return NotEnoughSeats(0 if room.is_full else room.seats_left or 0, event.has_waiting_list)
    taken = room.taken_among(chosen, party_size)
    return OptionsTaken(taken) if taken else None


def standing(event: Event, party_size: int, chosen: list[Option], *, may_wait: bool) -> Status:
    """Return how a party stands that asks for seats now: confirmed, or waiting if it may.

    Raise NotEnoughSeats or OptionsTaken if it can have neither.
    """
    why_not = refusal(event, event.room(), party_size, chosen)
    if isinstance(why_not, NotEnoughSeats) and may_wait:
        return Status.WAITING
    if why_not:
        raise why_not
    return Status.CONFIRMED


def admit(event: Event, registration: Registration, at: datetime, *, may_wait: bool) -> None:
    """Give a registration that has no seat one, or else a place at the end of the line.

    Raise NotEnoughSeats or OptionsTaken if there is neither.
    """
    chosen = event.options.chosen(registration.given)
    status = standing(event, registration.party_size, chosen, may_wait=may_wait)
    if status is Status.WAITING:
        registration.mark_waiting(at)
    else:
        registration.mark_confirmed()


def tell(
    registration: Registration, at: datetime, *, change: RegistrationChange | None = None
) -> Message:
    """Write to somebody who has, waits for, or is offered a seat how their registration stands."""
    return outbox.queue(TOLD[Status(registration.status)], registration, at=at, change=change)


def give_to_those_who_wait(event: Event, at: datetime) -> None:
    """Give what is free to the first in line that fits, and to the next, under the event's lock.

    Whoever needs more seats than there are is passed over and keeps their place.
    """
    for registration in _next_in_line(event, at):
        if event.waiting_list == WaitingList.OFFER:
            offer(event, registration, at)
        else:
            give(registration, at)


def give(registration: Registration, at: datetime, user: object = None) -> None:
    """Turn a place in line, or an offer, into a seat."""
    registration.mark_confirmed()
    outbox.queue(Message.Kind.PROMOTED, registration, at=at)
    log(registration, "tilmeld.promote", user=user, timestamp=at)


def offer(event: Event, registration: Registration, at: datetime) -> None:
    """Keep seats for somebody until they accept, decline, or the time is over."""
    registration.mark_offered(waiting_list.offered_until(at, event.offer_hours, event.starts_at))
    outbox.queue(Message.Kind.OFFERED, registration, at=at)
    log(registration, "tilmeld.offer", timestamp=at)


def _next_in_line(event: Event, at: datetime) -> Iterator[Registration]:
    if not waiting_list.moves(event.window, at, after_deadline=event.moves_after_deadline):
        return
    line = list(event.registrations.in_line())
    room = event.room() if line else Room(0)
    for registration in line:
        chosen = event.options.chosen(registration.given)
        if room.fits(registration.party_size, chosen):
            room = room.after(registration.party_size, chosen)
            yield registration
