"""CSV as Danish Excel opens it: UTF-8 with its mark, semicolons, CRLF, a decimal comma."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice

from .column import Cell, Column, Row
from .table import CHUNK

#: What a spreadsheet takes for a formula (OWASP, "CSV Injection"), also after blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def csv_lines(chosen: list[Column], found: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file, some rows at a time."""
    yield b"\xef\xbb\xbf" + _csv_bytes([[column.heading for column in chosen]])
    remaining = iter(found)
    while chunk := list(islice(remaining, CHUNK)):
        yield _csv_bytes(chunk)


def _csv_bytes(chunk: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_cell(cell) for cell in row] for row in chunk)
    return buffer.getvalue().encode("utf-8", "replace")


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")  # as everywhere where semicolons part the cells
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell
