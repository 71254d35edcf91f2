"""The gate that letters leave by: closed while the server takes none, never wider than the pace.

All workers share one row, so that an outage costs no letter its attempts and no pace is lost in it:
the letters stay as they are. While the gate is closed one of them tries, once a minute.
"""

from datetime import datetime, timedelta

from django.db.models import F

from ... import conf
from ...models import Gate, Message
from .outcomes import Outcome, Verdict

MINUTE = timedelta(minutes=1)
#: So many letters in a row at which the server failed close the gate.
FAULTS = 3
#: A gate that isn't simply open.
TROUBLED = Gate.objects.exclude(closed_at=None, faults=0)
#: What the server said of a letter: it can be reached.
ANSWERS = {Verdict.SENT, Verdict.REFUSED, Verdict.LATER}


def locked() -> Gate:
    """Return the gate, locked until the end of the caller's transaction."""
    gate, _is_new = Gate.objects.select_for_update().get_or_create(number=1)
    return gate


def room(gate: Gate, wanted: int, at: datetime) -> int:
    """Return how many letters may leave, of ``wanted``."""
    if gate.closed_at:
        return 0 if gate.is_closed(at) else min(wanted, 1)
    return min(wanted, _left("LETTERS_PER_MINUTE", at))


def room_for_many(wanted: int, at: datetime) -> int:
    """Return how many of the letters to many may leave, of ``wanted``."""
    return min(wanted, _left("LETTERS_TO_MANY_PER_MINUTE", at, to_many=True))


def knock(gate: Gate, at: datetime) -> None:
    """Note that a letter tries a closed gate: the next one may a minute later."""
    if gate.closed_at:
        Gate.objects.update(probe_at=at + MINUTE)


def heed(outcome: Outcome, at: datetime) -> bool:
    """Open or close the gate by what became of a letter; return whether it is open for the next."""
    if outcome.verdict in ANSWERS:
        TROUBLED.update(closed_at=None, probe_at=None, reason="", faults=0)
    elif outcome.verdict is Verdict.CLOSED:
        return _close(outcome, at)
    elif outcome.verdict is Verdict.FAULT:
        Gate.objects.update(faults=F("faults") + 1)
        failing = Gate.objects.exclude(closed_at=None, faults__lt=FAULTS).exists()
        return _close(outcome, at) if failing else True
    else:  # nobody was asked: the next letter may
        Gate.objects.exclude(closed_at=None).update(probe_at=at)
    return True


def _close(outcome: Outcome, at: datetime) -> bool:
    Gate.objects.filter(closed_at=None).update(closed_at=at)
    wait = max(outcome.wait or timedelta(), MINUTE)
    Gate.objects.update(probe_at=at + wait, reason=outcome.reason)
    return False


def _left(setting: str, at: datetime, **those: bool) -> int:
    """Return how many letters may still be tried in the minute up to ``at``."""
    limit: int | None = conf.get(setting)
    if limit is None:
        return 1_000_000
    return max(0, limit - Message.objects.filter(tried_at__gt=at - MINUTE, **those).count())
