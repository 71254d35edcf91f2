"""Giving seats or a place in line back, and thinking better of it."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import (
    AlreadyRegistered,
    CancellationTooLate,
    InvitationUsed,
    TooLateToUndo,
)
from ...models import Event, Message, Registration
from ...rules.window import UNDO_FOR, State
from .. import outbox
from . import seats


def cancel(
    registration: Registration, *, at: datetime, user: object = None, letter: bool = True
) -> None:
    """Give the registration's seats, offer or place in line back. Twice changes nothing.

    Guests (``user`` None) can cancel until the event starts, staff at any time. What comes free
    goes to those who wait, in the same transaction.
    Raise CancellationTooLate otherwise.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if registration.is_cancelled:
            return
        if user is None and at >= event.starts_at:
            raise CancellationTooLate
        registration.mark_cancelled(at)
        if letter:
            outbox.queue(Message.Kind.CANCELLED, registration, at=at)
        log(registration, "tilmeld.cancel", user=user, timestamp=at)
        seats.give_to_those_who_wait(event, at)


def restore(registration: Registration, *, at: datetime, user: object = None) -> None:
    """Take a cancellation back, or ask again after an offer has expired. Twice changes nothing.

    Whoever left the line stands where they stood. Whoever had a seat gets one if there is one, and
    so does who let an offer pass; else they join the waiting list's end, if there is one and, for
    guests, registration is open.

    Guests (``user`` None) can until UNDO_FOR is over or the event begins, staff until it ends.
    Raise TooLateToUndo otherwise and where the answers are erased, AlreadyRegistered if the same
    person has registered again, InvitationUsed if somebody else has by their invitation (guests
    only), NotEnoughSeats or OptionsTaken if there are no seats and no waiting list.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if registration.is_active:
            return
        if not can_restore(registration, event, at, user):
            raise TooLateToUndo
        _refuse_if_replaced(registration, event, user)
        _come_back(registration, event, at, user)
        log(registration, "tilmeld.restore", user=user, timestamp=at)


def can_restore(
    registration: Registration, event: Event, at: datetime, user: object = None
) -> bool:
    """Tell whether a cancellation can still be taken back, or a seat asked for after an offer."""
    over_at = event.starts_at if user is None else event.ends_at
    if registration.is_active or registration.erased_at or event.cancelled or at >= over_at:
        return False
    if user is not None:
        return True
    if registration.is_lapsed:
        return event.window.state(at).takes_registrations
    return registration.cancelled_at is not None and at < registration.cancelled_at + UNDO_FOR


def can_join_the_line(event: Event, at: datetime, user: object = None) -> bool:
    """Tell whether who comes back and finds no seat joins the waiting list's end."""
    is_open = event.window.state(at) in (State.OPEN, State.CLOSING_SOON)
    return event.has_waiting_list and (is_open or user is not None)


def _refuse_if_replaced(registration: Registration, event: Event, user: object) -> None:
    if seats.known(event, registration.name, registration.email).exists():
        raise AlreadyRegistered
    invitation = registration.invitation
    if user is None and invitation and invitation.is_used:
        raise InvitationUsed


def _come_back(registration: Registration, event: Event, at: datetime, user: object) -> None:
    if registration.waiting_since:  # left the line
        registration.mark_waiting(registration.waiting_since)
        seats.tell(registration, at)
        seats.give_to_those_who_wait(event, at)
        return
    seats.admit(event, registration, at, may_wait=can_join_the_line(event, at, user))
    seats.tell(registration, at)
