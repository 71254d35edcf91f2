"""What letters to many guests have in common, made once.

To the templates one name is as good as another. So a letter is rendered with marks in place of what
its guest typed, and the marks are filled in for every guest whose letter differs in nothing else.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.utils.html import escape

from .people import Guest

#: What no template, filter or converter treats otherwise than a mark: words on one line, with no
#: blanks at the ends or in a row. Whatever else is typed stands in the letter as it is rendered:
#: quotation marks too, which are escaped in some places and not in others.
PLAIN = re.compile("(?!.*  )\\w(?:[\\w ,.;:!?’&/()+@\u2060-]*[\\w.!?)])?")


@dataclass
class Patterns:
    """The patterns of one batch of letters: never kept any longer, so they can't grow old."""

    token: str = field(default_factory=lambda: uuid4().hex)  # nobody can have typed it
    made: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made for a key, or make it."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def marked(self, guest: Guest, typed: list[str]) -> Guest:
        """Return a guest with marks in place of what is plain, which is added to ``typed``."""

        def mark(text: str) -> str:
            if not PLAIN.fullmatch(text):
                return text
            typed.append(text)
            return self.mark(len(typed) - 1)

        return replace(
            guest,
            name=mark(guest.name),
            companions=tuple(map(mark, guest.companions)),
            answers=tuple((label, mark(answer)) for label, answer in guest.answers),
            door_code=mark(guest.door_code),
        )

    def mark(self, number: int) -> str:
        return f"x{self.token}x{number}x"

    def filled(self, text: str, typed: list[str]) -> str:
        """Return a text with what was typed in place of its marks."""
        return re.sub(f"x{self.token}x(\\d+)x", lambda mark: typed[int(mark[1])], text)

    def filled_html(self, html: str, typed: list[str]) -> str:
        return self.filled(html, list(map(escape, typed)))
