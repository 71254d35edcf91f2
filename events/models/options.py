"""Choices that have seats of their own, as published: the same seats in whatever language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Func, Q

from ..forms import Choice, Question
from ..rules.capacity import Option


@dataclass(frozen=True)
class Limited:
    """An option, its seats, and its words in each language.

    ``is_needed`` tells that its question must be answered and has no choice without a limit.
    """

    option: Option
    seats: int
    words: tuple[str, ...]
    is_needed: bool

    @property
    def is_chosen(self) -> Q:
        """The condition that a registration's answers hold the option."""
        return chose(self.option.question, self.words)


class Options:
    """All options of an event that have seats of their own."""

    def __init__(self, limited: Sequence[Limited] = ()) -> None:
        self.limited = list(limited)

    def __iter__(self) -> Iterator[Limited]:
        return iter(self.limited)

    def __bool__(self) -> bool:
        return bool(self.limited)

    @classmethod
    def of(cls, questions: Sequence[Question], others: Sequence[Sequence[Question]]) -> "Options":
        """Return the options among an event's questions; ``others`` are the same in translation."""
        return cls(
            [
                Limited(
                    Option(question.key, choice.text), choice.seats, words, _is_needed(question)
                )
                for question, choice, words in every_choice(questions, others)
                if choice.seats is not None
            ]
        )

    @property
    def limits(self) -> dict[Option, int]:
        return {limited.option: limited.seats for limited in self.limited}

    @property
    def needed(self) -> list[list[Option]]:
        """The options of each question that can't be answered once they are all taken."""
        needed: dict[str, list[Option]] = {}
        for limited in self.limited:
            if limited.is_needed:
                needed.setdefault(limited.option.question, []).append(limited.option)
        return list(needed.values())

    def chosen(self, answers: Mapping[str, Any]) -> list[Option]:
        """Return the options that somebody's answers hold, sensitive ones among them."""
        return [
            each.option for each in self.limited if _holds(answers.get(each.option.question), each)
        ]

    def as_json(self) -> list[dict[str, Any]]:
        return [
            {
                "question": each.option.question,
                "choice": each.option.choice,
                "seats": each.seats,
                "words": list(each.words),
                "is_needed": each.is_needed,
            }
            for each in self.limited
        ]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> "Options":
        return cls(
            [
                Limited(
                    Option(each["question"], each["choice"]),
                    each["seats"],
                    tuple(each["words"]),
                    each["is_needed"],
                )
                for each in data
            ]
        )


def every_choice(
    questions: Sequence[Question], others: Sequence[Sequence[Question]]
) -> Iterator[tuple[Question, Choice, tuple[str, ...]]]:
    """Yield each choice of an event's questions with its words in each language.

    ``others`` are the same questions in translation. They are matched by the question's key and the
    choice's place in its list, unless the word there is another choice of the question itself: then
    it has not been translated.
    """
    by_key = [{question.key: question for question in asked} for asked in others]
    for question in questions:
        translations = [asked[question.key] for asked in by_key if question.key in asked]
        own = {choice.text for choice in question.offered}
        for place, choice in enumerate(question.offered):
            there = [q.offered[place].text for q in translations if place < len(q.offered)]
            new = [word for word in there if word not in own]
            yield question, choice, tuple(dict.fromkeys([choice.text, *new]))


def chose(question: str, words: Sequence[str]) -> Q:
    """The condition that a registration's answers hold a choice, in whichever of the words."""
    return Q(Chosen("answers", question, words)) | Q(Chosen("sensitive_answers", question, words))


def _is_needed(question: Question) -> bool:
    is_asked = question.required and not question.shown_when
    return is_asked and all(choice.seats is not None for choice in question.offered)


def _holds(answer: Any, limited: Limited) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(word in given for word in limited.words)


class Chosen(Func):
    """Whether the answers in a column hold a choice: alone, or in a list of several."""

    output_field = models.BooleanField()

    def __init__(self, column: str, question: str, words: Sequence[str]) -> None:
        super().__init__(F(column))
        self.question, self.words = question, list(words)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        marks = ", ".join(["%s"] * len(self.words))
        # Not by a path: SQLite finds no key by one that JSON writes with a backslash.
        choices = "CASE given.type WHEN 'array' THEN given.value ELSE json_array(given.value) END"
        sql = (
            f"EXISTS (SELECT 1 FROM json_each({column}) AS given, json_each({choices}) AS chosen"  # noqa: S608
            f" WHERE given.key = %s AND chosen.value IN ({marks}))"
        )
        return sql, [*params, self.question, *self.words]

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"({column} -> %s) ?| %s", [*params, self.question, self.words]
