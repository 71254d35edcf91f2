"""A guest comes to another event instead: registered there and cancelled here, in one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import NothingToChange
from ...forms import Entry
from ...models import Event, Publication, Registration, RegistrationChange
from .. import files
from . import seats
from .by_hand import IfFull, register_by_hand
from .carrying import Carried, carry
from .endings import cancel


def move(
    registration: Registration,
    publication: Publication,
    *,
    at: datetime,
    user: Any,
    if_full: IfFull = IfFull.REFUSE,
    letter: bool = True,
) -> Registration:
    """Register a guest for the event of ``publication`` instead; return the new registration.

    The answers that fit go along; all of them stay with the old registration, which is cancelled,
    but for files: there is one of each, and it is where its answer is. The seats go to those who
    wait. The guest gets the letter of the new registration, which says where they come from.

    Raise NothingToChange if the registration can't be moved, and what ``register_by_hand`` raises.
    """
    with transaction.atomic():
        here, there = _lock_both(registration.event_id, publication.event_id)
        old = here.registrations.get(pk=registration.pk)
        if here == there or not can_move(old, here, at):
            raise NothingToChange
        carried = carry(old, publication)
        entry = _entry(old, publication, carried)
        new = register_by_hand(publication, entry, at=at, user=user, if_full=if_full, letter=False)
        _keep_in_mind(old, new)
        _hand_on_files(old, new, carried.files)
        made = _write_down(old, new, at, user)
        if letter and new.email:
            seats.tell(new, at, change=made)
        cancel(old, at=at, user=user, letter=False)
    return new


def can_move(registration: Registration, event: Event, at: datetime) -> bool:
    """Tell whether a registration can still be moved elsewhere, also from a cancelled event."""
    return registration.is_active and not registration.erased_at and at < event.ends_at


def _lock_both(*keys: int) -> list[Event]:
    """Lock two events, always in the same order: who moves guests the other way waits, no more."""
    locked = {key: Event.objects.locked(key) for key in sorted(keys)}
    return [locked[key] for key in keys]


def _entry(old: Registration, publication: Publication, carried: Carried) -> Entry:
    return Entry(
        old.name,
        old.email,
        tuple(old.companions),
        carried.answers,
        carried.sensitive_answers,
        publication.pk,
    )


def _keep_in_mind(old: Registration, new: Registration) -> None:
    """Whoever wants no messages from the organisers wants none about another event."""
    if old.is_unsubscribed:
        new.unsubscribed_at = old.unsubscribed_at
        new.save(update_fields=["unsubscribed_at"])


def _hand_on_files(old: Registration, new: Registration, keys: dict[str, str]) -> None:
    files.hand_on(old, new, keys)
    for key in keys:
        old.answers.pop(key, None)
        old.sensitive_answers.pop(key, None)
    if keys:
        old.save()


def _write_down(
    old: Registration, new: Registration, at: datetime, user: Any
) -> RegistrationChange:
    """Tell it in both histories, by the titles that the guest read; return what the new one has."""
    told = {"label": "event", "old": old.publication.title, "new": new.publication.title}
    for each, other, action in ((old, new, "move_away"), (new, old, "move_here")):
        made = RegistrationChange.objects.create(
            registration=each, user=user, created_at=at, changes=[told | {"sensitive": False}]
        )
        about = {"event": other.event_id, "registration": other.pk}
        log(each, f"tilmeld.{action}", user=user, timestamp=at, data=about)
    return made
