"""Builds the guest's form with Wagtail's form builder."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.forms.forms import FormBuilder

from .. import conf
from . import fields, files, formats
from .choices import Choice
from .questions import CHOICE_TYPES, Question
from .registration import RegistrationForm
from .switches import Switches
from .text import clean_text
from .trap import TRAP, TrapField

MAX_COMPANIONS = 9
FieldOfChoices = TypeVar("FieldOfChoices", bound=fields.ChoiceField | fields.CheckboxesField)
UNTICKED = ("", "0", "false", "no", "off", "nej")
ORGANISATION_WORDS = (
    "organisation",
    "organization",
    "association",
    "company",
    "employer",
    "forening",
    "virksomhed",
    "arbejdsplads",
)


def build_form(
    questions: Sequence[Question],
    *,
    max_companions: int = 0,
    names_companions: bool = True,
    consent_text: str = "",
    publication_id: int | None = None,
    seats: Mapping[tuple[str, str], int] | None = None,
    counts_seats: bool = False,
    initial: Mapping[str, Any] | None = None,
    trap: bool = False,
    data: Mapping[str, Any] | None = None,
    uploads: Mapping[str, Any] | None = None,
) -> RegistrationForm:
    """Return the form of an event, bound to ``data`` and ``uploads`` if there are any.

    ``publication_id`` tells what the guest saw when the form comes back. ``seats`` maps a
    question's key and a choice to the seats left there: without any, it can't be chosen; with
    ``counts_seats`` their number is shown. ``trap`` is for forms that strangers send: it adds a
    field that only programs fill in. A question to choose from that offers no choices can't be
    answered, and is left out.
    """
    builder = RegistrationFormBuilder(questions)
    builder.max_companions = min(max_companions, MAX_COMPANIONS)
    builder.names_companions = names_companions
    builder.consent_text = consent_text
    builder.trap = trap
    builder.seats, builder.counts_seats = seats or {}, counts_seats
    filled_in = {"publication": publication_id} | dict(initial or {})
    return builder.get_form_class()(data, uploads, initial=filled_in)


class RegistrationFormBuilder(FormBuilder):
    """Our kinds of question, and the fixed fields around them."""

    max_companions: int
    names_companions: bool
    consent_text: str
    seats: Mapping[tuple[str, str], int]
    counts_seats: bool
    trap: bool

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__([q for q in questions if q.offered or q.field_type not in CHOICE_TYPES])
        self.switches = Switches(self.fields)

    def get_form_class(self) -> type[RegistrationForm]:
        attrs = {"questions": self.fields, "companion_names": self.companion_names}
        attrs["has_conditions"] = bool(self.switches.numbers)
        return type("EventRegistrationForm", (RegistrationForm,), attrs | self.formfields)

    @property
    def formfields(self) -> dict[str, forms.Field]:
        # The fixed fields win, should a host name a question like one of them.
        who = self.who_fields()
        asked = super().formfields
        self.switches.mark(asked)
        return who | asked | who | self.companion_fields() | self.closing_fields()

    @property
    def companion_names(self) -> list[str]:
        if not self.names_companions:
            return []
        return [f"companion_{number}" for number in range(1, self.max_companions + 1)]

    def who_fields(self) -> dict[str, forms.Field]:
        return {
            "name": formats.NameField(
                label=_("Name"), widget=text_input(autocomplete="name", spellcheck="false")
            ),
            "email": formats.EmailField(
                label=_("E-mail"),
                help_text=_("We send your confirmation here."),
                widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
                error_messages={"required": formats.WHOLE_ADDRESS},
            ),
        }

    def companion_fields(self) -> dict[str, forms.Field]:
        """A tick, and the names that it reveals; or how many there are, where nobody asks more."""
        if not self.max_companions:
            return {}
        if not self.names_companions:
            return {"companions": self.companion_number()}
        tick = fields.TickField(
            label=_("I'm bringing somebody"),
            required=False,
            template_name="tilmeld/forms/companions.html",
            widget=forms.CheckboxInput(attrs={"class": "ev-more__switch"}),
        )
        return {"companions": tick} | {
            name: self.companion_field(number)
            for number, name in enumerate(self.companion_names, start=1)
        }

    def companion_number(self) -> fields.ChoiceField:
        numbers = [(str(number), str(number)) for number in range(1, self.max_companions + 1)]
        return fields.ChoiceField(
            label=_("How many do you bring?"),
            help_text=_("Each companion also takes a seat."),
            choices=[("", _("Nobody")), *numbers],
            required=False,
        )

    def companion_field(self, number: int) -> formats.NameField:
        label, hint = _("Your companion's name"), _("Your companion also takes a seat.")
        if self.max_companions > 1:
            label = _("Name of companion %(number)d") % {"number": number}
            hint = _("Each companion also takes a seat.")
        return formats.NameField(
            label=label,
            help_text=hint if number == 1 else "",
            required=False,
            widget=text_input(autocomplete="off", spellcheck="false"),
            error_messages={"invalid": _("Write your companion's name in letters.")},
        )

    def closing_fields(self) -> dict[str, forms.Field]:
        closing: dict[str, forms.Field] = {"publication": fields.PublicationField()}
        if self.trap:
            closing[TRAP] = TrapField()
        if not self.consent_text:
            return closing
        required = _("Tick the box so that we may use your answers.")
        consent = fields.TickField(label=self.consent_text, error_messages={"required": required})
        return {"consent": consent} | closing

    def get_field_options(self, question: Question) -> dict[str, Any]:
        initial = clean_text(question.default_value)
        return super().get_field_options(question) | {"initial": initial}

    def create_singleline_field(self, question: Question, options: dict) -> fields.LineField:
        if any(word in question.label.casefold() for word in ORGANISATION_WORDS):
            options["widget"] = text_input(autocomplete="organization")
        return fields.LineField(**options)

    def create_multiline_field(self, question: Question, options: dict) -> fields.TextField:
        limit = number_format(fields.TextField.limit, force_grouping=True)
        hint = _("At most %(limit)s characters.") % {"limit": limit}
        return fields.TextField(**options | {"help_text": f"{question.help_text} {hint}".strip()})

    def create_email_field(self, question: Question, options: dict) -> formats.EmailField:
        return formats.EmailField(**options)

    def create_telephone_field(self, question: Question, options: dict) -> formats.TelephoneField:
        return formats.TelephoneField(**options)

    def create_number_field(self, question: Question, options: dict) -> formats.NumberField:
        return formats.NumberField(**options)

    def create_date_field(self, question: Question, options: dict) -> formats.DayField:
        return formats.DayField(**options)

    def create_radio_field(self, question: Question, options: dict) -> fields.RadioField:
        # Radio buttons can't be unchosen, so an optional question needs a way back.
        choices = self.get_formatted_field_choices(question)
        if not question.required:
            choices.append(("", _("No answer")))
        field = fields.RadioField(choices=choices, **options)
        return self.with_marks(question, field)

    def create_dropdown_field(self, question: Question, options: dict) -> fields.ChoiceField:
        nothing = _("Choose an answer") if question.required else _("No answer")
        choices = [("", nothing), *self.get_formatted_field_choices(question)]
        return self.with_marks(question, fields.ChoiceField(choices=choices, **options))

    def create_checkboxes_field(self, question: Question, options: dict) -> fields.CheckboxesField:
        options["initial"] = self.get_formatted_field_initial(question)
        choices = self.get_formatted_field_choices(question)
        return self.with_marks(question, fields.CheckboxesField(choices=choices, **options))

    def create_checkbox_field(self, question: Question, options: dict) -> fields.TickField:
        options["initial"] = question.default_value.strip().casefold() not in UNTICKED
        number = self.switches.of(question).get(True)
        widget = forms.CheckboxInput(attrs={"data-ev-switch": number} if number else {})
        return fields.TickField(widget=widget, **options)

    def create_agree_field(self, question: Question, options: dict) -> fields.TickField:
        return fields.TickField(**options | {"required": True, "initial": False})

    def create_file_field(self, question: Question, options: dict) -> files.FileField:
        values = {"kinds": files.kinds_in_words(), "limit": conf.get("FILE_MEGABYTES")}
        hint = _("%(kinds)s, at most %(limit)s MB.") % values
        help_text = f"{question.help_text} {hint}".strip()
        return files.FileField(**options | {"help_text": help_text, "initial": None})

    def create_explanation_field(
        self, question: Question, options: dict
    ) -> fields.ExplanationField:
        return fields.ExplanationField(**options)

    def get_formatted_field_choices(self, question: Question) -> list[tuple[str, str]]:
        """The choices as the editor wrote them, each with what is to be said of its seats."""
        return [(choice.text, self.in_words(question, choice)) for choice in question.offered]

    def in_words(self, question: Question, choice: Choice) -> str:
        left = self.seats.get((question.key, choice.text))
        if left is None or (left and not self.counts_seats):
            return choice.text
        if not left:
            return _("%(choice)s (full)") % {"choice": choice.text}
        words = ngettext(
            "%(choice)s (%(seats)d seat left)", "%(choice)s (%(seats)d seats left)", left
        )
        return words % {"choice": choice.text, "seats": left}

    def with_marks(self, question: Question, field: FieldOfChoices) -> FieldOfChoices:
        """Keep guests from choosing what is full; whether it still is, is decided later.

        An answer on which other questions depend gets its number.
        """
        field.widget.switches = self.switches.of(question)
        field.widget.full = {
            choice for (key, choice), left in self.seats.items() if key == question.key and not left
        }
        return field


def text_input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)
