"""Register and cancel: the only places that give seats away and take them back.

Lock order, everywhere: first the event's row, then its registrations, then letters. Whoever holds
the event's row decides alone about its seats, so there are never more confirmed than there are.
"""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from ..exceptions import (
    CancellationTooLate,
    NotEnoughSeats,
    RegistrationClosed,
    RegistrationNotOpen,
    RegistrationRefused,
)
from ..forms import Entry
from ..models import Event, Message, Publication, Registration
from ..rules import capacity
from ..rules.window import State
from . import outbox
from .limits import Network, count_post

#: The same answers again within this time are the same post: a double click, a reload, a retry.
SAME_POST = timedelta(minutes=10)

#: A registrant is sent their link at most once in this time.
LINK_PAUSE = timedelta(hours=1)


def register(
    publication: Publication, entry: Entry, *, at: datetime, network: Network | None = None
) -> Registration:
    """Register a guest for the event of ``publication``, the newest in the guest's language.

    A repeat (same address and name) changes nothing and returns the registration there is; its
    owner is sent their link. The caller must answer it like a new one, so that nobody learns who
    is registered. For the same reason every post from a ``network`` counts, whatever becomes of it.

    Raise a RegistrationRefused if the network has sent too many, the window is closed or the party
    finds no seats.
    """
    seen = _seen_publication(publication, entry)
    with transaction.atomic(durable=True):
        event = _lock(publication.event_id)
        if network:
            count_post(event, network.key, limit=network.limit, at=at)
        known = event.registrations.active().by_person(entry.name, entry.email).first()
        if known and _is_same_post(known, entry, at):
            return known
        refusal = _refusal(event, entry.party_size, at)
        if known:
            _send_link_again(known, at)
        if refusal is None:
            return known or _create(event, seen, entry, at)
    raise refusal


def cancel(
    registration: Registration, *, at: datetime, user: object = None, letter: bool = True
) -> None:
    """Give the registration's seats back. Cancelling twice changes nothing.

    Guests (``user`` None) can cancel until the event starts, staff at any time.
    Raise CancellationTooLate otherwise.
    """
    with transaction.atomic():
        event = _lock(registration.event_id)
        registration.refresh_from_db()
        if registration.is_cancelled:
            return
        if user is None and at >= event.starts_at:
            raise CancellationTooLate
        registration.mark_cancelled(at)
        if letter:
            outbox.queue(Message.Kind.CANCELLED, registration, at=at)
        log(registration, "tilmeld.cancel", user=user, timestamp=at)


def _lock(event_id: int) -> Event:
    # no_key: rows that refer to the event may still be written beside the lock.
    return Event.objects.select_for_update(no_key=True).get(pk=event_id)


def _seen_publication(publication: Publication, entry: Entry) -> Publication:
    """Return the publication the guest had on screen, if its questions are still those asked."""
    if entry.publication_id in (None, publication.pk):
        return publication
    seen = publication.event.publications.filter(pk=entry.publication_id).first()
    return seen if seen and seen.questions == publication.questions else publication


def _is_same_post(known: Registration, entry: Entry, at: datetime) -> bool:
    given = (list(entry.companions), entry.answers, entry.sensitive_answers)
    kept = (known.companions, known.answers, known.sensitive_answers)
    return given == kept and at - known.created_at < SAME_POST


def _refusal(event: Event, party_size: int, at: datetime) -> RegistrationRefused | None:
    state = event.window.state(at)
    if state is State.NOT_OPEN_YET:
        return RegistrationNotOpen()
    if not state.takes_registrations:
        return RegistrationClosed()
    if event.capacity is None:
        return None
    taken = event.registrations.confirmed().seats()
    if capacity.fits(event.capacity, taken, party_size):
        return None
    return NotEnoughSeats(capacity.seats_left(event.capacity, taken) or 0)


def _create(event: Event, seen: Publication, entry: Entry, at: datetime) -> Registration:
    registration = Registration(
        event=event,
        publication=seen,
        name=entry.name,
        email=entry.email,
        companions=list(entry.companions),
        answers=entry.answers,
        sensitive_answers=entry.sensitive_answers,
        language_code=seen.language_code,
        created_at=at,
    )
    registration.save()
    outbox.queue(Message.Kind.CONFIRMED, registration, at=at)
    log(registration, "tilmeld.register", timestamp=at)
    return registration


def _send_link_again(known: Registration, at: datetime) -> None:
    recent = known.messages.filter(created_at__gt=at - LINK_PAUSE)
    if not recent.exclude(state=Message.State.FAILED).exists():
        outbox.queue(Message.Kind.LINK, known, at=at)
