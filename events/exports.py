"""A download of registrations: which columns, which rows, and how CSV and XLSX write them.

Rows are read and written one after the other: memory and the number of queries are the same for
ten registrations and a hundred thousand. Words are looked up before the first row, as a streamed
answer is written when the language of the request is no longer active.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .forms import Question
from .models import Event, Message, Registration
from .models.registration import RegistrationQuerySet

Cell = str | int | float | date | datetime | None
Row = list[Cell]

CHUNK = 1000
FIELDS = (
    "pk",
    "created_at",
    "status",
    "cancelled_at",
    "name",
    "email",
    "party_size",
    "companions",
    "answers",
    "sensitive_answers",
    "language_code",
    "letter_state",
)


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and its cell of a registration.

    ``cell`` takes a named tuple of ``FIELDS``.
    """

    heading: str
    width: int
    cell: Callable[[Any], Cell]


def filename(event: Event, extension: str) -> str:
    """Return a name that says which event, and on which day it is."""
    title = slugify(event.title, allow_unicode=True)[:60].strip("-")
    return f"{title or 'event'}-{event.start_date:%Y-%m-%d}.{extension}"


# ------------------------------------------------------------------ columns


def columns(event: Event, *, sensitive: bool) -> list[Column]:
    """Return the columns of an event's download; answers marked sensitive only if asked for."""
    questions = [
        _question_column(question, asked, sensitive)
        for question, asked in event.questions_ever_asked()
        if question.has_answer and (sensitive or not question.sensitive)
    ]
    return _told_apart([*_fixed_columns(event), *questions, *_last_columns()])


def _fixed_columns(event: Event) -> list[Column]:
    statuses = {value: str(label) for value, label in Registration.Status.choices}
    zone = event.zone

    def local(instant: datetime | None) -> datetime | None:
        return instant and instant.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return [
        Column(_("Number"), 9, lambda row: row.pk),
        Column(_("Registered"), 17, lambda row: local(row.created_at)),
        Column(_("Status"), 12, lambda row: statuses[row.status]),
        Column(_("Cancelled"), 17, lambda row: local(row.cancelled_at)),
        Column(_("Name"), 28, lambda row: row.name),
        Column(_("E-mail"), 32, lambda row: row.email),
        Column(_("Seats"), 8, lambda row: row.party_size),
        Column(_("Companions"), 28, lambda row: ", ".join(row.companions)),
    ]


def _last_columns() -> list[Column]:
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    states = {value: str(label) for value, label in Message.State.choices}
    return [
        Column(_("Language"), 10, lambda row: languages.get(row.language_code, row.language_code)),
        Column(_("Letter"), 16, lambda row: states.get(row.letter_state, "")),
    ]


def _question_column(question: Question, asked: bool, sensitive: bool) -> Column:
    as_cell = _reader(question)

    def cell(row: Any) -> Cell:
        answer = row.answers.get(question.key)
        if answer is None and sensitive:
            answer = row.sensitive_answers.get(question.key)
        return None if answer is None else as_cell(answer)

    heading = (
        question.label if asked else _("%(question)s (removed)") % {"question": question.label}
    )
    return Column(heading, 24, cell)


def _reader(question: Question) -> Callable[[Any], Cell]:
    """Return what makes a cell of an answer to the question, as it is asked now."""
    typed = {"number": _number, "date": _date}.get(question.field_type, str)
    words = {True: _("Yes"), False: _("No")}

    def as_cell(answer: Any) -> Cell:
        if isinstance(answer, bool):
            return words[answer]
        if isinstance(answer, list):
            return ", ".join(map(str, answer))
        return typed(answer)

    return as_cell


def _number(answer: Any) -> Cell:
    """A number; or the text, where a spreadsheet's 15 digits would change it or it is none."""
    text = str(answer)
    digits = text.removeprefix("-").replace(".", "", 1)
    if not re.fullmatch(r"[0-9]{1,15}", digits):
        return text
    return float(text) if "." in text else int(text)


def _date(answer: Any) -> Cell:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return str(answer)


def _told_apart(found: list[Column]) -> list[Column]:
    """Number the headings that occur more than once, as spreadsheets filter and join by them."""
    seen: Counter[str] = Counter()
    result = []
    for column in found:
        seen[column.heading] += 1
        times = seen[column.heading]
        heading = f"{column.heading} ({times})" if times > 1 else column.heading
        result.append(Column(heading, column.width, column.cell))
    return result


# ------------------------------------------------------------------ rows


def rows(registrations: RegistrationQuerySet, chosen: list[Column]) -> Iterator[Row]:
    """Yield a row a registration, in the queryset's order; one query whatever their number."""
    found = registrations.with_letter_state().values_list(*FIELDS, named=True)
    for record in found.iterator(chunk_size=CHUNK):
        yield [column.cell(record) for column in chosen]


# ------------------------------------------------------------------ CSV

#: What a spreadsheet takes for a formula (OWASP, "CSV Injection"), also after blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def csv_lines(chosen: list[Column], found: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file as Danish Excel opens it: UTF-8 with its mark, semicolons, CRLF."""
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
    if isinstance(cell, float):
        return str(cell).replace(".", ",")  # as everywhere where semicolons part the cells
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell


# ------------------------------------------------------------------ XLSX

#: What XML can't hold, besides the control characters that xlsxwriter escapes.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


class PlainSheet(Worksheet):
    """A sheet on which text is text.

    xlsxwriter takes a text from "<r>" to "</r>" for markup of its own and copies it unescaped.
    """

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


def write_xlsx(output: Path | IO[bytes], chosen: list[Column], found: Iterable[Row]) -> None:
    """Write an XLSX file in constant memory: text as text, dates as dates, numbers as numbers."""
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
        sheet.write_number(row, number, cell)


def _write_date(
    sheet: Worksheet, row: int, number: int, day: date, formats: dict[type, Any]
) -> None:
    if day.year < 1900:  # before Excel's calendar begins
        sheet.write_string(row, number, day.isoformat())
    else:
        sheet.write_datetime(row, number, day, formats[type(day)])


def _xml_text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
