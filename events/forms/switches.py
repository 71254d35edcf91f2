"""Answers that other questions depend on: what a stylesheet needs to show and to hide those.

Each such answer has a number. The stylesheet conditions.css hides what is marked with a number that
is not chosen, so that no script is needed. A question that depends on one which itself depends on
another has the numbers of both.
"""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _

from .fields import GuestField
from .questions import Condition, Question

#: As many numbers as conditions.css knows. Where there are more conditions, they stand in words.
NUMBERS = range(1, 21)


class Switches:
    """The answers on which some of an event's questions depend."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = {question.key: question for question in questions}
        conditions = dict.fromkeys(q.shown_when for q in questions if q.shown_when)
        self.numbers: dict[Condition, int] = dict(zip(conditions, NUMBERS, strict=False))

    def of(self, question: Question) -> dict[str | bool, int]:
        """Return the answers to a question that others depend on, each with its number."""
        return {
            condition.answer: number
            for condition, number in self.numbers.items()
            if condition.question == question.key
        }

    def mark(self, fields: Mapping[str, forms.Field]) -> None:
        """Tell each question's field when it is asked: in words, and by numbers."""
        for question in self.questions.values():
            field = fields[question.key]
            if question.shown_when and isinstance(field, GuestField):
                field.condition = self._in_words(question.shown_when)
                field.shown = self._shown(question.shown_when, fields)

    def _shown(self, condition: Condition, fields: Mapping[str, forms.Field]) -> str:
        number = self.numbers.get(condition)
        source = getattr(fields.get(condition.question), "shown", "")
        return f"{source} {number}".strip() if number else ""

    def _in_words(self, condition: Condition) -> str:
        source = self.questions.get(condition.question)
        values = {"question": source.label if source else "", "answer": condition.answer}
        if condition.answer is True:
            return _("Only if you ticked “%(question)s”.") % values
        return _("Only if you answered “%(answer)s” to “%(question)s”.") % values
