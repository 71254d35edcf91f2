"""What guests answered, counted and without names: nothing here leads back to a guest.

Each answer stands alone, never beside another of the same guest; equal ones are counted together,
and what was written comes in alphabetical order, so that not even the order of registering shows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...forms import Question, answer_in_words
from ...models import Event
from ...models.options import every_choice
from ...rules import alphabet
from ...rules.identity import name_key

CHOSEN = ("radio", "dropdown", "checkboxes", "checkbox")
WRITTEN = ("singleline", "multiline")

#: So much of a text decides where it stands.
SORTED_BY = 100

Choices = list[tuple[str, tuple[str, ...]]]


class Answer(NamedTuple):
    """An answer, and how many gave it."""

    text: str
    number: int


class Summed(NamedTuple):
    """A question, and how many gave each answer."""

    question: Question
    answers: list[Answer]


def choices_of(event: Event) -> dict[Question, Choices]:
    """Return the choices of each question asked now, in the words of every language."""
    first, *others = [publication.questions for publication in event.publications_now()]
    found: dict[Question, Choices] = {}
    for question, choice, words in every_choice(first, others):
        found.setdefault(question, []).append((choice.text, words))
    return found


def of(event: Event, *, sensitive: bool) -> list[Summed]:
    """Return the questions whose answers hosts and caterers may know, in the form's order.

    These are the questions to choose from, and what guests wrote about their needs. Of sensitive
    questions only the needs are among them, unless the others are asked for. Those with a seat
    count, a party once; a constant number of queries.
    """
    return _summed(event, [q for q in _asked(event) if _is_told(q, sensitive)], sensitive)


def needs(event: Event) -> list[Summed]:
    """Return the needs that guests have, and nothing that nobody needs."""
    told = [q for q in _asked(event) if q.is_need and _is_told(q, False)]
    found = [
        Summed(each.question, [a for a in each.answers if a.number])
        for each in _summed(event, told, False)
    ]
    return [summed for summed in found if summed.answers]


def _asked(event: Event) -> list[Question]:
    return [question for question, is_asked in event.questions_ever_asked() if is_asked]


def _summed(event: Event, told: list[Question], sensitive: bool) -> list[Summed]:
    choices = {question.key: found for question, found in choices_of(event).items()}
    given, offered = _given(event, told, sensitive), _ever_offered(event)
    return [
        Summed(question, _answers(question, choices, given[question.key], offered))
        for question in told
    ]


def _ever_offered(event: Event) -> set[tuple[str, str | bool]]:
    """Return what could be chosen at any time, by the question's key."""
    asked = [question for each in event.publications.all() for question in each.questions]
    offered = {(question.key, choice.text) for question in asked for choice in question.offered}
    return offered | {(q.key, True) for q in asked if q.field_type == "checkbox"}


def _is_told(question: Question, sensitive: bool) -> bool:
    is_open = sensitive or question.is_need or not question.sensitive
    return is_open and (_is_need_in_words(question) or question.field_type in CHOSEN)


def _given(
    event: Event, told: list[Question], sensitive: bool
) -> defaultdict[str, Counter[str | bool]]:
    given: defaultdict[str, Counter[str | bool]] = defaultdict(Counter)
    keys = [question.key for question in told]
    hidden = [question.key for question in told if sensitive or question.is_need]
    counted = event.registrations.seated().count_choices(keys, hidden)
    for (key, answer), number in counted.items():
        given[key][answer] += number
    return given


def _answers(
    question: Question,
    choices: Mapping[str, Choices],
    counted: Mapping[str | bool, int],
    offered: set[tuple[str, str | bool]],
) -> list[Answer]:
    """What can be chosen in its order, then what else was answered: older choices, or needs.

    What was written to a question that had no choices then is counted and never shown.
    """
    now = choices.get(question.key, [])
    chosen = [Answer(text, sum(counted.get(w, 0) for w in words)) for text, words in now]
    known = {word for _text, words in now for word in words}
    others: Counter[str] = Counter()
    untold: Counter[str] = Counter()
    for word in counted.keys() - known:
        if _is_need_in_words(question) or (question.key, word) in offered:
            others[answer_in_words(word)] += counted[word]
        else:
            untold[_("Other answers")] += counted[word]
    return [*chosen, *_together(others), *_together(untold)]


def _is_need_in_words(question: Question) -> bool:
    return question.is_need and question.field_type in WRITTEN


def _together(counted: Mapping[str, int]) -> list[Answer]:
    """Count what differs in case or blanks only as one, in its commonest spelling."""
    numbers: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for text, number in sorted(counted.items(), key=lambda each: (-each[1], each[0].strip())):
        numbers[name_key(text)] += number
        spelled.setdefault(name_key(text), text.strip())
    found = [Answer(spelled[key], number) for key, number in numbers.items()]
    return alphabet.in_order(found, get_language() or "", lambda each: each.text[:SORTED_BY])
