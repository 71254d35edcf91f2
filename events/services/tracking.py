"""What e-mail providers report about letters, brought by anymail's webhooks.

Reports come late, twice and in any order, and now and then before our own "sent" is written. So a
state is only ever raised, by rank, and a report is kept once.
"""

import re
from datetime import datetime
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType
from django.db import transaction
from django.db.models.functions import Coalesce

from ..models import Message, MessageEvent
from .outbox import REFERENCE

State = Message.State

#: Anymail's words for what happens to a letter. Openings, clicks and the like are not kept.
STATES: dict[str, State] = {
    EventType.QUEUED: State.SENT,
    EventType.SENT: State.SENT,
    EventType.DEFERRED: State.DEFERRED,
    EventType.REJECTED: State.FAILED,
    EventType.FAILED: State.FAILED,
    EventType.DELIVERED: State.DELIVERED,
    EventType.BOUNCED: State.BOUNCED,
    EventType.COMPLAINED: State.COMPLAINED,
}
#: From what is overtaken by anything to what nothing overtakes. A server may take a letter and
#: return it an hour later: a bounce outranks a delivery.
RANKS: list[set[State]] = [
    {State.QUEUED, State.SENDING, State.CANCELLED},
    {State.SENT},
    {State.DEFERRED},
    {State.FAILED},
    {State.DELIVERED},
    {State.BOUNCED},
    {State.COMPLAINED},
]
REASONED = {State.DEFERRED, State.FAILED, State.BOUNCED, State.COMPLAINED}
SMTP_CODE = re.compile(r"\b[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?\b")


def record(event: AnymailTrackingEvent, *, at: datetime) -> None:
    """Keep a provider's report of one of our letters, once; ignore all others.

    The caller has verified that the report is the provider's.
    """
    state = STATES.get(event.event_type)
    message = _find(event) if state else None
    if state is None or message is None:
        return
    happened_at = min(event.timestamp or at, at)
    with transaction.atomic():
        _report, is_new = MessageEvent.objects.get_or_create(
            message=message,
            event_id=_event_id(event),
            defaults={
                "kind": event.event_type,
                "happened_at": happened_at,
                "recorded_at": at,
                "detail": _detail(event),
            },
        )
        if is_new:
            _raise_state(message, state, event, happened_at)


def _find(event: AnymailTrackingEvent) -> Message | None:
    """Find the letter by our reference among the metadata, or else by the provider's own id."""
    try:
        reference = UUID(str((event.metadata or {}).get(REFERENCE)))
    except ValueError:
        known = Message.objects.filter(provider_id=event.message_id) if event.message_id else None
        return known.first() if known is not None else None
    return Message.objects.filter(reference=reference).first()


def _raise_state(
    message: Message, state: State, event: AnymailTrackingEvent, happened_at: datetime
) -> None:
    rank = next(number for number, states in enumerate(RANKS) if state in states)
    lower = set[State]().union(*RANKS[:rank])
    Message.objects.filter(pk=message.pk, state__in=lower).update(
        state=state,
        state_at=happened_at,
        sent_at=Coalesce("sent_at", happened_at),
        reason=_detail(event) if state in REASONED else "",
    )


def _event_id(event: AnymailTrackingEvent) -> str:
    """Return what tells this report from others; some providers send no id of their own."""
    own = event.event_id or f"{event.event_type} {event.timestamp}"
    return str(own)[:255]


def _detail(event: AnymailTrackingEvent) -> str:
    """Return reason and SMTP code: never the server's words, which may hold the address."""
    words = f"{event.mta_response or ''} {event.description or ''}"
    code = SMTP_CODE.search(words)
    return " ".join(filter(None, (event.reject_reason, code and code[0])))
