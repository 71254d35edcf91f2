"""Which columns a download has, and what stands in each row.

Rows are read one after the other: memory and the number of queries are the same for ten
registrations and a hundred thousand. Words are looked up before the first row, as a streamed
answer is written when the language of the request is no longer active.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from ..forms import MAX_COMPANIONS
from ..models import Event, Message, Status
from ..models.registration_query import RegistrationQuerySet
from ..templatetags.tilmeld_text import number_of_companions
from .answers import answer_column
from .column import Cell, Column, Row, in_zone, on_clocks

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
    "tag_numbers",
)
#: What stands with the guest alone where their companions have rows of their own.
OF_THE_PARTY = ("letter_state", "arrived", "checked_in_at")


def columns(event: Event, *, sensitive: bool, companions: bool = False) -> list[Column]:
    """Return the columns of an event's download; answers marked sensitive only if asked for.

    ``companions`` says that each is a row of their own.
    """
    questions = [
        answer_column(question, asked, sensitive)
        for question, asked in event.questions_ever_asked()
        if question.has_answer and (sensitive or not question.sensitive)
    ]
    people = _companion_column() if companions else _companions_column()
    return _told_apart([*_fixed_columns(event), people, *questions, *_last_columns(event)])


def _fixed_columns(event: Event) -> list[Column]:
    statuses = {value: str(label) for value, label in Status.choices}
    moment = partial(_moment_column, event.zone)
    return [
        Column(_("Number"), 9, lambda row: row.pk, "number"),
        moment(_("Registered"), "registered", lambda row: row.created_at),
        Column(_("Status"), 12, lambda row: statuses[row.status], "status", lambda row: row.status),
        moment(_("On the waiting list since"), "waiting_since", _waits_since),
        moment(_("Offered until"), "offered_until", lambda row: row.offered_until),
        moment(_("Cancelled"), "cancelled", lambda row: row.cancelled_at),
        Column(_("Name"), 28, lambda row: row.name, "name"),
        Column(_("E-mail"), 32, lambda row: row.email, "email"),
        Column(_("Seats"), 8, lambda row: row.party_size, "seats"),
    ]


def _waits_since(row: Any) -> datetime | None:
    return row.waiting_since if row.status == Status.WAITING else None


def _moment_column(
    zone: tzinfo, heading: str, key: str, instant: Callable[[Any], datetime | None]
) -> Column:
    local, aware = on_clocks(zone), in_zone(zone)
    return Column(
        heading, 17, lambda row: local(instant(row)), key, lambda row: aware(instant(row))
    )


def _companions_column() -> Column:
    return Column(
        _("Companions"), 28, _companions(), "companions", lambda row: list(row.companions)
    )


def _companion_column() -> Column:
    return Column(_("Companion of"), 28, lambda row: row.companion_of, "companion_of")


def _companions() -> Callable[[Any], Cell]:
    """Return what names a row's companions, and counts those whose name nobody asked for."""
    numbers = [number_of_companions(number) for number in range(MAX_COMPANIONS + 1)]

    def cell(row: Any) -> Cell:
        named = [name for name in row.companions if name]
        unnamed = len(row.companions) - len(named)
        return ", ".join([*named, numbers[unnamed]] if unnamed else named)

    return cell


def _last_columns(event: Event) -> list[Column]:
    local, aware = on_clocks(event.zone), in_zone(event.zone)
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    states = {value: str(label) for value, label in Message.State.choices}
    tags = list(event.tags.values_list("pk", "name"))
    return [
        Column(
            _("Language"),
            10,
            lambda row: languages.get(row.language_code, row.language_code),
            "language",
            lambda row: row.language_code,
        ),
        Column(
            _("Letter"),
            16,
            lambda row: states.get(row.letter_state, ""),
            "letter",
            lambda row: row.letter_state,
        ),
        Column(_("Arrived"), 8, lambda row: row.arrived, "arrived"),
        Column(
            _("Checked in"),
            17,
            lambda row: local(row.checked_in_at),
            "checked_in",
            lambda row: aware(row.checked_in_at),
        ),
        *([Column(_("Tags"), 24, _tags(tags), "tags")] if tags else []),
    ]


def _tags(tags: list[tuple[int, str]]) -> Callable[[Any], Cell]:
    """Return what names a row's tags, in their order, of those an event has."""

    def cell(row: Any) -> Cell:
        numbers = (row.tag_numbers or "").split(",")
        return ", ".join(name for number, name in tags if str(number) in numbers)

    return cell


def _told_apart(found: list[Column]) -> list[Column]:
    """Number the headings that occur more than once, as spreadsheets filter and join by them."""
    seen: Counter[str] = Counter()
    result = []
    for column in found:
        seen[column.heading] += 1
        times = seen[column.heading]
        heading = f"{column.heading} ({times})" if times > 1 else column.heading
        result.append(replace(column, heading=heading))
    return result


def records(registrations: RegistrationQuerySet, *, companions: bool = False) -> Iterator[Any]:
    """Yield what columns read, in the queryset's order; one query whatever their number.

    With ``companions``, each is a record of their own, below whom they come with.
    """
    nobody = Value("", output_field=CharField())
    found = registrations.with_letter_state().with_arrived().with_tag_numbers()
    found = found.annotate(companion_of=nobody)
    named = found.values_list(*FIELDS, "companion_of", named=True)
    for record in named.iterator(chunk_size=CHUNK):
        yield from _party(record) if companions else (record,)


def _party(record: Any) -> Iterator[Any]:
    """Yield one record a person. What is the guest's own stands in theirs alone."""
    yield record._replace(party_size=1)
    theirs = {"party_size": 1, "companion_of": record.name, **dict.fromkeys(OF_THE_PARTY)}
    for name in record.companions:
        yield record._replace(name=name, email="", answers={}, sensitive_answers={}, **theirs)


def rows(
    registrations: RegistrationQuerySet, chosen: list[Column], *, companions: bool = False
) -> Iterator[Row]:
    """Yield a row a record: a registration, or with ``companions`` a person."""
    for record in records(registrations, companions=companions):
        yield [column.cell(record) for column in chosen]
