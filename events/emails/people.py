"""The registrant as a letter knows them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..forms import Question
from ..models import EventFacts, Invitation, Message, Registration
from ..rules.door import in_groups
from ..templatetags.tilmeld_text import answer_to
from .plain import shortened, unlinked

Kind = Message.Kind

#: Answers are cut where a letter would grow too long; they stand in full at the registration.
ANSWER_LENGTH = 1000
SAMPLE_NAME, SAMPLE_COMPANION = "Anna Jensen", "Peter Hansen"
SAMPLE_CODE = "K7QM-X9DR"
#: Letters of which the sample goes to somebody who has a seat.
TO_SEATED = (
    Kind.CONFIRMED,
    Kind.PROMOTED,
    Kind.CHANGED,
    Kind.LINK,
    Kind.EVENT_CHANGED,
    Kind.EVENT_CANCELLED,
    Kind.PROGRAMME_PUBLISHED,
    Kind.REMINDER,
    Kind.ORGANISERS,
)
TO_INVITEES = (Kind.INVITED, Kind.INVITATION_REMINDER, Kind.LATE_LINK)


@dataclass(frozen=True)
class Guest:
    """Names and answers in words; nothing that was typed can become a link.

    ``answers`` are pairs of label and answer. Sensitive answers are never among them;
    ``has_withheld`` says that there are some. ``door_code`` is for those with a seat.
    """

    name: str
    companions: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    has_withheld: bool = False
    has_seat: bool = False
    was_waiting: bool = False
    was_offered: bool = False
    door_code: str = ""

    @classmethod
    def of(cls, to: Registration | Invitation) -> "Guest":
        if isinstance(to, Invitation):
            return cls(unlinked(to.name))
        return replace(
            cls._with_answers(to),
            has_seat=to.is_confirmed,
            was_waiting=to.waiting_since is not None,
            was_offered=to.offered_until is not None,
            door_code=in_groups(to.door_code) if to.is_confirmed else "",
        )

    @classmethod
    def _with_answers(cls, registration: Registration) -> "Guest":
        given = [(each, unlinked(answer_to(value, each))) for each, value in registration.answered]
        return cls(
            unlinked(registration.name),
            tuple(unlinked(name) for name in registration.companions),
            *_shown(given, registration.sensitive_answers),
        )

    @classmethod
    def sample(
        cls, kind: Message.Kind, facts: EventFacts, questions: Iterable[Question]
    ) -> "Guest":
        """Somebody who does not exist, for the preview of a kind of letter."""
        if kind in TO_INVITEES:
            return cls(SAMPLE_NAME)
        name = SAMPLE_COMPANION if facts.ask_companion_names else ""
        companions = (name,) if facts.max_companions else ()
        given = [(each, _sample_answer(each)) for each in questions if each.has_answer]
        seated = kind in TO_SEATED
        code = SAMPLE_CODE if seated else ""
        return cls(SAMPLE_NAME, companions, *_shown(given, {}), has_seat=seated, door_code=code)

    @property
    def had_seat(self) -> bool:
        """Whether it was a seat that they gave up, and neither an offer nor a place in line."""
        return not (self.was_waiting or self.was_offered)

    @property
    def seats(self) -> int:
        return 1 + len(self.companions)

    @property
    def companion_names(self) -> str:
        """Their names in words; empty where nobody asked for them."""
        return get_text_list(list(self.companions), _("and")) if all(self.companions) else ""


def _shown(given: list[tuple[Question, str]], sensitive: dict[str, Any]) -> tuple[Any, bool]:
    """Part what may stand in a letter from what may not."""
    answered = [(question, answer) for question, answer in given if answer]
    shown = tuple(
        (question.label, shortened(answer, ANSWER_LENGTH))
        for question, answer in answered
        if not (question.sensitive or question.key in sensitive or question.field_type == "file")
    )
    return shown, len(shown) < len(answered)


def _sample_answer(question: Question) -> str:
    """The default or the first choice; something at least, where the guest would have to write."""
    if question.field_type in ("checkbox", "agree"):
        return _("Yes")
    first = question.offered[0].text if question.offered else ""
    return question.default_value or first or "…"
