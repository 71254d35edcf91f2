"""The editor's questions, as drafted on the page."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.forms import HiddenInput
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField

from ..forms import FIELD_TYPES, Question, conditions
from ..panels import AnswerSelect

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

#: Kinds of question about what hosts and caterers must see to, and what each is published as.
NEEDS = {"diet": "checkboxes", "access": "checkboxes", "needs": "multiline"}


def new_question_key() -> str:
    return "q" + get_random_string(8, KEY_ALPHABET)


def asked(fields: "Iterable[AbstractRegistrationField]") -> list[Question]:
    """Return the questions as they are published, with the conditions that make sense."""
    questions: list[Question] = []
    for field in fields:
        questions.append(field.as_question(questions))
    return questions


def condition_problems(fields: "Sequence[AbstractRegistrationField]") -> list[str]:
    """Return for each question a sentence about its condition, "" where that makes sense."""
    questions = asked(fields)
    return [
        conditions.problem(field.shown_when, questions[:place], questions[place + 1 :])
        for place, field in enumerate(fields)
    ]


def settled(fields: "Sequence[AbstractRegistrationField]") -> list[str]:
    """Return each question's condition as drafts keep it; one without sense as it was written."""
    questions = asked(fields)
    found = [
        conditions.find(field.shown_when, questions[:place]) for place, field in enumerate(fields)
    ]
    return [
        each[0].reference if len(each) == 1 else field.shown_when
        for field, each in zip(fields, found, strict=True)
    ]


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
            ("needs", _("Needs in the guest's own words (ready-made, sensitive)")),
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
    shown_when = models.TextField(
        _("ask only if"),
        blank=True,
        help_text=_("Those who answered a question above like this are asked, nobody else."),
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
        FieldPanel("shown_when", widget=AnswerSelect(READY_MADE_CHOICES)),
        FieldPanel("key", widget=HiddenInput, classname="w-hidden"),
    ]

    def as_question(self, earlier: Sequence[Question] = ()) -> Question:
        """The question as it is published; a ready-made one with the choices it comes with.

        A condition that is none of the answers to the ``earlier`` questions is left out.
        """
        found = conditions.find(self.shown_when, earlier)
        ready_made = READY_MADE_CHOICES.get(self.field_type, [])
        is_need = self.field_type in NEEDS
        return Question(
            key=self.key,
            label=self.label,
            field_type=NEEDS.get(self.field_type, self.field_type),
            help_text=self.help_text,
            required=self.required,
            choices=self.choices or "\n".join(str(choice) for choice in ready_made),
            default_value=self.default_value,
            sensitive=self.sensitive or is_need,
            is_need=is_need,
            shown_when=found[0].condition if len(found) == 1 else None,
        )


class RegistrationField(AbstractRegistrationField):
    """A question of an event page."""

    page = ParentalKey(
        "tilmeld.EventPage", on_delete=models.CASCADE, related_name="registration_fields"
    )
