"""Who may deliver a letter, and when it is due again: conditional updates, counted.

Leases are judged by the database's clock, since workers' clocks differ.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from ... import conf
from ...emails import Letter
from ...models import Message
from ...models.message import MessageQuerySet
from . import gate
from .outcomes import Outcome, Verdict

State = Message.State

UNREACHABLE = "unreachable"
#: Minutes before the second, third … attempt. The last holds for all that follow.
BACKOFF = (1, 5, 10, 30, 60)
#: A claimed letter is begun within so many seconds, or given back: the rest of its lease is for
#: the server to take its time.
BEGIN_WITHIN = 30
#: What becomes of a letter that isn't sent.
NEXT_STATES = {
    Verdict.REFUSED: State.FAILED,
    Verdict.OVERTAKEN: State.CANCELLED,
    Verdict.CLOSED: State.QUEUED,
    Verdict.FAULT: State.QUEUED,
    Verdict.LATER: State.QUEUED,
    Verdict.OURS: State.QUEUED,
}
#: What each letter has of its own, and what many may share: that is read once for all of them.
OWN = ("registration", "invitation", "change")
SHARED = ("event__page", "registration__publication", "announcement", "user")


@transaction.atomic
def claim(letters: MessageQuerySet, at: datetime, limit: int = 1) -> list[Message]:
    """Take over those of the letters that are next, and return them.

    They are fewer than ``limit``, or none, where the rest isn't due, is somebody else's, or may not
    leave yet.
    """
    locked, token = gate.locked(), uuid4()
    keys = _next(letters.due(at), gate.room(locked, limit, at), at)
    if not keys:
        return []
    gate.knock(locked, at)
    letters.due(at).filter(pk__in=keys).update(
        state=State.SENDING,
        state_at=at,
        tried_at=at,
        claim=token,
        lease_until=Now() + timedelta(seconds=conf.get("LEASE_SECONDS")),
        attempts=F("attempts") + 1,
    )
    claimed = letters.filter(claim=token).select_related(*OWN).prefetch_related(*SHARED)
    by_key = {letter.pk: letter for letter in claimed}
    return [by_key[key] for key in keys if key in by_key]


def may_begin(message: Message) -> bool:
    """Tell whether a letter is still ours to send, with enough of its lease left."""
    leased = _leased_for(conf.get("LEASE_SECONDS") - BEGIN_WITHIN)
    return leased.filter(pk=message.pk, claim=message.claim).exists()


def give_back(letters: Sequence[Message], at: datetime) -> None:
    """Let others have letters that we claimed and didn't try."""
    for message in letters:
        _move(message, State.QUEUED, "", at, tried_at=None, attempts=F("attempts") - 1)


@transaction.atomic
def keep_words(written: Sequence[tuple[Message, Letter]]) -> None:
    """Keep what letters say, before anybody can have got them."""
    for message, letter in written:
        words = {
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "calendar": letter.calendar,
        }
        for name, value in words.items():
            setattr(message, name, value)
        _ours(message).update(**words)


def settle(message: Message, outcome: Outcome, at: datetime) -> bool:
    """Keep what became of an attempt, unless the letter was taken over or erased meanwhile.

    Return whether others may leave by the same gate.
    """
    if outcome.verdict is Verdict.SENT:
        _mark_sent(message, outcome, at)
    elif outcome.verdict is Verdict.CLOSED:
        _put_back(message, outcome, at)
    else:
        _move_on(message, outcome, at)
    return gate.heed(outcome, at)


def _next(due: MessageQuerySet, room: int, at: datetime) -> list[int]:
    """Return the letters that wait longest; those to many let all others pass."""
    # Nobody waits here for rows that an erasure, say, has locked in another order.
    due = due.order_by("due_at", "pk").select_for_update(skip_locked=True)
    keys = list(due.filter(to_many=False).values_list("pk", flat=True)[:room])
    if room_for_many := room - len(keys):
        room_for_many = gate.room_for_many(room_for_many, at)
        keys += due.filter(to_many=True).values_list("pk", flat=True)[:room_for_many]
    return keys


def _mark_sent(message: Message, outcome: Outcome, at: datetime) -> None:
    sent = {
        "sent_at": at,
        "provider_id": outcome.provider_id,
        "claim": None,
        "lease_until": None,
        "history": _history(message, outcome, at),
    }
    is_sending = _ours(message).filter(state=State.SENDING)
    if not is_sending.update(state=State.SENT, state_at=at, reason="", **sent):
        # The provider's report was faster and says more than "sent".
        _ours(message).update(**sent)


def _put_back(message: Message, outcome: Outcome, at: datetime) -> None:
    """Let a letter wait that nobody looked at; the attempt doesn't count."""
    reason = f"{UNREACHABLE}: {outcome.reason}"
    history = _history(message, outcome, at)
    if _is_given_up(message, at):
        _move(message, State.FAILED, reason, at, history=history)
    else:
        uncounted = F("attempts") - 1
        _move(message, State.QUEUED, reason, at, due_at=at, attempts=uncounted, history=history)


def _move_on(message: Message, outcome: Outcome, at: datetime) -> None:
    state = NEXT_STATES[outcome.verdict]
    fields: dict[str, Any] = {"history": _history(message, outcome, at)}
    if state == State.QUEUED and _is_given_up(message, at):
        state = State.FAILED
    if state == State.QUEUED:
        fields["due_at"] = at + max(outcome.wait or timedelta(), _backoff(message))
    _move(message, state, outcome.reason, at, **fields)


def _history(message: Message, outcome: Outcome, at: datetime) -> list[dict[str, str]]:
    """Return what is kept of the attempts: of an outage, whose tries don't count, the first."""
    told = {"outcome": str(outcome.verdict), "reason": outcome.reason}
    earlier: list[dict[str, str]] = message.history
    last = earlier[-1]["outcome"] if earlier else ""
    if outcome.verdict is Verdict.CLOSED and last == outcome.verdict:
        return earlier
    return [*earlier, {"at": at.isoformat(), **told}]


def _move(message: Message, state: State, reason: str, at: datetime, **fields: Any) -> None:
    _ours(message).filter(state=State.SENDING).update(
        state=state, reason=reason, state_at=at, claim=None, lease_until=None, **fields
    )


def _is_given_up(message: Message, at: datetime) -> bool:
    since = message.retried_at or message.created_at
    return at - since >= timedelta(hours=conf.get("GIVE_UP_HOURS"))


def _backoff(message: Message) -> timedelta:
    """Return the pause before the next attempt, spread a little so that letters don't crowd."""
    minutes = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    return timedelta(minutes=minutes) * (1 + message.reference.int % 100 / 500)


@cache
def _leased_for(seconds: int) -> QuerySet[Message]:
    """Return letters with so much of their lease left; asked for at every letter, built once."""
    return Message.objects.filter(lease_until__gt=Now() + timedelta(seconds=seconds))


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, claim=message.claim)
