"""JSON: values with their types, under keys that stay, some rows at a time."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from ..models import Event
from .column import Column
from .table import CHUNK


def json_parts(event: Event, chosen: list[Column], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield a JSON file: the event, its questions by their keys, and an object for each record."""
    named = [column for column in chosen if column.key]
    head = {
        "event": {"title": event.title, "date": event.start_date, "timezone": event.timezone},
        "questions": {column.key: column.heading for column in named if column.question},
    }
    yield _bytes(_text(head)[:-1] + ', "registrations": [')
    remaining, before = iter(records), "\n"
    while chunk := list(islice(remaining, CHUNK)):
        yield _bytes(before + ",\n".join(_text(_object(record, named)) for record in chunk))
        before = ",\n"
    yield b"\n]}\n"


def _object(record: Any, named: list[Column]) -> dict[str, Any]:
    fixed = {each.key: _value(each, record) for each in named if not each.question}
    answers = {each.key: _value(each, record) for each in named if each.question}
    return fixed | {"answers": {key: value for key, value in answers.items() if value is not None}}


def _value(column: Column, record: Any) -> Any:
    return (column.value or column.cell)(record)


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON has no type for: numbers stay numbers, dates are written by ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)  # words that are still to be translated


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
