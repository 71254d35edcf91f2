"""The outbox at a glance."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from ...models import Gate, Message


@dataclass(frozen=True)
class OutboxStatus:
    """``numbers``: letters by state. ``oldest_at``: when the oldest that waits was due.

    While the mail server takes no letters, ``closed_at`` says since when, ``reason`` why, and
    ``probe_at`` when the next one may try.
    """

    numbers: dict[Message.State, int]
    oldest_at: datetime | None
    closed_at: datetime | None
    reason: str
    probe_at: datetime | None


def status() -> OutboxStatus:
    """Return how many letters are where, and whether any may leave."""
    counted = Message.objects.counts()
    oldest: datetime | None = Message.objects.waiting().aggregate(oldest=Min("due_at"))["oldest"]
    gate = Gate.objects.first() or Gate()
    return OutboxStatus(
        {state: counted.get(state, 0) for state in Message.State},
        oldest,
        gate.closed_at,
        gate.reason,
        gate.probe_at,
    )
