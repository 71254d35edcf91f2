"""Answers, telephone numbers and addresses as people read them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.encoding import uri_to_iri
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import conf
from ..dates import long_date
from ..forms import Question, answer_in_words, number_in_words

register = template.Library()


#: Nothing shorter: a number such as 20270311 is no day.
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

register.filter("answer", answer_in_words)


@register.filter
def answer_to(value: object, question: Question) -> str:
    """What a guest answered, with a date or a number as people write it."""
    if question.field_type == "number" and isinstance(value, str):
        return number_in_words(value)
    return (question.field_type == "date" and _day(value)) or answer_in_words(value)


def changed(label: str, value: Any) -> str:
    """The old or the new side of a change, by its label; what kind of answer it is nobody knows."""
    if label == "companions":
        return companions(value) or _("nobody")
    return _day(value) or answer_in_words(value) or _("nothing")


def _day(value: object) -> str:
    """A day as people write it; nothing where the value is none."""
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        return ""
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return ""


@register.filter
def companions(names: Sequence[str]) -> str:
    """Companions by name, and how many more there are whose name nobody asked for."""
    named = [name for name in names if name]
    unnamed = len(names) - len(named)
    return get_text_list([*named, number_of_companions(unnamed)] if unnamed else named, _("and"))


def number_of_companions(number: int) -> str:
    words = ngettext("%(number)d companion", "%(number)d companions", number)
    return words % {"number": number}


@register.filter
def tel(number: str) -> str:
    """A telephone number as a ``tel:`` address wants it (RFC 3966), without blanks."""
    return "".join(c for c in number if c in "+0123456789")


@register.filter
def map_link(address: str) -> str:
    """Where the host has guests find an address on a map; empty for no link."""
    return conf.get("MAP_LINK").replace("{address}", quote(", ".join(address.splitlines())))


@register.filter
def bare_address(url: str) -> str:
    """``www.example.org`` for ``https://www.example.org/``."""
    return url.partition("://")[2].removesuffix("/")


@register.filter
def short_address(url: str) -> str:
    """``example.org/dialog``, in letters as people read and type them."""
    return bare_address(uri_to_iri(url))
