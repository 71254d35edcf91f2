"""A letter's words have one source, HTML paragraphs, from which its plain form is made."""

import re

from bs4 import BeautifulSoup, Tag
from django import template

RANGE = re.compile(r"(?<=\d)–(?=\d)")
WORD_JOINER = "\u2060"  # invisible, in no domain name, and never a place to break a line

register = template.Library()


@register.filter
def as_text(paragraphs: str) -> str:
    """Return HTML paragraphs as plain ones; under each, the addresses that its links lead to."""
    return "\n\n".join(map(_plain, BeautifulSoup(paragraphs, "html.parser")("p")))


@register.filter
def tied(text: str) -> str:
    """Return a text in which no line breaks between the two times of ``16:00–18:00``."""
    return RANGE.sub(f"{WORD_JOINER}–{WORD_JOINER}", text)


def _plain(paragraph: Tag) -> str:
    words = " ".join(paragraph.get_text().split())
    addresses = [str(link["href"]) for link in paragraph("a", href=True)]
    if addresses and not words.endswith((".", "?")):
        words += ":"
    return "\n".join([words, *addresses])
