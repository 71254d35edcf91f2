"""Text as it is pasted from a spreadsheet, from a file of separated values, or from a mail program.

What parts the cells is found by trying: the separator that brings known headings to light, or
else one that parts every line into as many cells. Otherwise each line is read by itself.
"""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from .headings import headings_at
from .recipients import recipients
from .table import ROWS, Row, Table, table

SEPARATORS = "\t;,"


def read_text(text: str) -> Table:
    """Return what a text holds, or raise UnreadableList."""
    for separator in filter(text.__contains__, SEPARATORS):
        rows = _separated(text, separator)
        if _has_headings(rows) or _is_table(rows):
            return table(rows)
    return table(Row(line, pair) for line, words in _lines(text) for pair in recipients(words))


def _separated(text: str, separator: str) -> list[Row]:
    """Return the rows, one more at most than a table takes.

    Where quotation marks do not enclose cells, they are characters like others.
    """
    try:
        return _first(_quoted(text, separator))
    except csv.Error:
        return _first(Row(n, tuple(words.split(separator))) for n, words in _lines(text))


def _first(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, ROWS + 1))


def _quoted(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            yield Row(line, tuple(cells))
        line = reader.line_num + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with something in them, and their numbers."""
    lines = enumerate(map(str.strip, io.StringIO(text, newline=None)), start=1)
    return ((number, line) for number, line in lines if line)


def _has_headings(rows: list[Row]) -> bool:
    """Tell whether the separator parts the headings; one alone may stand above anything."""
    at = headings_at(row.cells for row in rows)
    return at is not None and len(rows[at].cells) > 1


def _is_table(rows: list[Row]) -> bool:
    """Tell whether rows without headings are parted as they were meant to be.

    “Jensen, Ada <ada@…>” has as many commas in each line and is no table; nor is one with
    addresses in every column, which is a list of them.
    """
    widths = {len(row.cells) for row in rows}
    if len(rows) < 2 or len(widths) > 1 or widths == {1}:
        return False
    if any("<" in cell and "@" in cell for row in rows for cell in row.cells):
        return False
    columns = zip(*(row.cells for row in rows), strict=True)
    return any("@" not in cells for column in columns if (cells := "".join(column).strip()))
