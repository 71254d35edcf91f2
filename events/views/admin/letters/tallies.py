"""How many letters went, arrived, came back or wait."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ....models import Message
from ....models.message import MessageQuerySet

State = Message.State

GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Went out"), Message.GONE_OUT),
    (pgettext_lazy("letter", "Arrived"), (State.DELIVERED,)),
    (_("Came back"), (State.BOUNCED, State.COMPLAINED)),
    (_("Wait"), Message.WAITING),
    (_("Held back"), (State.HELD,)),
    (_("Failed"), (State.FAILED,)),
    (_("Not sent"), (State.CANCELLED,)),
)


class Tally(NamedTuple):
    """Letters in certain states: how many, and where they are listed."""

    label: Promise
    number: int
    url: str


def of(counts: dict[str, int], url: str) -> list[Tally]:
    """Return the tallies of letters, given how many are in each state; their list is at a URL."""
    return [
        Tally(
            label,
            sum(counts.get(state, 0) for state in states),
            f"{url}?{urlencode({'state': [str(state) for state in states]}, doseq=True)}",
        )
        for label, states in GROUPS
    ]


def summary(letters: MessageQuerySet) -> dict[str, int]:
    """Return how many letters went out, arrived, wait and need somebody; two queries."""
    counts = letters.counts()
    return {
        "went": sum(counts.get(state, 0) for state in Message.GONE_OUT),
        "arrived": counts.get(State.DELIVERED, 0),
        "wait": sum(counts.get(state, 0) for state in Message.WAITING),
        "need_attention": letters.needing_attention().count(),
    }
