"""XLSX: text as text, dates as dates, numbers as numbers, in constant memory."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .column import Cell, Column, Row

#: What XML can't hold, besides the control characters that xlsxwriter escapes.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


class PlainSheet(Worksheet):
    """A sheet on which text is text.

    xlsxwriter takes a text from "<r>" to "</r>" for markup of its own and copies it unescaped.
    """

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


def write_xlsx(output: Path | IO[bytes], chosen: list[Column], found: Iterable[Row]) -> None:
    """Write an XLSX file, one row after the other, to a path or an open file."""
    with Workbook(output, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(worksheet_class=PlainSheet)
        formats: dict[type, Any] = {
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _write_head(sheet, chosen, workbook.add_format({"bold": True}))
        last = 0
        for last, row in enumerate(found, start=1):
            for number, cell in enumerate(row):
                _write_cell(sheet, last, number, cell, formats)
        sheet.autofilter(0, 0, last, len(chosen) - 1)


def _write_head(sheet: Worksheet, chosen: list[Column], bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(chosen):
        sheet.set_column(number, number, column.width)
    for number, column in enumerate(chosen):
        sheet.write_string(0, number, _xml_text(column.heading), bold)


def _write_cell(
    sheet: Worksheet, row: int, number: int, cell: Cell, formats: dict[type, Any]
) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, number, _xml_text(cell))
    elif isinstance(cell, date):
        _write_date(sheet, row, number, cell, formats)
    elif cell is not None:
        sheet.write_number(row, number, float(cell))


def _write_date(
    sheet: Worksheet, row: int, number: int, day: date, formats: dict[type, Any]
) -> None:
    if day.year < 1900:  # before Excel's calendar begins
        sheet.write_string(row, number, day.isoformat())
    else:
        sheet.write_datetime(row, number, day, formats[type(day)])


def _xml_text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
