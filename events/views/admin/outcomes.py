"""What would become of each row of a list, before it is done: rows by their outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

#: So many rows of each outcome are shown; the rest is counted.
SHOWN = 200


@dataclass(frozen=True)
class Group:
    """Rows that share an outcome."""

    outcome: Any
    rows: list[Any]

    @property
    def shown(self) -> list[Any]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.rows) - len(self.shown)


def grouped(plan: Iterable[Any], outcomes: Iterable[Any]) -> list[Group]:
    """Return the rows of a plan by their ``outcome``, in the order of these; none is empty."""
    rows = list(plan)
    groups = [Group(each, [row for row in rows if row.outcome == each]) for each in outcomes]
    return [group for group in groups if group.rows]
