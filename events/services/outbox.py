"""Letters: written with the change they tell about, delivered when nobody waits."""

from datetime import datetime

from django.db import transaction

from ..models import Message, Registration
from ..signals import message_queued


def queue(kind: Message.Kind, registration: Registration, *, at: datetime) -> Message:
    """Put a letter to a registrant into the outbox, in the caller's transaction.

    ``message_queued`` is sent once that transaction has been committed.
    """
    message = Message.objects.create(
        kind=kind,
        event_id=registration.event_id,
        registration=registration,
        language_code=registration.language_code,
        to_address=registration.email,
        created_at=at,
        due_at=at,
        state_at=at,
    )
    transaction.on_commit(lambda: _announce(message.pk), robust=True)
    return message


def _announce(message_id: int) -> None:
    message_queued.send(sender=Message, message_id=message_id)
