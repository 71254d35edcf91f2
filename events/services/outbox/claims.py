"""Who may deliver a letter, and when it is due again: conditional updates, counted.

Leases are judged by the database's clock, since workers' clocks differ. While the mail server takes
no letters at all, they are held: one of them is tried each minute, the one tried longest ago, and
the first that the server answers releases the rest.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from ... import conf
from ...emails import Letter
from ...models import Message
from .outcomes import Outcome, Verdict

State = Message.State

UNREACHABLE = "unreachable"
#: Minutes before the second, third … attempt. The last holds for all that follow.
BACKOFF = (1, 5, 10, 30, 60)
PROBE_AFTER = timedelta(seconds=60)
HOLD_FOR = timedelta(minutes=10)


def next_due(at: datetime) -> int | None:
    """Return the letter that waits to be tried longest, or None; invitations let others pass."""
    due = Message.objects.due(at).order_by("to_many", "state_at", "due_at", "pk")
    return due.values_list("pk", flat=True).first()


def claim(message_id: int, at: datetime) -> Message | None:
    """Take a letter over for a while, or return None if it isn't due or somebody else's."""
    token = uuid4()
    Message.objects.due(at).filter(pk=message_id).update(
        state=State.SENDING,
        state_at=at,
        claim=token,
        lease_until=Now() + timedelta(seconds=conf.get("LEASE_SECONDS")),
        attempts=F("attempts") + 1,
    )
    related = ("event__page", "registration__publication", "invitation", "change")
    return Message.objects.select_related(*related).filter(pk=message_id, claim=token).first()


def keep_words(message: Message, letter: Letter) -> bool:
    """Keep what the letter says; return whether it is still ours to send."""
    words = {
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "calendar": letter.calendar,
    }
    for name, value in words.items():
        setattr(message, name, value)
    return bool(_ours(message).update(**words))


def settle(message: Message, outcome: Outcome, at: datetime) -> None:
    """Keep what became of an attempt, unless the letter was taken over or erased meanwhile."""
    if outcome.verdict is Verdict.SENT:
        _mark_sent(message, outcome.provider_id, at)
        _release(at)
    elif outcome.verdict is Verdict.REFUSED:
        _move(message, State.FAILED, outcome.reason, at)
        _release(at)
    elif outcome.verdict is Verdict.CLOSED:
        _hold(message, outcome, at)
    elif outcome.verdict is Verdict.LATER:
        _put_off(message, outcome, at)
        _pass_probe_on(message, at)
    elif outcome.verdict is Verdict.OVERTAKEN:
        _move(message, State.CANCELLED, outcome.reason, at)
        _pass_probe_on(message, at)


def put_off_while_closed(message_id: int, at: datetime) -> bool:
    """Hold a letter without trying it, if others are held; return whether it was."""
    if not _held().filter(due_at__gt=at).exists():
        return False
    fresh = _queued().filter(pk=message_id).exclude(reason__startswith=UNREACHABLE)
    return bool(fresh.update(reason=UNREACHABLE, due_at=at + HOLD_FOR))


def _mark_sent(message: Message, provider_id: str, at: datetime) -> None:
    with transaction.atomic():
        # The provider's report may have been faster and says more than "sent".
        _ours(message).filter(state=State.SENDING).update(state=State.SENT, state_at=at, reason="")
        _ours(message).update(sent_at=at, provider_id=provider_id, claim=None, lease_until=None)


def _put_off(message: Message, outcome: Outcome, at: datetime) -> None:
    if _is_given_up(message, at):
        _move(message, State.FAILED, outcome.reason, at)
    else:
        wait = max(outcome.wait or timedelta(), _backoff(message))
        _move(message, State.QUEUED, outcome.reason, at, due_at=at + wait)


def _hold(message: Message, outcome: Outcome, at: datetime) -> None:
    """Put off this letter and all that are due soon; let the next one probe."""
    reason = f"{UNREACHABLE}: {outcome.reason}"
    until = at + HOLD_FOR
    if _is_given_up(message, at):
        _move(message, State.FAILED, reason, at)
    else:
        _move(message, State.QUEUED, reason, at, due_at=until, attempts=F("attempts") - 1)
    _queued().filter(due_at__lt=until).update(reason=UNREACHABLE, due_at=until)
    _let_one_probe(at + max(outcome.wait or timedelta(), PROBE_AFTER))


def _release(at: datetime) -> None:
    _held().update(reason="", due_at=at)


def _pass_probe_on(message: Message, at: datetime) -> None:
    if message.reason.startswith(UNREACHABLE):
        _let_one_probe(at)


def _let_one_probe(at: datetime) -> None:
    oldest = _held().order_by("state_at", "pk").values("pk")[:1]
    _queued().filter(pk__in=oldest).update(due_at=at)


def _move(message: Message, state: State, reason: str, at: datetime, **fields: Any) -> None:
    _ours(message).filter(state=State.SENDING).update(
        state=state, reason=reason, state_at=at, claim=None, lease_until=None, **fields
    )


def _is_given_up(message: Message, at: datetime) -> bool:
    return at - (message.retried_at or message.created_at) >= timedelta(
        hours=conf.get("GIVE_UP_HOURS")
    )


def _backoff(message: Message) -> timedelta:
    """Return the pause before the next attempt, spread a little so that letters don't crowd."""
    minutes = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    return timedelta(minutes=minutes) * (1 + message.reference.int % 100 / 500)


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, claim=message.claim)


def _queued() -> QuerySet[Message]:
    return Message.objects.filter(state=State.QUEUED)


def _held() -> QuerySet[Message]:
    return _queued().filter(reason__startswith=UNREACHABLE)
