"""Into the outbox, in the caller's transaction; and out of it again, before anything was sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ... import conf
from ...models import Announcement, Event, Invitation, Message, Registration, RegistrationChange
from ...signals import message_queued

State = Message.State

#: Why a letter is held back.
TOO_MANY = "too many letters to this address"

_paced: ContextVar[bool] = ContextVar("paced", default=False)


@contextmanager
def at_a_pace() -> Iterator[None]:
    """Have letters that are queued within leave as those to many do, whoever queues them.

    What is done with many registrations is done with each by the verb for one.
    """
    before = _paced.set(True)
    try:
        yield
    finally:
        _paced.reset(before)


def queue(
    kind: Message.Kind,
    registration: Registration,
    *,
    at: datetime,
    change: RegistrationChange | None = None,
) -> Message:
    """Put a letter to a registrant into the outbox, in the caller's transaction.

    Where there is no address to write to, the row says so, and what the guest has not been told.

    ``message_queued`` is sent once that transaction has been committed. A letter that anybody can
    cause is held back where its address has had its share of the day; staff see it and may let it
    go. One of many that staff cause is not, nor one that tells what staff have changed.
    """
    message = _letter(kind, registration, at)
    message.change, message.to_many = change, _paced.get()
    is_strangers = message.state == State.QUEUED and not message.to_many
    if is_strangers and _has_had_its_share(message, at):
        message.state, message.reason = State.HELD, TOO_MANY
    message.save()
    if message.state == State.QUEUED and not message.to_many:
        transaction.on_commit(lambda: announce(message.pk), robust=True)
    return message


def queue_many(
    kind: Message.Kind,
    recipients: Sequence[Registration | Invitation],
    *,
    at: datetime,
    announcement: Announcement | None = None,
) -> None:
    """Put letters to many people into the outbox; the heartbeat delivers them at a pace.

    They let all others pass, so that ten thousand invitations keep no confirmation waiting.
    """
    letters = [_letter(kind, recipient, at) for recipient in recipients]
    for letter in letters:
        letter.announcement, letter.to_many = announcement, True
    Message.objects.bulk_create(letters)


def queue_late_link(invitation: Invitation, *, at: datetime) -> Message:
    """Put the letter with a late link into the outbox; it leaves at once, as registrants' do."""
    message = _letter(Message.Kind.LATE_LINK, invitation, at)
    message.save()
    transaction.on_commit(lambda: announce(message.pk), robust=True)
    return message


def queue_to_staff(
    kind: Message.Kind,
    user: Any,
    event: Event,
    *,
    language_code: str,
    at: datetime,
    announcement: Announcement | None = None,
    about: Sequence[Registration] = (),
) -> Message:
    """Put a letter to somebody of the staff into the outbox; it leaves at once."""
    message = Message.objects.create(
        kind=kind,
        user=user,
        event=event,
        announcement=announcement,
        language_code=language_code,
        to_address=user.email,
        created_at=at,
        due_at=at,
        state_at=at,
    )
    message.about.set(about)
    transaction.on_commit(lambda: announce(message.pk), robust=True)
    return message


def withdraw(written_for: Registration | Invitation | Announcement, *, at: datetime) -> None:
    """Take back what was written to somebody, or to many, and has not been handed over."""
    written_for.messages.filter(state__in=(State.QUEUED, State.HELD)).update(
        state=State.CANCELLED, state_at=at, reason="overtaken"
    )


def _letter(kind: Message.Kind, to: Registration | Invitation, at: datetime) -> Message:
    return Message(
        kind=kind,
        registration=to if isinstance(to, Registration) else None,
        invitation=to if isinstance(to, Invitation) else None,
        event_id=to.event_id,
        language_code=to.language_code,
        to_address=to.email,
        address_key=to.address_key,
        created_at=at,
        due_at=at,
        state=State.QUEUED if to.email else State.CANCELLED,
        reason="" if to.email else Message.NO_ADDRESS,
        state_at=at,
    )


def _has_had_its_share(message: Message, at: datetime) -> bool:
    if message.kind not in Message.CAUSED_BY_STRANGERS or _tells_of_staff(message):
        return False
    earlier = Message.objects.filter(
        address_key=message.address_key,
        created_at__gt=at - timedelta(days=1),
        kind__in=Message.CAUSED_BY_STRANGERS,
        change__user=None,
    )
    return earlier.count() >= int(conf.get("LETTERS_PER_DAY"))


def _tells_of_staff(message: Message) -> bool:
    """Whether it tells what staff have changed: nobody else can cause it."""
    return bool(message.change and message.change.user_id)


def announce(message_id: int) -> None:
    """Ask for a letter to be delivered; whoever listens may fail."""
    message_queued.send_robust(sender=Message, message_id=message_id)
