"""What a column of a download is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from ..forms import Question

Cell = str | int | Decimal | date | datetime | None
Row = list[Cell]


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and its cell of a record.

    ``key`` names it for programs and for those who choose columns, and stays. ``value`` is what
    JSON holds where that is more than the cell. ``question`` is the one whose answers it shows.
    """

    heading: str
    width: int
    cell: Callable[[Any], Cell]
    key: str = ""
    value: Callable[[Any], Any] | None = None
    question: Question | None = None

    @property
    def name(self) -> str:
        """What it is chosen by; no question's is that of a fixed column."""
        return f"answers.{self.key}" if self.question else self.key


def on_clocks(zone: tzinfo) -> Callable[[datetime | None], datetime | None]:
    """Return what shows an instant as spreadsheets do: on a zone's clocks, without naming it."""

    def local(instant: datetime | None) -> datetime | None:
        return instant and instant.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return local


def in_zone(zone: tzinfo) -> Callable[[datetime | None], datetime | None]:
    """Return what shows an instant as programs read it: to the second, with its offset."""

    def aware(instant: datetime | None) -> datetime | None:
        return instant and instant.astimezone(zone).replace(microsecond=0)

    return aware
