"""Answers, telephone numbers and addresses as people read them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..forms import Question, answer_in_words
from .tilmeld_tags import long_date

register = template.Library()


#: Nothing shorter: a number such as 20270311 is no day.
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

register.filter("answer", answer_in_words)


@register.filter
def answer_to(value: object, question: Question) -> str:
    """What a guest answered, with a date as people write it."""
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
def bare_address(url: str) -> str:
    """``www.example.org`` for ``https://www.example.org/``."""
    return url.partition("://")[2].removesuffix("/")
