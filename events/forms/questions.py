"""The editor's questions, as they are published."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .choices import Choice, read_choices

FIELD_TYPES = (
    ("singleline", _("Single line text")),
    ("multiline", _("Multi-line text")),
    ("email", _("E-mail address")),
    ("telephone", _("Telephone number")),
    ("number", pgettext_lazy("kind of answer", "Number")),
    ("date", _("Date")),
    ("radio", _("Choose one (radio buttons)")),
    ("dropdown", _("Choose one (drop-down list)")),
    ("checkboxes", _("Choose several (tick boxes)")),
    ("checkbox", _("One tick box")),
    ("agree", _("Tick box that must be ticked")),
    ("file", _("File")),
    ("explanation", _("Heading and explanation (no answer)")),
)

CHOICE_TYPES = ("radio", "dropdown", "checkboxes")


@dataclass(frozen=True)
class Condition:
    """An answer to an earlier question: one of its choices, or True for a box that is ticked."""

    question: str
    answer: str | bool

    def is_met(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.question)
        return self.answer in given if isinstance(given, list) else given == self.answer


@dataclass(frozen=True)
class Question:
    """One of the editor's questions, as published.

    ``key`` names the answer for ever, whatever happens to the label. ``choices`` is written as
    ``read_choices`` reads it, ``default_value`` too, but without seats. With ``shown_when``, only
    those are asked who gave that answer before. A *need* is something that hosts and caterers must
    see to: they may read its answers without names.
    """

    key: str
    label: str
    field_type: str
    help_text: str = ""
    required: bool = True
    choices: str = ""
    default_value: str = ""
    sensitive: bool = False
    shown_when: Condition | None = None
    is_need: bool = False

    @property
    def clean_name(self) -> str:
        """The name that Wagtail's form builder gives the field."""
        return self.key

    @property
    def has_answer(self) -> bool:
        return self.field_type != "explanation"

    @property
    def offered(self) -> list[Choice]:
        """What a guest can choose from; nothing unless it is a question to choose from."""
        return read_choices(self.choices) if self.field_type in CHOICE_TYPES else []

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Question":
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        if condition := values.get("shown_when"):
            values["shown_when"] = Condition(**condition)
        return cls(**values)
