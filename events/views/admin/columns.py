"""The columns of an event's list: those there are, and those somebody sees."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn

from ... import exports
from ...forms import Question
from ...models import Registration
from .answer_filters import TICKS
from .asked import Asked
from .cells import AnswerColumn, ArrivedColumn, LetterColumn, MomentColumn

#: What is seen by whoever has chosen nothing.
USUAL = ("email", "seats", "status", "waiting_since", "arrived", "letter", "tags", "registered")


def choosable(asked: Asked) -> dict[str, BaseColumn]:
    """Return what can be seen beside a guest's name, in the list's order, by its name."""
    by_key = {column.key: column for column in asked.columns if not column.question}
    fixed = {key: make(by_key[key]) for key, make in FIXED.items() if key in by_key}
    answers = [(column, column.question) for column in asked.columns if column.question]
    return fixed | {column.name: _answer(column, question) for column, question in answers}


def _answer(column: exports.Column, question: Question) -> BaseColumn:
    kept = "answers" if question.field_type in TICKS else "answers_key"
    sort_key = f"{'sensitive_' if question.sensitive else ''}{kept}__{question.key}"
    return AnswerColumn(
        column.name,
        label=column.heading,
        accessor=column.cell,
        sort_key=None if question.field_type == "number" else sort_key,
        classname="tilmeld-answer",
    )


def _field(field: str) -> Callable[[exports.Column], BaseColumn]:
    """A column that shows what the download does, sorted by a field."""
    return lambda column: Column(
        column.name, label=column.heading, accessor=column.cell, sort_key=field
    )


def _moment(field: str) -> Callable[[exports.Column], BaseColumn]:
    return lambda column: MomentColumn(field, label=column.heading, sort_key=field)


def _status(column: exports.Column) -> BaseColumn:
    return StatusTagColumn(
        "get_status_display",
        label=column.heading,
        sort_key="status",
        primary=lambda registration: registration.is_confirmed,
    )


def _companions(column: exports.Column) -> BaseColumn:
    return AnswerColumn("companions", label=column.heading, accessor=column.cell)


def _in_line(column: exports.Column) -> BaseColumn:
    return Column("place", label=_("In line"), sort_key="waiting_since")


def _arrived(column: exports.Column) -> BaseColumn:
    return ArrivedColumn("arrived", label=column.heading)


def _tags(column: exports.Column) -> BaseColumn:
    return Column("tags", label=column.heading, accessor=_tag_names)


def _tag_names(registration: Registration) -> str:
    return ", ".join(tag.name for tag in registration.tags.all())


def _letter(column: exports.Column) -> BaseColumn:
    return LetterColumn("letter_state", label=column.heading)


FIXED = {
    "email": _field("email"),
    "seats": _field("party_size"),
    "companions": _companions,
    "status": _status,
    "waiting_since": _in_line,
    "offered_until": _moment("offered_until"),
    "arrived": _arrived,
    "letter": _letter,
    "tags": _tags,
    "registered": _moment("created_at"),
    "cancelled": _moment("cancelled_at"),
    "language": _field("language_code"),
    "number": _field("pk"),
}
