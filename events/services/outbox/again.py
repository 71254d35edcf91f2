"""What staff may do with a letter: let it go, have it tried anew, send it once more."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.log_actions import log

from ...models import Message
from .queue import announce

State = Message.State


def release(message: Message, *, at: datetime, user: object) -> bool:
    """Let a letter go that was held back; return whether it was."""
    return _queue_anew(message, (State.HELD,), "tilmeld.release", at, user)


def retry(message: Message, *, at: datetime, user: object) -> bool:
    """Have a letter tried anew that failed, bounced or was not sent; return whether it was.

    It goes to the address that its recipient has by now, is written anew, and counts its attempts
    and its time to give up from here. It has another reference, so that no provider takes it for
    the letter that went wrong, nor an old report for one about this. What is true no longer is not
    sent this time either.
    """
    fresh = {
        "attempts": 0,
        "retried_at": at,
        "sent_at": None,
        "provider_id": "",
        "reference": uuid4(),
    }
    address = _address(message)
    return bool(address["to_address"]) and _queue_anew(
        message, Message.CAN_RETRY_BY_COMMAND, "tilmeld.retry", at, user, **fresh, **address
    )


def send_again(message: Message, *, at: datetime, user: object) -> Message | None:
    """Put a copy of a letter into the outbox, written anew; return the copy.

    What was sent before stays readable in its own row. The copy goes to the address that the
    recipient has by now; where nobody is left to write to, there is none.
    """
    address = _address(message)
    if not address["to_address"]:
        return None
    with transaction.atomic():
        copy = Message.objects.create(
            **{name: getattr(message, name) for name in COPIED},
            **address,
            copy_of=message,
            created_at=at,
            due_at=at,
            state_at=at,
        )
        copy.about.set(message.about.all())
        _log(message, "tilmeld.send_again", at, user)
        _announce(copy)
    return copy


#: What a copy tells, and to whom.
COPIED = (
    "kind",
    "event_id",
    "registration_id",
    "invitation_id",
    "change_id",
    "announcement_id",
    "user_id",
    "language_code",
    "to_many",
)


def _queue_anew(
    message: Message,
    states: tuple[State, ...],
    action: str,
    at: datetime,
    user: object,
    **fields: Any,
) -> bool:
    with transaction.atomic():
        queued = Message.objects.filter(pk=message.pk, state__in=states).update(
            state=State.QUEUED, state_at=at, due_at=at, reason="", **fields
        )
        if queued:
            _log(message, action, at, user)
            _announce(message)
    return bool(queued)


def _announce(message: Message) -> None:
    if not message.to_many:  # those keep their pace
        transaction.on_commit(lambda: announce(message.pk), robust=True)


def _address(message: Message) -> dict[str, str]:
    to = message.recipient
    if to is None:
        return {"to_address": message.to_address, "address_key": message.address_key}
    return {"to_address": to.email, "address_key": to.address_key}


def _log(message: Message, action: str, at: datetime, user: object) -> None:
    log(message.logged_on, action, user=user, timestamp=at, data={"letter": message.kind})
