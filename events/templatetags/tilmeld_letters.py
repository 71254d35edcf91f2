"""A letter's words have one source, HTML paragraphs, from which its plain form is made."""

from bs4 import BeautifulSoup, Tag
from django import template

register = template.Library()


@register.filter
def as_text(paragraphs: str) -> str:
    """Return HTML paragraphs as plain ones; under each, the addresses that its links lead to."""
    return "\n\n".join(map(_plain, BeautifulSoup(paragraphs, "html.parser")("p")))


def _plain(paragraph: Tag) -> str:
    words = " ".join(paragraph.get_text().split())
    addresses = [str(link["href"]) for link in paragraph("a", href=True)]
    if addresses and not words.endswith((".", "?")):
        words += ":"
    return "\n".join([words, *addresses])
