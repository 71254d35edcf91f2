"""The cells of a row, as the event's own form takes them from a guest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..forms import Question
from ..forms.text import clean_line
from ..models.options import every_choice
from ..rules.identity import name_key
from .columns import in_every_language, key_of
from .recipients import tidy_address

YES = {"ja", "j", "yes", "y", "x", "1", "true", "sand", "on"}
NO = {"", "nej", "n", "no", "0", "false", "falsk", "off"}

#: What Excel and our own downloads put before a text that would else be a formula.
_TEXT_MARK = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
_SEPARATORS = re.compile(r"[,;\n]")
_TICK = re.compile(r"[✓✔☑]")


def text_of(cell: str) -> str:
    return _TEXT_MARK.sub("", cell)


def name_of(whole: str, first: str, last: str) -> str:
    """Return a name from one column or from two; beside a last name alone, “Name” is the first."""
    whole, first, last = map(clean_line, (whole, first, last))
    parts = [first or whole, last] if last else [whole or first]
    return " ".join(filter(None, parts))


def address_of(cell: str) -> str:
    return tidy_address(clean_line(cell))


def answer_of(cell: str, question: Question, choices: Mapping[str, str]) -> Any:
    """Return what the question's field takes for a cell.

    ``choices`` are the question's, by their keys (see ``choices_by_key``).
    Raise ValidationError for what is neither yes nor no.
    """
    text = text_of(cell)
    if question.field_type in ("checkbox", "agree"):
        return "on" if is_yes(text) else ""
    if question.field_type == "checkboxes":
        return _several(text, choices)
    if question.offered:
        return choices.get(_choice_key(text), clean_line(text))
    return text


def is_yes(text: str) -> bool:
    word = key_of(_TICK.sub("x", text))
    if word in YES | in_every_language(_("Yes")):
        return True
    if word in NO | in_every_language(_("No")):
        return False
    raise ValidationError(_("Write yes or no."))


def companions_of(named: str, seats: str) -> list[str]:
    """Return a text for each companion, empty for one without a name.

    They may stand as names, as a number, or as the seats of the whole party. Raise ValidationError
    for what is none of it.
    """
    names = _names(named)
    if not seats.strip():
        return names
    number = _number(seats) - 1
    if number < len([name for name in names if name]):
        raise ValidationError(_("There are fewer seats than people."))
    return (names + [""] * number)[:number]


def status_of(cell: str, statuses: Mapping[str, str]) -> str:
    """Return the status that a cell names, "" if it is empty. Raise ValidationError for others."""
    if not (key := key_of(cell)):
        return ""
    if key not in statuses:
        raise ValidationError(_("There is no status “%(status)s”."), params={"status": cell[:50]})
    return statuses[key]


def statuses_by_key(choices: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    """Return the statuses by what they are called in each of the site's languages."""
    return {key: str(value) for value, label in choices for key in in_every_language(label)}


def choices_by_key(
    questions: Sequence[Question], others: Sequence[Sequence[Question]]
) -> dict[str, dict[str, str]]:
    """Return each question's choices as the form has them, by what they are in any language."""
    found: dict[str, dict[str, str]] = {}
    for question, choice, words in every_choice(questions, others):
        for word in words:
            found.setdefault(question.key, {}).setdefault(_choice_key(word), choice.text)
    return found


def _several(text: str, choices: Mapping[str, str]) -> list[str]:
    """Return the choices in a cell with commas between; a choice may hold commas of its own."""
    parts, found = _parts(text), []
    while parts:
        lengths = range(len(parts), 0, -1)
        size = next((n for n in lengths if ", ".join(parts[:n]) in choices), 1)
        key = ", ".join(parts[:size])
        found.append(choices.get(key, clean_line(key)))
        parts = parts[size:]
    return found


def _choice_key(text: str) -> str:
    return ", ".join(_parts(text))


def _parts(text: str) -> list[str]:
    return [key for part in _SEPARATORS.split(text) if (key := name_key(clean_line(part)))]


def _names(cell: str) -> list[str]:
    text = text_of(cell).strip()
    if text.isdecimal():
        return [""] * _number(text)
    return [name for part in _SEPARATORS.split(text) if (name := clean_line(part))]


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text.strip()):
        raise ValidationError(_("Write the number of people in digits."))
    return int(text)
