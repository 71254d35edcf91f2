"""What a guest can choose from, as the editor writes it: one a line, or with commas between.

Seats of its own stand in brackets behind a choice: ``Workshop A [20]``.
"""

import re
from typing import NamedTuple

from .text import clean_line

SEATS = re.compile(r"(?P<text>.*\S)\s*\[\s*(?P<seats>\d{1,5})\s*\]")


class Choice(NamedTuple):
    """One answer to choose, and its seats, None without a limit."""

    text: str
    seats: int | None = None


def read_choices(written: str) -> list[Choice]:
    """Return the choices that an editor wrote, each once, without empty ones."""
    parts = written.splitlines() if "\n" in written else written.split(",")
    found: dict[str, Choice] = {}
    for choice in (_read(clean_line(part).rstrip(",").rstrip()) for part in parts):
        found.setdefault(choice.text, choice)
    return [choice for choice in found.values() if choice.text]


def _read(line: str) -> Choice:
    found = SEATS.fullmatch(line)
    return Choice(found["text"], int(found["seats"])) if found else Choice(line)
