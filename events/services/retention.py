"""Erasing personal data: names, addresses, answers and letters go, rows and counts stay.

Erasing is done in batches, each a transaction of its own, so that guests of other events don't
wait behind a long one. Whatever stops it halfway, the next run goes on where it stopped.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.log_actions import log

from ..models import (
    BulkRun,
    Event,
    Invitation,
    Message,
    MessageEvent,
    Note,
    Registration,
    RegistrationChange,
    RegistrationFile,
    Status,
)
from ..models.event import EventQuerySet
from ..rules import retention
from ..rules.identity import address_key
from . import tags
from .one_by_one import one_by_one
from .registration import cancel

BATCH = 500
NO_WORDS = {"subject": "", "text": "", "html": "", "calendar": ""}


def erase_due(*, at: datetime) -> int:
    """Erase every event whose day has come; return the number of registrations erased."""
    return one_by_one(partial(erase_event, event, at=at) for event in due(at))


def due(at: datetime) -> Iterator[Event]:
    """Yield the events whose day has come and that are not erased, with what they hold."""
    somewhere_today = (at + timedelta(days=1)).date()
    held = Q(erased_at=None) | Q(held_registrations__gt=0) | Q(held_invitations__gt=0)
    for event in Event.objects.with_held().filter(held, erase_on__lte=somewhere_today):
        if retention.is_due(event.erase_on, event.zone, at):
            yield event


def erase_event(event: Event, *, at: datetime, user: object = None) -> int:
    """Erase what is known of an event's guests; return the number of registrations erased.

    Letters that still wait are not sent any more. Erasing twice changes nothing.
    """
    erased = 0
    while batch := _erase_batch(event, at):
        erased += batch
    while _erase_batch_of_invitations(event, at):
        pass
    # Organisers may have named guests in what they wrote to others, and in their tags.
    written = event.announcements.from_organisers()
    Message.objects.filter(announcement__in=written).update(**NO_WORDS)  # tests, sent to staff
    written.standing().filter(written_at=None).update(dropped_at=at)
    written.update(subject="", text="", tag="")
    BulkRun.objects.filter(event=event).delete()
    if erased or not event.erased_at:
        Event.objects.filter(pk=event.pk).update(erased_at=at)
    if erased:
        told = {"registrations": erased}
        log(event.logged_on, "tilmeld.erase", user=user, timestamp=at, data=told)
    return erased


def erase_registration(registration: Registration, *, at: datetime, user: object) -> None:
    """Erase what is known of one guest, and the invitation they came by. Twice changes nothing.

    Until the event is over, their seats or place in line are given back first. Nobody is told.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if registration.erased_at:
            return
        if registration.is_active and at < event.ends_at:
            cancel(registration, at=at, user=user, letter=False)
        _erase_registrations([registration.pk, *_repeats(registration)], at)
        others = event.registrations.unerased().filter(invitation=registration.invitation_id)
        if registration.invitation_id and not others.exists():
            _erase_invitations([registration.invitation_id], at)
        log(registration, "tilmeld.erase_registration", user=user, timestamp=at)


def events_of_person(email: str, events: EventQuerySet) -> EventQuerySet:
    """Return those of some events at which anything is held about an address."""
    key = address_key(email)
    theirs = [
        rows.filter(event=OuterRef("pk"), address_key=key)
        for rows in (
            Registration.objects.unerased(),
            Invitation.objects.unerased(),
            Message.objects.filter(user=None),
        )
    ]
    registered, invited, written = map(Exists, theirs)
    return events.filter(Q(registered) | Q(invited) | Q(written)).order_by("-starts_at", "pk")


def erase_person(email: str, events: Iterable[Event], *, at: datetime, user: object) -> int:
    """Erase what is known of an address at some events; return at how many.

    Each event is a transaction of its own. What is erased of a registration is as with
    ``erase_registration``; the person's invitations go too, and what went to the address by
    mistake, before somebody else's was mended.
    """
    done = 0
    for event in events:
        _erase_person_at(event, email, at, user)
        done += 1
    return done


@transaction.atomic
def _erase_person_at(event: Event, email: str, at: datetime, user: object) -> None:
    Event.objects.locked(event.pk)
    for registration in event.registrations.unerased().by_address(email):
        erase_registration(registration, at=at, user=user)
    for invitation in event.invitations.unerased().by_address(email):
        _erase_invitations([invitation.pk], at)
        log(invitation, "tilmeld.erase_invitation", user=user, timestamp=at)
    strays = event.messages.to_address(email)
    _forget_mending(strays, email)
    _erase_letters(strays, at)


def _forget_mending(letters: QuerySet[Message], email: str) -> None:
    """Take an address out of what was changed at registrations that had it by mistake."""
    mended = RegistrationChange.objects.filter(registration__in=letters.values("registration"))
    for change in mended:
        kept = [each for each in change.changes if not _tells(each, email)]
        if kept != change.changes:
            RegistrationChange.objects.filter(pk=change.pk).update(changes=kept)


def _tells(change: dict[str, Any], email: str) -> bool:
    values = (change["old"], change["new"]) if change["label"] == "email" else ()
    return address_key(email) in map(address_key, values)


def _repeats(registration: Registration) -> QuerySet[Registration, int]:
    """Return the keys of what the same guest sent once more."""
    sent_again = registration.event.registrations.unerased().filter(status=Status.REPEATED)
    same = sent_again.by_person(registration.name, registration.email)
    return same.values_list("pk", flat=True)


@transaction.atomic
def _erase_batch(event: Event, at: datetime) -> int:
    """Erase some registrations with their letters; return how many, 0 when none is left."""
    Event.objects.locked(event.pk)
    keys = list(event.registrations.unerased().values_list("pk", flat=True)[:BATCH])
    _erase_registrations(keys, at)
    return len(keys)


def _erase_registrations(keys: list[int], at: datetime) -> None:
    _erase_letters(Message.objects.filter(registration__in=keys), at)
    # A letter to staff that still waits is written anew, without those who are erased.
    Message.objects.filter(about__in=keys).update(**NO_WORDS, claim=None)
    RegistrationFile.objects.filter(registration__in=keys).let_go(at)
    RegistrationChange.objects.filter(registration__in=keys).update(changes=[], reason="")
    Note.objects.filter(registration__in=keys).delete()
    Registration.tags.through.objects.filter(registration__in=keys).delete()
    tags.forget_unused()
    Registration.objects.filter(pk__in=keys).update(
        name="",
        email="",
        name_key="",
        address_key="",
        companions=[],
        answers={},
        sensitive_answers={},
        answers_key={},
        sensitive_answers_key={},
        erased_at=at,
    )


@transaction.atomic
def _erase_batch_of_invitations(event: Event, at: datetime) -> int:
    """Erase some invitees with their letters; return how many, 0 when none is left."""
    Event.objects.locked(event.pk)
    keys = list(event.invitations.unerased().values_list("pk", flat=True)[:BATCH])
    _erase_invitations(keys, at)
    return len(keys)


def _erase_invitations(keys: list[int], at: datetime) -> None:
    _erase_letters(Message.objects.filter(invitation__in=keys), at)
    nobody = {"name": "", "email": "", "name_key": "", "address_key": ""}
    Invitation.objects.filter(pk__in=keys).update(**nobody, erased_at=at)


def _erase_letters(letters: QuerySet[Message], at: datetime) -> None:
    MessageEvent.objects.filter(message__in=letters).update(detail="")
    unsent = letters.filter(state__in=Message.UNSENT)
    unsent.update(state=Message.State.CANCELLED, state_at=at)
    # Without its claim, a delivery that is under way can't write the letter's words back.
    letters.update(to_address="", address_key="", reason="", claim=None, history=[], **NO_WORDS)
