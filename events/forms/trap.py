"""A field that people don't see, so that whoever fills it in is hardly a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Nothing that browsers fill in by themselves.
TRAP = "comments"

TRAPPED = _(
    "A field that people don't see was filled in, perhaps by your browser. We have emptied it. "
    "Send your answers again."
)


class TrapInput(forms.TextInput):
    """Text to programs, hidden to people by a class: a strict policy forbids inline styles.

    Hidden to Django too, so that it is no row of the form and none of its answers.
    """

    template_name = "tilmeld/forms/trap.html"
    is_hidden = True


class TrapField(forms.Field):
    """True if anything stands in it."""

    widget = TrapInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> bool:
        return bool(str(value or "").strip())
