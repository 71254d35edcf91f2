"""What a guest can be asked, with sentences that say what to do.

Answers come out of these fields as JSON can hold them: text, a list of texts, or a boolean.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .text import clean_line, clean_text, encodable

TOO_LONG = _("Shorten the answer to %(limit)s characters. It is %(length)s now.")


class GuestField(forms.Field):
    """A field with a template of its own, whose sentences may name its ``%(label)s``."""

    partial: str
    css_class = ""
    #: When it is asked, in words, and the numbers of the answers without which it is hidden.
    condition = shown = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("template_name", f"tilmeld/forms/{self.partial}.html")
        super().__init__(**options)

    def clean(self, value: Any, *initial: Any) -> Any:
        try:
            return super().clean(value, *initial)
        except ValidationError as refusal:
            for error in refusal.error_list:
                error.params = {**(error.params or {}), "label": self.label}
            raise

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """No ``maxlength``, at which browsers cut what is pasted without a word."""
        return {"class": self.css_class} if self.css_class else {}

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        return encodable(shown) if isinstance(shown, str) else shown

    def refuse(self, code: str = "invalid") -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code)


class LineField(GuestField, forms.CharField):
    """Text on one line. ``limit`` is in characters, after cleaning."""

    partial = "text"
    css_class = "ev-input ev-input--m"
    limit = 255
    tidy: Callable[[str], str] = staticmethod(clean_line)
    default_error_messages = {"required": _("Write an answer to “%(label)s”.")}

    def to_python(self, value: Any) -> str:
        text = self.tidy(super().to_python(value) or "")
        if len(text) > self.limit:
            raise ValidationError(TOO_LONG, code="too_long", params=self._lengths(text))
        return self.check(text) if text else ""

    def check(self, text: str) -> str:
        """Return the answer that a text is, or refuse it."""
        return text

    def _lengths(self, text: str) -> dict[str, str]:
        lengths = {"limit": self.limit, "length": len(text)}
        return {name: number_format(n, force_grouping=True) for name, n in lengths.items()}


class TextField(LineField):
    """Text of any number of lines."""

    partial = "textarea"
    css_class = "ev-input"
    limit = 5_000
    tidy = staticmethod(clean_text)
    widget = forms.Textarea(attrs={"rows": 5})


class MarkedChoices(forms.widgets.ChoiceWidget):
    """A choice without seats is shown, and can't be chosen; one that is chosen already, can.

    ``switches`` numbers the choices on which other questions depend.
    """

    full: Collection[str] = ()
    switches: Mapping[Any, int] = {}

    def create_option(
        self, name: str, value: Any, label: Any, selected: bool, *args: Any, **kwargs: Any
    ) -> dict:
        option = super().create_option(name, value, label, selected, *args, **kwargs)
        if str(value) in self.full and not selected:
            option["attrs"]["disabled"] = True
        if number := self.switches.get(str(value)):
            option["attrs"]["data-ev-switch"] = number
        return option


class Select(MarkedChoices, forms.Select):
    pass


class RadioSelect(MarkedChoices, forms.RadioSelect):
    pass


class CheckboxSelectMultiple(MarkedChoices, forms.CheckboxSelectMultiple):
    pass


class ChoiceField(GuestField, forms.ChoiceField):
    """One of several answers, chosen from a list that opens."""

    partial = "select"
    widget: type[MarkedChoices] = Select
    css_class = "ev-input ev-input--m"
    default_error_messages = {
        "required": _("Choose an answer to “%(label)s”."),
        "invalid_choice": _("Choose one of the answers to “%(label)s”."),
    }


class RadioField(ChoiceField):
    """One of several answers, all in view."""

    partial = "radio"
    css_class = ""
    widget = RadioSelect


class CheckboxesField(GuestField, forms.MultipleChoiceField):
    """Any number of several answers."""

    partial = "checkboxes"
    widget = CheckboxSelectMultiple
    default_error_messages = {
        **ChoiceField.default_error_messages,
        "invalid_list": ChoiceField.default_error_messages["invalid_choice"],
    }

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))


class TickField(GuestField, forms.BooleanField):
    """Yes, or nothing."""

    partial = "tick"
    default_error_messages = {"required": _("Tick the box “%(label)s”.")}


class ExplanationField(GuestField):
    """A heading with words below it, between the questions. It has no answer."""

    partial = "explanation"

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "required": False, "disabled": True, "initial": None})


class PublicationField(forms.IntegerField):
    """The hidden number of what the guest saw published. Nonsense in it is nobody's error."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=1, max_value=2**63 - 1, **options)

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError:
            return None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is published now: that is what the guest sees when the form comes back."""
        return initial
