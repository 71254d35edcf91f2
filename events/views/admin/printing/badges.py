"""Name badges, ten on a sheet: one for each person who comes."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....forms import Question, answer_in_words
from .scope import GuestSheet, companions_of

ON_A_SHEET = 10

#: Questions whose answer is short enough for a badge.
SHORT = ("singleline", "radio", "dropdown")

#: The sizes of a name (see the stylesheet), each with how much room a name may need for it.
SIZES = ((11, "xl"), (24, "l"), (48, "m"), (80, "s"))


class Badge(NamedTuple):
    """What stands on a badge: a name, its size, and perhaps a second line."""

    name: str
    size: str
    line: str = ""


class LineForm(forms.Form):
    """Which answer stands below a guest's name; never one that is sensitive."""

    line = forms.ChoiceField(label=gettext_lazy("Below the name"), required=False)

    def __init__(self, data, questions):
        super().__init__(data)
        labels = [(question.key, question.label) for question in questions]
        self.fields["line"].choices = [("", _("Nothing")), *labels]


class BadgeView(GuestSheet):
    name = "badges"
    title = gettext_lazy("Name badges")

    def get_context_data(self, **kwargs):
        badges = list(self._badges())
        sheets = [badges[first : first + ON_A_SHEET] for first in range(0, len(badges), ON_A_SHEET)]
        return super().get_context_data(form=self.form, sheets=sheets, **kwargs)

    @cached_property
    def form(self):
        asked = self.event.questions_ever_asked()
        questions = [q for q, _asked in asked if q.field_type in SHORT and not q.sensitive]
        chosen = {"line": organisation_among(questions, self.event.publication().language_code)}
        return LineForm(self.request.GET if "line" in self.request.GET else chosen, questions)

    def _badges(self) -> Iterator[Badge]:
        line = self.form.cleaned_data["line"] if self.form.is_valid() else ""
        for guest in self.guests:
            yield badge(guest.name, answer_in_words(guest.answers.get(line)))
            for companion in companions_of(guest):
                yield badge(companion)


def organisation_among(questions: list[Question], language: str) -> str:
    """Return the key of the question about the organisation that a new page begins with, or ""."""
    with translation.override(language):
        word = _("Organisation").casefold()
    found = (q.key for q in questions if q.label.casefold().startswith(word))
    return next(found, "")


def badge(name: str, line: str = "") -> Badge:
    return Badge(name, size_of(name), line)


def size_of(name: str) -> str:
    """Return the biggest size in which a name fits on a badge, however it is written."""
    room = room_for(name)
    return next((size for most, size in SIZES if room <= most), "xs")


def room_for(name: str) -> float:
    """Return about how many small letters of ours a text is as wide as."""
    return sum(_width(sign) for sign in unicodedata.normalize("NFC", name))


def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return 2
    return 1.4 if sign.isupper() else 1
