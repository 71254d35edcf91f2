"""Words in braces that a letter fills in: ``Dear {name}``."""

import re
from collections.abc import Mapping

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

NAMES = ("name", "event", "date", "place", "deadline", "seats")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: Stands between two pieces of text with markup between them; nobody can type it.
SEAM = "\x00"


def problem(rich_text: str) -> str:
    """Return a sentence about what can't be filled in, or an empty text."""
    text = BeautifulSoup(rich_text, "html.parser").get_text(SEAM)
    unknown = [found for found in PLACEHOLDER.findall(text) if found not in NAMES]
    if not unknown:
        return ""
    sentence = _(
        "“{%(unknown)s}” can't be filled in. Use one of %(known)s, "
        "and give the whole of it the same formatting."
    )
    return sentence % {"unknown": unknown[0].replace(SEAM, ""), "known": in_braces()}


def filled(rich_text: str, values: Mapping[str, str]) -> str:
    """Return rich text (HTML) with values in place of their names; no value becomes markup."""
    if "{" not in rich_text:
        return rich_text
    soup = BeautifulSoup(rich_text, "html.parser")
    for text in soup.find_all(string=PLACEHOLDER):
        text.replace_with(filled_line(text, values))
    return str(soup)


def filled_line(text: str, values: Mapping[str, str]) -> str:
    """Return a text without markup with values in place of their names."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def in_braces() -> str:
    return ", ".join(f"{{{name}}}" for name in NAMES)
