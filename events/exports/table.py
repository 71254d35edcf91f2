"""Which columns a download has, and what stands in each row.

Rows are read one after the other: memory and the number of queries are the same for ten
registrations and a hundred thousand. Words are looked up before the first row, as a streamed
answer is written when the language of the request is no longer active.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..forms import MAX_COMPANIONS, Question
from ..models import Event, Message, Status
from ..models.registration_query import RegistrationQuerySet
from ..templatetags.tilmeld_text import number_of_companions

Cell = str | int | Decimal | date | datetime | None
Row = list[Cell]

CHUNK = 1000
FIELDS = (
    "pk",
    "created_at",
    "status",
    "waiting_since",
    "offered_until",
    "cancelled_at",
    "name",
    "email",
    "party_size",
    "companions",
    "answers",
    "sensitive_answers",
    "language_code",
    "letter_state",
    "arrived",
    "checked_in_at",
)


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and its cell of a registration.

    ``cell`` takes a named tuple of ``FIELDS``.
    """

    heading: str
    width: int
    cell: Callable[[Any], Cell]


def columns(event: Event, *, sensitive: bool) -> list[Column]:
    """Return the columns of an event's download; answers marked sensitive only if asked for."""
    questions = [
        _question_column(question, asked, sensitive)
        for question, asked in event.questions_ever_asked()
        if question.has_answer and (sensitive or not question.sensitive)
    ]
    return _told_apart([*_fixed_columns(event), *questions, *_last_columns(event)])


def on_clocks(zone: tzinfo) -> Callable[[datetime | None], datetime | None]:
    """Return what shows an instant as spreadsheets do: on a zone's clocks, without naming it."""

    def local(instant: datetime | None) -> datetime | None:
        return instant and instant.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return local


def _fixed_columns(event: Event) -> list[Column]:
    statuses = {value: str(label) for value, label in Status.choices}
    local = on_clocks(event.zone)
    return [
        Column(_("Number"), 9, lambda row: row.pk),
        Column(_("Registered"), 17, lambda row: local(row.created_at)),
        Column(_("Status"), 12, lambda row: statuses[row.status]),
        Column(
            _("On the waiting list since"),
            17,
            lambda row: local(row.waiting_since) if row.status == Status.WAITING else None,
        ),
        Column(_("Offered until"), 17, lambda row: local(row.offered_until)),
        Column(_("Cancelled"), 17, lambda row: local(row.cancelled_at)),
        Column(_("Name"), 28, lambda row: row.name),
        Column(_("E-mail"), 32, lambda row: row.email),
        Column(_("Seats"), 8, lambda row: row.party_size),
        Column(_("Companions"), 28, _companions()),
    ]


def _companions() -> Callable[[Any], Cell]:
    """Return what names a row's companions, and counts those whose name nobody asked for."""
    numbers = [number_of_companions(number) for number in range(MAX_COMPANIONS + 1)]

    def cell(row: Any) -> Cell:
        named = [name for name in row.companions if name]
        unnamed = len(row.companions) - len(named)
        return ", ".join([*named, numbers[unnamed]] if unnamed else named)

    return cell


def _last_columns(event: Event) -> list[Column]:
    local = on_clocks(event.zone)
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    states = {value: str(label) for value, label in Message.State.choices}
    return [
        Column(_("Language"), 10, lambda row: languages.get(row.language_code, row.language_code)),
        Column(_("Letter"), 16, lambda row: states.get(row.letter_state, "")),
        Column(_("Arrived"), 8, lambda row: row.arrived),
        Column(_("Checked in"), 17, lambda row: local(row.checked_in_at)),
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
        if isinstance(answer, dict):  # a file
            return str(answer["name"])
        if isinstance(answer, list):
            return ", ".join(map(str, answer))
        return typed(answer)

    return as_cell


def _number(answer: Any) -> Cell:
    """A number; or the text, where a spreadsheet's 15 digits would change it or it is none."""
    text = str(answer)
    digits = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if re.fullmatch(r"[0-9]{1,15}", digits) else text


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


def rows(registrations: RegistrationQuerySet, chosen: list[Column]) -> Iterator[Row]:
    """Yield a row a registration, in the queryset's order; one query whatever their number."""
    found = registrations.with_letter_state().with_arrived().values_list(*FIELDS, named=True)
    for record in found.iterator(chunk_size=CHUNK):
        yield [column.cell(record) for column in chosen]
