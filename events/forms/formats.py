"""Lines that must have a certain form: names, addresses, telephone numbers, numbers, dates."""

import re
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from .fields import LineField
from .text import has_letter

WHOLE_ADDRESS = _("Write the whole e-mail address, for example name@example.org.")

LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
DOMAIN = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
TELEPHONE = re.compile(r"[0-9]{8}|(\+|00)[1-9][0-9]{6,14}")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
DIGITS = 15  # of a number: as many as a spreadsheet keeps


class NameField(LineField):
    """A person's name, in any script."""

    limit = 120
    limit_of_key = 400  # some signs are compared as eighteen
    default_error_messages = {
        "required": _("Write your name."),
        "invalid": _("Write your name in letters."),
    }

    def check(self, text: str) -> str:
        if len(normalize("NFKC", text).casefold()) > self.limit_of_key or not has_letter(text):
            return self.refuse()
        return text


class EmailField(LineField):
    """One bare address that every mail server takes; an international domain stays readable."""

    partial = "email"
    limit = 254
    widget = forms.EmailInput(attrs={"spellcheck": "false"})
    default_error_messages = {"invalid": WHOLE_ADDRESS}

    def check(self, text: str) -> str:
        local, _at, domain = text.rpartition("@")
        on_the_wire = f"{local}@{self._ascii(domain)}"
        if not LOCAL_PART.fullmatch(local) or len(on_the_wire) > self.limit:
            self.refuse()
        return text

    def _ascii(self, domain: str) -> str:
        try:
            ascii_domain = domain.encode("idna").decode()
        except UnicodeError:
            self.refuse()
        if not DOMAIN.fullmatch(ascii_domain) or self._is_another(ascii_domain, domain):
            self.refuse()
        return ascii_domain

    def _is_another(self, ascii_domain: str, domain: str) -> bool:
        """Python's rules (IDNA 2003) write ß as ss, and the letter would go to a stranger."""
        if domain.isascii():
            return False
        return ascii_domain.encode().decode("idna") != normalize("NFKC", domain).lower()


class TelephoneField(LineField):
    """A Danish number of eight digits, or any with its country's code; kept as it was typed."""

    limit = 40
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_error_messages = {
        "invalid": _(
            "Write the telephone number with 8 digits, or with its country code, "
            "for example +46 8 123 45 67."
        )
    }

    def check(self, text: str) -> str:
        digits = re.sub(r"[\s()./\-‐‑‒–]", "", text)
        return text if TELEPHONE.fullmatch(digits) else self.refuse()


class NumberField(LineField):
    """A number as decimal text: ``1,5`` and ``+1.5`` are both ``1.5``.

    A thousands separator is refused, as nobody can tell 1.000 from 1,000.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {
        "invalid": _("Write a number as the answer to “%(label)s”, for example 2 or 1.5."),
        "thousands": _("Write the number without a thousands separator, for example 1000."),
        "digits": _("Write a number of at most 15 digits."),
    }

    def check(self, text: str) -> str:
        text = re.sub(r"\s", "", text).replace("−", "-")
        if not NUMBER.fullmatch(text):
            self.refuse()
        if THOUSANDS.fullmatch(text):
            self.refuse("thousands")
        if sum(map(str.isdigit, text)) > DIGITS:
            self.refuse("digits")
        return format(Decimal(text.replace(",", ".")) + 0, "f")

    def prepare_value(self, value: Any) -> Any:
        return number_in_words(value) if isinstance(value, str) else value


def number_in_words(number: str) -> str:
    """Return a number as people of the active language write it; other text as it is."""
    is_kept_so = NUMBER.fullmatch(number) and not THOUSANDS.fullmatch(number)
    return number.replace(".", get_format("DECIMAL_SEPARATOR")) if is_kept_so else number


class DayInput(forms.TextInput):
    """The browser's calendar; a line of text where something else than a date was typed."""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        if re.fullmatch(r"(\d{4}-\d\d-\d\d)?", context["widget"]["value"] or ""):
            context["widget"]["type"] = "date"
        return context


class DayField(LineField):
    """A date as ISO text, which may be typed as Danes write it."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write a date as the answer to “%(label)s”, for example 22-02-2027.")
    }
    parser = forms.DateField(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"])

    def check(self, text: str) -> str:
        try:
            day = self.parser.to_python(text)
        except ValidationError:
            day = None
        return day.isoformat() if day else self.refuse()

    def prepare_value(self, value: Any) -> Any:
        try:
            return self.to_python(value)
        except ValidationError:
            return value
