"""The editor's questions, as drafted on the page."""

from django.db import models
from django.forms import HiddenInput
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField

from ..forms import FIELD_TYPES, Question

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

CHOICES_HELP = _(
    "What guests can choose from, one a line. To give a choice seats of its own, write their "
    "number in brackets behind it: Workshop A [20]"
)

READY_MADE_CHOICES = {
    "diet": [
        _("Vegetarian food"),
        _("Vegan food"),
        _("Food without gluten"),
        _("Food without lactose"),
    ],
    "access": [
        _("Access with a wheelchair"),
        _("Hearing loop"),
        _("Sign language interpreter"),
    ],
}


def new_question_key() -> str:
    return "q" + get_random_string(8, KEY_ALPHABET)


class AbstractRegistrationField(AbstractFormField):
    """One of the editor's questions, with a key that stays whatever happens to its label.

    A host's own event page needs a subclass with a ``ParentalKey`` to it, whose related name must
    be ``registration_fields``.
    """

    key = models.CharField(max_length=20, default=new_question_key, blank=True)
    field_type = models.CharField(
        _("kind of answer"),
        max_length=16,
        choices=[
            *FIELD_TYPES,
            ("diet", _("Diet (ready-made, sensitive)")),
            ("access", _("Access needs (ready-made, sensitive)")),
        ],
    )
    field_type.required_on_save = True  # type: ignore[attr-defined]  # Wagtail reads it
    sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "For health, diet, faith and the like: never in a letter, shown only to those "
            "with the right."
        ),
    )

    class Meta(AbstractFormField.Meta):
        abstract = True

    panels = [
        FieldPanel("label"),
        FieldPanel("field_type", classname="formbuilder-type", required_on_save=True),
        FieldPanel("help_text"),
        FieldPanel("choices", classname="formbuilder-choices", help_text=CHOICES_HELP),
        FieldRowPanel([FieldPanel("required"), FieldPanel("sensitive")]),
        FieldPanel("default_value", classname="formbuilder-default"),
        FieldPanel("key", widget=HiddenInput),
    ]

    def as_question(self) -> Question:
        """The question as it is published; a ready-made one with the choices it comes with."""
        ready_made = READY_MADE_CHOICES.get(self.field_type)
        return Question(
            key=self.key,
            label=self.label,
            field_type="checkboxes" if ready_made else self.field_type,
            help_text=self.help_text,
            required=self.required,
            choices=self.choices or "\n".join(str(choice) for choice in ready_made or []),
            default_value=self.default_value,
            sensitive=self.sensitive or bool(ready_made),
        )


class RegistrationField(AbstractRegistrationField):
    """A question of an event page."""

    page = ParentalKey(
        "tilmeld.EventPage", on_delete=models.CASCADE, related_name="registration_fields"
    )
