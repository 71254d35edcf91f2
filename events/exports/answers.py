"""Columns of answers: what stands in a spreadsheet's cell, and what programs get."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..forms import Question, answer_in_words
from .column import Cell, Column


def answer_column(question: Question, asked: bool, sensitive: bool) -> Column:
    """Return a question's column; ``sensitive`` shows what was answered when it was so, too."""
    as_cell = _reader(question)

    def given(row: Any) -> Any:
        answer = row.answers.get(question.key)
        return row.sensitive_answers.get(question.key) if answer is None and sensitive else answer

    def cell(row: Any) -> Cell:
        answer = given(row)
        return None if answer is None else as_cell(answer)

    def value(row: Any) -> Any:
        answer = given(row)
        return answer if isinstance(answer, bool | list | None) else as_cell(answer)

    heading = (
        question.label if asked else _("%(question)s (removed)") % {"question": question.label}
    )
    return Column(heading, 24, cell, question.key, value, question)


def _reader(question: Question) -> Callable[[Any], Cell]:
    """Return what makes a cell of an answer to the question, as it is asked now."""
    typed = {"number": _number, "date": _date}.get(question.field_type, answer_in_words)

    def as_cell(answer: Any) -> Cell:
        is_of_another_kind = isinstance(answer, bool | dict | list)
        return answer_in_words(answer) if is_of_another_kind else typed(answer)

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
