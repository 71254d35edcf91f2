"""An answer as people read it."""

from typing import Any

from django.utils.translation import gettext as _


def answer_in_words(answer: Any) -> str:
    """Return an answer as text: a tick as ``Yes``, a file by its name, several with commas between.

    What was not answered, or not ticked, is an empty text.
    """
    if answer is True:
        return _("Yes")
    if isinstance(answer, dict):
        return str(answer["name"])
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return "" if answer is None or answer is False else str(answer)
