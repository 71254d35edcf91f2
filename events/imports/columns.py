"""What the columns of a list of guests hold, guessed from what stands above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ..forms import Question
from . import headings
from .table import Table

NAME, FIRST_NAME, LAST_NAME = "name", "first_name", "last_name"
EMAIL, COMPANIONS, SEATS, STATUS = "email", "companions", "seats", "status"


@dataclass(frozen=True)
class Target:
    """Something a column can hold, and the words that lists have for it, as ``key_of`` has them."""

    name: str
    label: str | Promise
    words: frozenset[str]


def key_of(words: str) -> str:
    """Return letters and digits alone, so that “E-mail:” and “e mail” are one."""
    return "".join(filter(str.isalnum, words.casefold()))


@cache
def in_every_language(text: str | Promise) -> frozenset[str]:
    """Return the keys of what a text of the interface is in each of the site's languages."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(key_of(str(text)))
    return frozenset(found)


def targets(asked: Iterable[Sequence[Question]], *, companions: bool) -> list[Target]:
    """Return what a list for an event may hold; the questions in each language, that of labels
    first. A file can't be written into a cell.
    """
    fixed = [each for each in _fixed() if companions or each.name not in (COMPANIONS, SEATS)]
    taken = {each.name for each in fixed}
    questions = _questions(asked)
    return fixed + [each for each in questions if each.name not in taken]


def guess(above: Sequence[str], possible: Sequence[Target]) -> dict[int, str]:
    """Return which columns hold what, by their headings; each thing is in one column."""
    found: dict[int, str] = {}
    for target in possible:
        for column, heading in enumerate(above):
            if column not in found and key_of(heading) in target.words:
                found[column] = target.name
                break
    return found


def with_headings(read: Table, possible: Sequence[Target]) -> Table:
    """Return a list whose first row is its headings if it has a word for what is asked."""
    if read.headings is not None or len(read.rows) < 2:
        return read
    first = read.rows[0].cells
    is_person = any("@" in cell for cell in first)
    return read if is_person or not guess(first, possible) else Table(first, read.rows[1:])


def _fixed() -> list[Target]:
    def target(name: str, label: Promise, known: Iterable[str] = ()) -> Target:
        return Target(name, label, in_every_language(label) | frozenset(known))

    first_names = headings.FIRST_NAME | headings.MIDDLE_NAME
    return [
        target(NAME, _("Name"), headings.NAME),
        target(FIRST_NAME, _("First name"), first_names),
        target(LAST_NAME, _("Last name"), headings.LAST_NAME),
        target(EMAIL, _("E-mail"), headings.EMAIL),
        target(COMPANIONS, _("Companions")),
        target(SEATS, _("Seats"), in_every_language(_("Number of people"))),
        target(STATUS, _("Status")),
    ]


def _questions(asked: Iterable[Sequence[Question]]) -> list[Target]:
    found: dict[str, Target] = {}
    for question in filter(_is_asked, (each for questions in asked for each in questions)):
        known = found.get(question.key) or Target(question.key, question.label, frozenset())
        words = known.words | {key_of(question.label), key_of(question.key)}
        if question.field_type == "telephone":
            words |= headings.TELEPHONE
        found[question.key] = Target(known.name, known.label, words)
    return list(found.values())


def _is_asked(question: Question) -> bool:
    return question.has_answer and question.field_type != "file"
