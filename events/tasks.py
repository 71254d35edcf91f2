"""Work that nobody waits for. A task takes ids and delegates; the rows know what is to be done."""

from django.utils import timezone
from django_tasks import task

from .services import outbox


@task()
def deliver_message(message_id: int) -> None:
    """Deliver a letter, if it is still due. Running it twice sends nothing twice."""
    outbox.deliver(message_id, at=timezone.now())
