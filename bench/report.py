"""What was measured, as ratios: a table for people, JSON for machines."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .interleave import Sample

HEADINGS = ("what", "", "ours", "floor", "ratio", "rounds", "note")


@dataclass(frozen=True)
class Row:
    """Ours beside a floor. ``ratio`` says how good ours is, 1 is as good as the floor, more better.

    Every figure is the median over rounds; ``low`` and ``high`` are the least and the greatest
    ratio of a single round.
    """

    name: str
    unit: str
    ours: float
    floor: float
    ratio: float
    low: float
    high: float
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        spread = f"{self.low:.2f}–{self.high:.2f}"
        figures = (figure(self.ours), figure(self.floor), f"{self.ratio:.2f}", spread)
        return (self.name, self.unit, *figures, self.note)


@dataclass(frozen=True)
class Unit:
    """What is read from a turn, and whether more of it is better."""

    name: str
    read: Callable[[Sample], float]
    more_is_better: bool = False


PER_SECOND = Unit("1/s", lambda turn: turn.count / turn.seconds, more_is_better=True)
EACH = Unit("ms", lambda turn: 1000 * turn.each)
CPU = Unit("ms cpu", lambda turn: 1000 * turn.cpu / turn.count)
SECONDS = Unit("s", lambda turn: turn.seconds)
MEGABYTES = Unit("MB", lambda turn: turn.memory / 1e6)


def compare(name: str, unit: Unit, ours: list[Sample], floor: list[Sample], note: str) -> Row:
    """Return the row that sets ours beside the floor, round by round."""
    pairs = [(unit.read(a), unit.read(b)) for a, b in zip(ours, floor, strict=True)]
    ratios = [a / b if unit.more_is_better else b / a for a, b in pairs]
    figures = [median(side) for side in zip(*pairs, strict=True)]
    return Row(name, unit.name, *figures, median(ratios), min(ratios), max(ratios), note)


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in plain text."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 2 <= place <= 5 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def reading_aid(about: dict[str, Any]) -> str:
    """Return how to read the table, and how much else the machine was doing."""
    noisy = about["load_before"] > about["processors"] / 4
    return (
        "Ratio: 1 is as good as the floor, 2 twice as good, whatever the unit. Rounds: the least\n"
        "and the greatest ratio. Figures are medians of this machine and hour: only ratios count.\n"
        "How to read each row: docs/performance.md\n"
        f"{about['database']}, {about['processors']} processors, {about['seconds']} s, "
        f"load {about['load_before']} before the run{': noisy, other work is going on' * noisy}."
    )


def machine(database: str) -> dict[str, Any]:
    """Return what one must know to read the figures: they are those of this machine, today."""
    return {
        "database": database,
        "processors": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def write_json(path: Path, about: dict[str, Any], rows: Sequence[Row]) -> None:
    path.write_text(json.dumps(about | {"rows": [asdict(row) for row in rows]}, indent=2) + "\n")
