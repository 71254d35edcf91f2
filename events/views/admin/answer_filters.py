"""What guests answered, as filters of their list: one for each question."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _

from ...forms import Question
from ...models.options import Chosen
from .asked import Asked, Words

ANSWERED, UNANSWERED = "+", "-"
#: Stands before a choice, so that none can be mistaken for the two above.
CHOSE = "="
TICKS = ("checkbox", "agree")


def answer_filters(asked: Asked) -> dict[str, django_filters.Filter]:
    """Return a filter for each question that was ever asked, by the name of its field."""
    return {f"answer_{question.key}": AnswerFilter(asked, question) for question in asked.questions}


class AnswerFilter(django_filters.MultipleChoiceFilter):
    """By a choice, whichever language it was made in, or by whether there is an answer at all."""

    def __init__(self, asked: Asked, question: Question) -> None:
        self.question, self.words = question, asked.choices(question)
        self.columns = ["answers", *(["sensitive_answers"] if asked.sensitive else [])]
        super().__init__(
            label=asked.headings[question.key],
            choices=_choices(question, self.words),
            widget=CheckboxSelectMultiple,
        )

    def filter(self, registrations, wanted):
        return registrations.filter(reduce(or_, map(self._is, wanted))) if wanted else registrations

    def _is(self, wanted: str) -> Q:
        if wanted == ANSWERED:
            return self._is_answered()
        if wanted == UNANSWERED:
            return ~self._is_answered()
        words = self.words[wanted.removeprefix(CHOSE)]
        return reduce(or_, (Q(Chosen(each, self.question.key, words)) for each in self.columns))

    def _is_answered(self) -> Q:
        return reduce(or_, (Q(**{f"{each}__has_key": self.question.key}) for each in self.columns))


def _choices(question: Question, words: Words) -> list[tuple[str, str]]:
    is_tick = question.field_type in TICKS
    return [
        *((f"{CHOSE}{text}", text) for text in words),
        (ANSWERED, _("Yes") if is_tick else _("Answered")),
        (UNANSWERED, _("No") if is_tick else _("Not answered")),
    ]
