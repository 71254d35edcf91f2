"""Checking guests in at the door, from telephones that may ask twice or late.

A tap says which persons of a party have come, and never how many more; it has a token of its own.
So the same tap, sent again because its answer was lost, counts once, and two who receive the same
guest agree. ``user`` is None for helpers who have the door link, of which the log keeps the number
(``door_link``).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from wagtail.log_actions import log

from ..exceptions import CheckInRefused, HasCancelled, NoSeatYet, NothingHeld
from ..forms import Entry
from ..models import Arrival, Event, Publication, Registration
from ..rules.identity import name_key
from .limits import Network, count_post
from .registration import IfFull, register_by_hand


def check_in(
    registration: Registration,
    people: Iterable[int],
    *,
    token: UUID,
    at: datetime,
    user: Any = None,
    door_link: int | None = None,
) -> None:
    """Note that these persons of a party have come; 0 is the registrant. Twice changes nothing.

    Raise CheckInRefused if the registration has no seat, or none is left of it.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        _refuse_without_seat(registration, event)
        come = _who_comes(registration, people, token)
        if come:
            _note(registration, come, token, at)
            _log(registration, "tilmeld.check_in", len(come), at, user, door_link)


def undo_check_in(
    registration: Registration,
    token: UUID,
    *,
    person: int | None = None,
    at: datetime,
    user: Any = None,
    door_link: int | None = None,
) -> None:
    """Take back what one tap said, of all its persons or of one. Twice changes nothing."""
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        said = registration.arrivals.standing().filter(token=token)
        if person is not None:
            said = said.filter(person=person)
        undone = said.update(undone_at=at)
        if undone:
            _log(registration, "tilmeld.undo_check_in", undone, at, user, door_link)


def check_in_all(registration: Registration, *, at: datetime, user: Any) -> None:
    """Note that all of a party have come, without a tap at the door; raise as ``check_in``."""
    everybody = range(registration.party_size)
    check_in(registration, everybody, token=uuid4(), at=at, user=user)


def undo_all(registration: Registration, *, at: datetime, user: Any) -> None:
    """Take back that anybody of a party has come, whichever taps said so."""
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        undone = registration.arrivals.standing().update(undone_at=at)
        if undone:
            _log(registration, "tilmeld.undo_check_in", undone, at, user, None)


def walk_in(
    publication: Publication,
    name: str,
    email: str,
    *,
    token: UUID,
    at: datetime,
    over_capacity: bool,
    user: Any = None,
    door_link: int | None = None,
    network: Network | None = None,
) -> Registration:
    """Register somebody who stands at the door, and check them in. The same tap does so once.

    With an address they get a confirmation. Raise RegistrationClosed, AlreadyRegistered,
    TooManyPosts if the ``network`` has added too many, and NotEnoughSeats unless they are let in
    ``over_capacity``.
    """
    with transaction.atomic():
        event = Event.objects.locked(publication.event_id)
        known = Registration.objects.filter(event=event, name_key=name_key(name))
        same: Registration | None = known.filter(arrivals__token=token).first()
        if same:
            return same
        if network:
            count_post(event, network.key, limit=network.limit, at=at)
        registration = register_by_hand(
            publication,
            Entry(name, email, (), {}, {}, publication.pk),
            at=at,
            user=user,
            if_full=IfFull.OVERBOOK if over_capacity else IfFull.REFUSE,
            door_link=door_link,
        )
        check_in(registration, [0], token=token, at=at, user=user, door_link=door_link)
    return registration


def replace_link(event: Event, *, at: datetime, user: object) -> None:
    """Give the event a new door link; the old one opens nothing any more."""
    with transaction.atomic():
        event = Event.objects.locked(event.pk)
        event.door_link_version += 1
        event.save(update_fields=["door_link_version"])
        log(event.logged_on, "tilmeld.replace_door_link", user=user, timestamp=at)


def _refuse_without_seat(registration: Registration, event: Event) -> None:
    if refused := refusal(registration, event):
        raise refused


def refusal(registration: Registration, event: Event) -> CheckInRefused | None:
    """Return why nobody of a party can be checked in, or None."""
    if event.cancelled:
        return NothingHeld()
    if registration.erased_at:
        return CheckInRefused()
    if registration.is_cancelled:
        return HasCancelled()
    return None if registration.is_confirmed else NoSeatYet()


def _who_comes(registration: Registration, people: Iterable[int], token: UUID) -> list[int]:
    """Return those who are expected, have not come, and were not named by this tap before."""
    known = registration.arrivals.all()
    here = {each.person for each in known if each.undone_at is None or each.token == token}
    return sorted(set(people) & set(range(registration.party_size)) - here)


def _note(registration: Registration, come: list[int], token: UUID, at: datetime) -> None:
    Arrival.objects.bulk_create(
        Arrival(registration=registration, person=person, token=token, at=at) for person in come
    )


def _log(
    registration: Registration,
    action: str,
    people: int,
    at: datetime,
    user: Any,
    door_link: int | None,
) -> None:
    told = {"people": people} | ({"door_link": door_link} if door_link else {})
    log(registration, action, user=user, timestamp=at, data=told)
