"""A letter once more: tried again, or written anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...models import Message
from ...signals import message_queued


def retry(message: Message, *, at: datetime, user: Any) -> bool:
    """Queue a letter again that could not be sent; return whether it had failed."""
    with transaction.atomic():
        failed = Message.objects.filter(pk=message.pk, state__in=Message.TRIED_AGAIN)
        queued = bool(failed.update(state=Message.State.QUEUED, state_at=at, due_at=at, reason=""))
        if queued:
            log(message.logged_on, "tilmeld.retry", user=user, timestamp=at)
            _announce_after_commit(message)
    return queued


def send_again(message: Message, *, at: datetime, user: Any) -> Message:
    """Write a letter anew, to the address that its recipient has now; return the new one."""
    to = message.registration or message.invitation
    again = Message(
        kind=message.kind,
        event_id=message.event_id,
        registration=message.registration,
        invitation=message.invitation,
        change=message.change,
        announcement=message.announcement,
        copy_of=message,
        language_code=message.language_code,
        to_address=to.email if to else message.to_address,
        address_key=to.address_key if to else message.address_key,
        created_at=at,
        due_at=at,
        state_at=at,
    )
    with transaction.atomic():
        again.save()
        log(message.logged_on, "tilmeld.send_again", user=user, timestamp=at)
        _announce_after_commit(again)
    return again


def _announce_after_commit(message: Message) -> None:
    send = message_queued.send_robust
    transaction.on_commit(lambda: send(sender=Message, message_id=message.pk), robust=True)
