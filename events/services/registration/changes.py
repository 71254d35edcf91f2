"""Other answers, another name, more or fewer people."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import (
    AlreadyRegistered,
    ChangeTooLate,
    NotEnoughSeats,
    NothingToChange,
    OptionsTaken,
)
from ...forms import Entry
from ...models import Event, Message, Publication, Registration, RegistrationChange
from .. import files, outbox
from . import seats
from .arrived import follow

Changes = list[dict[str, Any]]


def change(
    registration: Registration,
    publication: Publication,
    entry: Entry,
    *,
    at: datetime,
    user: Any = None,
    letter: bool = True,
    overbook: bool = False,
) -> RegistrationChange | None:
    """Change name, answers and party to those of ``entry``; the address stays as it is.

    ``publication`` is what the guest was asked now. Guests (``user`` None) can change all of it
    until registration closes, and bring fewer people until the event starts; staff can at any time
    and, if they say so (``overbook``), beyond the seats there are. Return what was changed, None if
    nothing was.

    Raise NothingToChange if the registration is not active, ChangeTooLate, NotEnoughSeats and
    OptionsTaken if more is asked for than there is, AlreadyRegistered if the new name is another's.
    """
    with files.held(entry.files, at=at) as uploads, transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if not registration.is_active or registration.erased_at:
            raise NothingToChange
        changes = _differences(registration, publication, entry)
        if not changes:
            return None
        if user is None:
            _refuse_if_late(event, registration, entry, changes, at)
        if not overbook:
            _refuse_if_taken(event, registration, entry)
        _refuse_if_known(registration, entry)
        before = list(registration.companions)
        _write(registration, publication, entry)
        files.settle(registration, uploads, at=at)
        follow(registration, before, at=at)
        made = _keep(registration, changes, at, user, letter)
        seats.give_to_those_who_wait(event, at)
    return made


def _differences(registration: Registration, publication: Publication, entry: Entry) -> Changes:
    return [
        {"label": label, "old": old, "new": new, "sensitive": sensitive}
        for label, old, new, sensitive in _compared(registration, publication, entry)
        if old != new
    ]


def _compared(
    registration: Registration, publication: Publication, entry: Entry
) -> Iterator[tuple[str, Any, Any, bool]]:
    """Yield label, old and new value, and whether it is sensitive; a fixed field has no label."""
    yield "name", registration.name, entry.name, False
    yield "companions", registration.companions, list(entry.companions), False
    new = entry.answers | entry.sensitive_answers
    for question in publication.questions:
        key = question.key
        sensitive = question.sensitive or key in registration.sensitive_answers
        yield question.label, registration.given.get(key), new.get(key), sensitive


def _refuse_if_late(
    event: Event, registration: Registration, entry: Entry, changes: Changes, at: datetime
) -> None:
    if at < event.closes_at and not event.cancelled:
        return
    is_smaller = entry.party_size < registration.party_size
    only_party = [change["label"] for change in changes] == ["companions"]
    if not (is_smaller and only_party and at < event.starts_at):
        raise ChangeTooLate


def _refuse_if_taken(event: Event, registration: Registration, entry: Entry) -> None:
    """Refuse what takes more than the registration has and there is; whoever waits may ask."""
    if not registration.is_seated:
        return
    room = event.room(without=registration)
    is_larger = entry.party_size > registration.party_size
    if is_larger and not room.fits(entry.party_size):
        raise NotEnoughSeats(room.seats_left or 0)
    had = event.options.chosen(registration.given)
    chosen = event.options.chosen(entry.answers | entry.sensitive_answers)
    asked = [option for option in chosen if is_larger or option not in had]
    if taken := room.taken_among(asked, entry.party_size):
        raise OptionsTaken(taken)


def _refuse_if_known(registration: Registration, entry: Entry) -> None:
    others = registration.event.registrations.active().exclude(pk=registration.pk)
    if others.by_person(entry.name, registration.email).exists():
        raise AlreadyRegistered


def _write(registration: Registration, publication: Publication, entry: Entry) -> None:
    """Put the new answers in place of the old; those to questions no longer asked are kept."""
    asked = {question.key for question in publication.questions}
    for name in ("answers", "sensitive_answers"):
        kept = {
            key: value for key, value in getattr(registration, name).items() if key not in asked
        }
        setattr(registration, name, kept | getattr(entry, name))
    registration.name, registration.companions = entry.name, list(entry.companions)
    registration.publication = publication
    registration.save()


def _keep(
    registration: Registration, changes: Changes, at: datetime, user: Any, letter: bool
) -> RegistrationChange:
    made = RegistrationChange.objects.create(
        registration=registration, user=user, created_at=at, changes=changes
    )
    if letter and registration.email:
        outbox.queue(Message.Kind.CHANGED, registration, at=at, change=made)
    log(registration, "tilmeld.change", user=user, timestamp=at)
    return made
