"""What a guest can choose from, as the editor writes it: one a line, or with commas between.

Seats of its own stand in brackets behind a choice: ``Workshop A [20]``.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from .text import clean_line

#: Brackets that hold a number and yet are none of these.
MEANT_AS_SEATS = re.compile(r"\[[-+.,\s]*\d[-+.,\s\d]*\]?$")
SEATS = re.compile(r"(?P<text>.*\S)\s*\[\s*(?P<seats>\d{1,5})\s*\]")


class Choice(NamedTuple):
    """One answer to choose, and its seats, None without a limit."""

    text: str
    seats: int | None = None


def read_choices(written: str) -> list[Choice]:
    """Return the choices that an editor wrote, each once, without empty ones."""
    found: dict[str, Choice] = {}
    for choice in _read_all(written):
        found.setdefault(choice.text, choice)
    return list(found.values())


def problems_of_choices(written: str) -> list[str]:
    """Return a sentence for each thing that an editor can't have meant so."""
    choices = _read_all(written)
    if not choices:
        return [_("Write the answers to choose from, one a line.")]
    unread = [choice.text for choice in choices if MEANT_AS_SEATS.search(choice.text)]
    doubled = [text for text, seats in _seats_of_each(choices).items() if len(seats) > 1]
    return [
        *(
            _(
                "“%(choice)s”: write the choice and behind it its seats, a whole number of at most "
                "five digits: Workshop A [20]"
            )
            % {"choice": text}
            for text in dict.fromkeys(unread)
        ),
        *(_("“%(choice)s” has two numbers of seats.") % {"choice": text} for text in doubled),
    ]


def _seats_of_each(choices: list[Choice]) -> dict[str, set[int | None]]:
    found: dict[str, set[int | None]] = {}
    for choice in choices:
        found.setdefault(choice.text, set()).add(choice.seats)
    return found


def _read_all(written: str) -> list[Choice]:
    parts = written.splitlines() if "\n" in written else written.split(",")
    found = [_read(clean_line(part).rstrip(",").rstrip()) for part in parts]
    return [choice for choice in found if choice.text]


def _read(line: str) -> Choice:
    found = SEATS.fullmatch(line)
    return Choice(found["text"], int(found["seats"])) if found else Choice(line)
