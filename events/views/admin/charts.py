"""How an event fills up: a curve, drawn on the server from what was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple, Self

WIDTH, HEIGHT = 680, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 664, 16, 224
#: So many lines across, at most, with their number beside them.
LINES = 5
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Count(NamedTuple):
    """Seats that were taken in some days, and all until the last of them."""

    first: date
    last: date
    new: int
    all: int


class Line(NamedTuple):
    """A line across: where it lies, in pixels, and the number that it stands for."""

    y: int
    number: int


@dataclass(frozen=True)
class Curve:
    """The seats taken, day by day, from the first to the deadline, or to the last that was taken.

    ``days`` are dates and the seats taken on each, in order, one at least; ``closes_on`` is the
    last on which guests can register. Coordinates are whole pixels, for a decimal mark follows the
    reader's language and SVG knows one only.
    """

    days: Sequence[tuple[date, int]]
    today: date
    closes_on: date
    capacity: int | None

    @classmethod
    def of(
        cls, days: Sequence[tuple[date, int]], today: date, closes_on: date, capacity: int | None
    ) -> Self | None:
        return cls(days, today, closes_on, capacity) if days else None

    @property
    def first(self) -> date:
        return self.days[0][0]

    @property
    def last(self) -> date:
        return max(self.closes_on, self.days[-1][0])

    @property
    def total(self) -> int:
        return sum(seats for _day, seats in self.days)

    @property
    def path(self) -> str:
        """The curve: steps, for a seat is taken at once."""
        totals = accumulate(seats for _day, seats in self.days)
        steps = [
            f"H{self._x(day)}V{self._y(all)}"
            for (day, _new), all in zip(self.days, totals, strict=True)
        ]
        return f"M{LEFT} {BOTTOM}{''.join(steps)}H{self.now}"

    @property
    def area(self) -> str:
        return f"{self.path}V{BOTTOM}Z"

    @property
    def now(self) -> int:
        """Where the curve ends: with today, as long as there are days to come."""
        return self._x(min(max(self.today, self.days[-1][0]), self.last) + DAY)

    @property
    def height(self) -> int:
        return self._y(self.total)

    @property
    def deadline(self) -> int | None:
        """Where the deadline lies, unless all was before the first seat was taken."""
        return self._x(self.closes_on + DAY) if self.closes_on >= self.first else None

    @property
    def limit(self) -> int | None:
        """Where all seats would be taken, if that is near enough to be drawn."""
        return self._y(self.capacity or 0) if self._shows_capacity else None

    @property
    def lines(self) -> list[Line]:
        step = _step(self._top)
        return [Line(self._y(number), number) for number in range(0, self._top + 1, step)]

    @property
    def weeks(self) -> list[Count]:
        """The same as numbers: a row for each week in which anybody came."""
        return list(_by_week(self.days))

    @property
    def _shows_capacity(self) -> bool:
        return self.capacity is not None and self.capacity <= 4 * self.total

    @property
    def _top(self) -> int:
        return max(self.total, self.capacity or 0) if self._shows_capacity else self.total

    def _x(self, day: date) -> int:
        """Return where a day begins."""
        all_days = self.last + DAY - self.first
        return LEFT + round((day - self.first) / all_days * (RIGHT - LEFT))

    def _y(self, seats: int) -> int:
        return BOTTOM - round(seats / self._top * (BOTTOM - TOP))


def _step(top: int) -> int:
    """Return the least of 1, 2, 5, 10, 20 … that needs no more than so many lines."""
    steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
    return next(step for step in steps if top / step <= LINES)


def _by_week(days: Sequence[tuple[date, int]]) -> Iterator[Count]:
    monday, new, total = None, 0, 0
    for day, seats in days:
        if monday is not None and day >= monday + WEEK:
            yield Count(monday, monday + WEEK - DAY, new, total)
            monday, new = None, 0
        monday = monday or day - timedelta(days=day.weekday())
        new, total = new + seats, total + seats
    if monday is not None:
        yield Count(monday, monday + WEEK - DAY, new, total)
