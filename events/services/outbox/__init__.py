"""Letters: written with the change they tell about, delivered when nobody waits.

The row is the truth; a task, or the heartbeat's sweep, only asks for it to be delivered. A letter
is handed over at least once. A second copy is possible only where a worker dies, or the connection
breaks, after the mail server took the letter and before we knew.
"""

from datetime import datetime

from django.db import transaction

from ...models import Message, Registration
from ...signals import message_queued
from .delivery import deliver, sweep
from .post import REFERENCE

__all__ = ["REFERENCE", "deliver", "queue", "sweep"]


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
    message_queued.send_robust(sender=Message, message_id=message_id)
