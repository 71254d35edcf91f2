"""XLSX: the first sheet that has something in it, row by row. Nothing in it is computed or run."""

import io
from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from .exceptions import FileTooLarge, UnreadableList
from .table import COLUMNS, MEGABYTES, ROWS, Row

UNZIPPED = 64 * 1024**2
ELEMENT = 25  # bytes that each counts for besides its own: openpyxl makes objects of the smallest
CHUNK = 64 * 1024
LAST_ROW = 1_048_576  # of Excel; a sheet may say more, and openpyxl would fill the gap


def workbook_rows(data: bytes) -> Iterator[Row]:
    """Yield the rows of a workbook, or raise UnreadableList."""
    try:
        _check_size(data)
        yield from _rows(data)
    except UnreadableList:
        raise
    except Exception as error:  # openpyxl lets through whatever it stumbles over
        raise UnreadableList from error


def _check_size(data: bytes) -> None:
    room = UNZIPPED
    with ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            for chunk in _unzipped(archive, part):
                room -= len(chunk) + ELEMENT * (chunk.count(b"<") - chunk.count(b"</"))
                if room < 0:
                    raise FileTooLarge(MEGABYTES)


def _unzipped(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """Yield a part's content, also beyond the size that the archive claims, which may be a lie."""
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others unzip more than is asked for
        raise UnreadableList
    part.file_size = UNZIPPED + 1
    with archive.open(part) as stream:
        yield from iter(partial(stream.read, CHUNK), b"")


def _rows(data: bytes) -> Iterator[Row]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        rows = _sheet_rows(sheet)
        if sheet.sheet_state == "visible" and (first := next(rows, None)):
            yield first
            yield from rows
            return


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows with something in them."""
    room = ROWS * COLUMNS
    sheet.reset_dimensions()  # where they are wrong, cells would be left out
    for line, values in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), start=1):
        room -= len(values)
        if room < 0:
            raise FileTooLarge(MEGABYTES)
        cells = tuple(map(_text, values))
        if any(map(str.strip, cells)):
            yield Row(line, cells)


def _text(value: Any) -> str:
    """Return a cell as staff read it."""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return "" if value is None else str(value)
