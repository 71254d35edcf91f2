"""The registrant as a letter knows them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..forms import Question
from ..models import EventFacts, Invitation, Registration
from ..templatetags.tilmeld_tags import long_date
from .plain import unlinked

SAMPLE_NAME, SAMPLE_COMPANION = "Anna Jensen", "Peter Hansen"


@dataclass(frozen=True)
class Guest:
    """Names and answers in words; nothing that was typed can become a link.

    ``answers`` are pairs of label and answer. Sensitive answers are never among them;
    ``has_withheld`` says that there are some.
    """

    name: str
    companions: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    has_withheld: bool = False
    has_seat: bool = True
    was_waiting: bool = False

    @classmethod
    def of(cls, to: Registration | Invitation) -> "Guest":
        if isinstance(to, Invitation):
            return cls(unlinked(to.name), has_seat=False)
        return replace(
            cls._with_answers(to),
            has_seat=to.is_confirmed,
            was_waiting=to.waiting_since is not None,
        )

    @classmethod
    def _with_answers(cls, registration: Registration) -> "Guest":
        given = [(question, in_words(question, value)) for question, value in registration.answered]
        return cls(
            unlinked(registration.name),
            tuple(unlinked(name) for name in registration.companions),
            *_shown(given, registration.sensitive_answers),
        )

    @classmethod
    def sample(cls, facts: EventFacts, questions: Iterable[Question]) -> "Guest":
        """Somebody who does not exist, for previews."""
        name = SAMPLE_COMPANION if facts.ask_companion_names else ""
        companions = (name,) if facts.max_companions else ()
        given = [(question, _sample_answer(question)) for question in questions]
        return cls(SAMPLE_NAME, companions, *_shown(given, {}))

    @property
    def seats(self) -> int:
        return 1 + len(self.companions)

    @property
    def companion_names(self) -> str:
        return get_text_list(list(filter(None, self.companions)), _("and"))


def in_words(question: Question, value: Any) -> str:
    """Return an answer as a person reads it, in the active language."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(unlinked(str(choice)) for choice in value)
    if question.field_type == "date" and value:
        return long_date(date.fromisoformat(value))
    return "" if value is None else unlinked(str(value))


def _shown(given: list[tuple[Question, str]], sensitive: dict[str, Any]) -> tuple[Any, bool]:
    """Part what may stand in a letter from what may not."""
    answered = [(question, answer) for question, answer in given if answer]
    shown = tuple(
        (question.label, answer)
        for question, answer in answered
        if not question.sensitive and question.key not in sensitive
    )
    return shown, len(shown) < len(answered)


def _sample_answer(question: Question) -> str:
    """The default or the first choice; something at least, where the guest would have to write."""
    choices = [choice.strip() for choice in question.choices.splitlines() if choice.strip()]
    return question.default_value or (choices[0] if choices else "") or "…"
