"""What a question can be made to depend on: one answer to a question above it.

Editors read and choose it in words, ``Meals: Lunch``. A draft keeps it by the question's key and
the choice's place in its list, which are the same in every language.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .questions import Condition, Question
from .text import clean_line


class Possible(NamedTuple):
    """An answer that a question can depend on: as a draft keeps it, in words, as published."""

    reference: str
    words: str
    condition: Condition


def possible(questions: Iterable[Question]) -> list[Possible]:
    """Return the answers to these questions that others can depend on, in the form's order."""
    return [each for question in questions for each in _answers_to(question)]


def find(written: str, earlier: Iterable[Question]) -> list[Possible]:
    """Return what is meant by a reference, or by words: nothing, one answer, or several."""
    words = clean_line(written)
    return [
        each for each in possible(earlier if words else []) if words in (each.reference, each.words)
    ]


def problem(written: str, earlier: Sequence[Question], later: Iterable[Question]) -> str:
    """Return a sentence about a condition that can't be meant so, "" if it can."""
    found = find(written, earlier)
    if len(found) == 1 or not written:
        return ""
    if found:
        return _("Two questions have this answer. Give one of them another name.")
    if find(written, later):
        return _("This depends on a question that stands below it. Move that question up.")
    return _no_such_answer(clean_line(written), earlier)


def _answers_to(question: Question) -> list[Possible]:
    key, label = question.key, clean_line(question.label)
    if question.field_type == "checkbox":
        return [Possible(key, label, Condition(key, answer=True))]
    return [
        Possible(f"{key} {place}", f"{label}: {choice.text}", Condition(key, choice.text))
        for place, choice in enumerate(question.offered, start=1)
    ]


def _no_such_answer(words: str, earlier: Sequence[Question]) -> str:
    for label in (clean_line(question.label) for question in earlier if question.offered):
        if words.startswith(f"{label}: "):
            answer = words.removeprefix(f"{label}: ")
            sentence = _("“%(question)s” has no answer “%(answer)s”. Choose another.")
            return sentence % {"question": label, "answer": answer}
    return _("No question above this one has the answer “%(words)s”. Choose another.") % {
        "words": words
    }
