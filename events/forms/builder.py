"""Builds the guest's form with Wagtail's form builder."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.contrib.forms.forms import FormBuilder

from . import fields, formats
from .questions import Question
from .registration import RegistrationForm
from .text import clean_line, clean_text
from .trap import TRAP, TrapField

MAX_COMPANIONS = 9
CHOICE_TYPES = ("radio", "dropdown", "checkboxes")
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
    consent_text: str = "",
    publication_id: int | None = None,
    trap: bool = False,
    data: Mapping[str, Any] | None = None,
) -> RegistrationForm:
    """Return the form of an event, bound to ``data`` if there is any.

    ``publication_id`` tells what the guest saw when the form comes back. ``trap`` is for forms
    that strangers send: it adds a field that only programs fill in. A question to choose from that
    offers no choices can't be answered, and is left out.
    """
    builder = RegistrationFormBuilder(questions, max_companions, consent_text, trap)
    return builder.get_form_class()(data, initial={"publication": publication_id})


class RegistrationFormBuilder(FormBuilder):
    """Our kinds of question, and the fixed fields around them."""

    def __init__(
        self, questions: Sequence[Question], max_companions: int, consent_text: str, trap: bool
    ) -> None:
        super().__init__([q for q in questions if self.is_answerable(q)])
        self.max_companions = min(max_companions, MAX_COMPANIONS)
        self.consent_text = consent_text
        self.trap = trap

    def is_answerable(self, question: Question) -> bool:
        return question.field_type not in CHOICE_TYPES or bool(
            self.get_formatted_field_choices(question)
        )

    def get_form_class(self) -> type[RegistrationForm]:
        attrs = {"questions": self.fields, "companion_names": self.companion_names}
        return type("EventRegistrationForm", (RegistrationForm,), attrs | self.formfields)

    @property
    def formfields(self) -> dict[str, forms.Field]:
        # The fixed fields win, should a host name a question like one of them.
        who = self.who_fields()
        return who | super().formfields | who | self.companion_fields() | self.closing_fields()

    @property
    def companion_names(self) -> list[str]:
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
        """A tick, and the names that it reveals."""
        if not self.max_companions:
            return {}
        tick = fields.TickField(
            label=_("I bring somebody"),
            required=False,
            template_name="tilmeld/forms/companions.html",
            widget=forms.CheckboxInput(attrs={"class": "ev-more__switch"}),
        )
        return {"companions": tick} | {
            name: self.companion_field(number)
            for number, name in enumerate(self.companion_names, start=1)
        }

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
        return fields.RadioField(choices=choices, **options)

    def create_dropdown_field(self, question: Question, options: dict) -> fields.ChoiceField:
        nothing = _("Choose an answer") if question.required else _("No answer")
        return fields.ChoiceField(
            choices=[("", nothing), *self.get_formatted_field_choices(question)], **options
        )

    def create_checkboxes_field(self, question: Question, options: dict) -> fields.CheckboxesField:
        options["initial"] = self.get_formatted_field_initial(question)
        return fields.CheckboxesField(choices=self.get_formatted_field_choices(question), **options)

    def create_checkbox_field(self, question: Question, options: dict) -> fields.TickField:
        options["initial"] = question.default_value.strip().casefold() not in UNTICKED
        return fields.TickField(**options)

    def create_agree_field(self, question: Question, options: dict) -> fields.TickField:
        return fields.TickField(**options | {"required": True, "initial": False})

    def create_explanation_field(
        self, question: Question, options: dict
    ) -> fields.ExplanationField:
        return fields.ExplanationField(**options)

    def get_formatted_field_choices(self, question: Question) -> list[tuple[str, str]]:
        """The choices as the editor wrote them, each once, without empty ones."""
        written = [
            clean_line(choice) for choice, _label in super().get_formatted_field_choices(question)
        ]
        return [(choice, choice) for choice in dict.fromkeys(filter(None, written))]


def text_input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)
