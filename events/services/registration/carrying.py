"""What of a guest's answers goes along to another event, where other questions are asked."""

from dataclasses import dataclass
from typing import Any

from ...forms import CHOICE_TYPES, Question
from ...models import Publication, Registration

Answered = tuple[Question, Any]

#: From which other kinds of question an answer fits.
LIKE = {
    "multiline": {"singleline", "multiline"},
    "radio": {"radio", "dropdown"},
    "dropdown": {"radio", "dropdown"},
    "checkbox": {"checkbox", "agree"},
    "agree": {"checkbox", "agree"},
}


@dataclass(frozen=True)
class Carried:
    """Answers by the keys of the other event's questions, and the questions in their old words.

    ``files`` has the new key of each question that is answered by a file, by the old.
    """

    answers: dict[str, Any]
    sensitive_answers: dict[str, Any]
    kept: list[Question]
    lost: list[Question]
    files: dict[str, str]


def carry(registration: Registration, publication: Publication) -> Carried:
    """Return the answers that fit the questions of ``publication``, by key or else by label."""
    pairs = _pairs(registration, publication)
    kept = [question for _asked, (question, _answer) in pairs]
    secret = {asked.key for asked, (question, _) in pairs if _is_secret(asked, question)}
    secret |= {a.key for a, (q, _) in pairs if q.key in registration.sensitive_answers}
    given = {asked.key: answer for asked, (_question, answer) in pairs}
    return Carried(
        {key: answer for key, answer in given.items() if key not in secret},
        {key: answer for key, answer in given.items() if key in secret},
        kept,
        [question for question, _answer in registration.answered if question not in kept],
        {q.key: asked.key for asked, (q, _) in pairs if asked.field_type == "file"},
    )


def _is_secret(asked: Question, question: Question) -> bool:
    return asked.sensitive or question.sensitive


def _pairs(registration: Registration, publication: Publication) -> list[tuple[Question, Answered]]:
    """Return each question that is answered already, with the answer, in the form's order."""
    by_key = {question.key: (question, answer) for question, answer in registration.answered}
    there = {asked.key for asked in publication.questions}
    by_label = {_label(each[0]): each for key, each in by_key.items() if key not in there}
    pairs: list[tuple[Question, Answered]] = []
    for asked in publication.questions:
        found = by_key.get(asked.key) or by_label.get(_label(asked))
        if found and _fits(asked, found) and _is_asked(asked, pairs):
            pairs.append((asked, found))
            by_label.pop(_label(found[0]), None)
    return pairs


def _label(question: Question) -> str:
    return " ".join(question.label.casefold().split())


def _fits(asked: Question, answered: Answered) -> bool:
    question, answer = answered
    if question.field_type not in LIKE.get(asked.field_type, {asked.field_type}):
        return False
    words = answer if isinstance(answer, list) else [answer]
    offered = {choice.text for choice in asked.offered}
    return asked.field_type not in CHOICE_TYPES or offered.issuperset(words)


def _is_asked(asked: Question, pairs: list[tuple[Question, Answered]]) -> bool:
    """Whether the answers that go along let a question be asked that depends on another."""
    given = {above.key: answer for above, (_question, answer) in pairs}
    return asked.shown_when is None or asked.shown_when.is_met(given)
