"""What a list holds: rows of text, each with its line, and the headings if it has some."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .exceptions import EmptyList, TooManyColumns, TooManyRows
from .headings import headings_at

#: How much we read, of whatever list.
ROWS, COLUMNS, MEGABYTES = 20_000, 200, 5


class Row(NamedTuple):
    """One row. ``line`` is where staff find it, in the text or in the sheet, counted from 1."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """Rows with something in them; ``headings`` is None where the list has none."""

    headings: tuple[str, ...] | None
    rows: list[Row]


def table(found: Iterable[Row]) -> Table:
    """Return a table of the rows: without empty ones, and without a title above the headings."""
    rows = _filled(found)
    above = headings_at(row.cells for row in rows)
    headings = None if above is None else rows[above].cells
    rows = rows if above is None else rows[above + 1 :]
    if not rows:
        raise EmptyList
    return Table(headings, rows)


def _filled(found: Iterable[Row]) -> list[Row]:
    rows: list[Row] = []
    for line, cells in found:
        if stripped := _stripped(cells):
            rows.append(Row(line, stripped))
        if len(rows) > ROWS:
            raise TooManyRows(ROWS)
    return rows


def _stripped(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells without blanks around them, and without empty ones at the end."""
    stripped = [cell.strip() for cell in cells]
    while stripped and not stripped[-1]:
        stripped.pop()
    if len(stripped) > COLUMNS:
        raise TooManyColumns(COLUMNS)
    return tuple(stripped)
