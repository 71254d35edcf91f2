"""The form that guests fill in, and what comes out of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import EmailInput
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, get_default_renderer
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm

from .files import as_answer
from .formats import WHOLE_ADDRESS, EmailField
from .questions import Question
from .trap import TRAP, TRAPPED


@dataclass(frozen=True)
class Entry:
    """What a guest sent, clean and complete.

    ``answers`` and ``sensitive_answers`` map a question's key to text, a list of texts, True, or a
    file's name and digest; ``files`` holds the uploads themselves.
    What was left empty, or not ticked, is not in them. A companion whose name nobody asked for is
    an empty text. ``publication_id`` is only a claim. ``accepts_waiting`` says that the guest
    would rather wait for all their seats than bring fewer people.
    """

    name: str
    email: str
    companions: tuple[str, ...]
    answers: dict[str, Any]
    sensitive_answers: dict[str, Any]
    publication_id: int | None
    accepts_waiting: bool = False
    files: dict[str, UploadedFile] = field(default_factory=dict)

    @property
    def party_size(self) -> int:
        return 1 + len(self.companions)


class FormRenderer(BaseRenderer):
    """Finds our templates as pages do, so that a host may override them; widgets stay Django's."""

    form_template_name = "tilmeld/forms/form.html"
    field_template_name = "tilmeld/forms/text.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("tilmeld/"):
            return get_template(template_name)
        return get_default_renderer().get_template(template_name)


class GuestBoundField(BoundField):
    """A field with the ids that its template and the error summary need."""

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_hint" if self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error" if self.errors else ""

    @property
    def condition(self) -> str:
        """When the field is asked for, in words."""
        return getattr(self.field, "condition", "")

    @property
    def condition_id(self) -> str:
        return f"{self.auto_id}_condition" if self.condition else ""

    @property
    def shown(self) -> str:
        """The numbers of the answers without which conditions.css hides the field."""
        return getattr(self.field, "shown", "")

    @property
    def aria_describedby(self) -> str:
        return " ".join(filter(None, (self.condition_id, self.hint_id, self.error_id)))

    @property
    def control_id(self) -> str:
        """What a link to the field leads to: of a group, its first choice."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def sent(self) -> dict[str, Any] | None:
        """The file that was sent before, if the field asks for one."""
        value = self.value()
        return value if isinstance(value, dict) else None

    @property
    def is_optional(self) -> bool:
        """Whether to say so. The first companion's name is asked for by the tick above it."""
        return not self.field.required and self.name != "companion_1"


class GuestForm(BaseForm):
    """A form for guests: our templates, and errors that say what to do."""

    default_renderer = FormRenderer()
    bound_field_class = GuestBoundField
    use_required_attribute = False

    @property
    def faulty_fields(self) -> list[BoundField]:
        return [field for field in self if field.errors]

    @property
    def error_count(self) -> int:
        """How many answers must be corrected."""
        return len(self.faulty_fields)


class AddressForm(GuestForm):
    """An e-mail address, and nothing else."""

    email = EmailField(
        label=_("E-mail"),
        widget=EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": WHOLE_ADDRESS},
    )


class RegistrationForm(GuestForm):
    """Name, e-mail, the editor's questions, companions, consent. Made by ``build_form``."""

    questions: Sequence[Question] = ()
    companion_names: Sequence[str] = ()
    has_conditions = False

    def clean(self) -> None:
        if self.cleaned_data.get(TRAP):
            self.add_error(None, TRAPPED)
        self._forget_what_is_not_asked()
        if not self.companion_names:
            return
        if not self.cleaned_data.get("companions"):
            self._forget_companions()
        elif not any(self.cleaned_data.get(name) for name in self.companion_names):
            self._ask_for_companion()

    def entry(self, *, accepts_waiting: bool = False) -> Entry:
        """What the guest sent; without an address, where none was asked. The form must be valid."""
        return Entry(
            name=self.cleaned_data["name"],
            email=self.cleaned_data.get("email", ""),
            companions=self._companions(),
            answers=self._answers(sensitive=False),
            sensitive_answers=self._answers(sensitive=True),
            publication_id=self.cleaned_data["publication"],
            accepts_waiting=accepts_waiting,
            files=self.uploads,
        )

    @property
    def uploads(self) -> dict[str, UploadedFile]:
        """The files that were sent and can be taken, by their question's key."""
        sent = {q.key: self.cleaned_data.get(q.key) for q in self.questions}
        return {key: value for key, value in sent.items() if isinstance(value, UploadedFile)}

    def ask_for_files_again(self) -> None:
        """Say at each file that it must be chosen again: no browser keeps what was chosen."""
        if not self.files:
            return
        self.is_valid()  # a form that nobody has looked at yet; what was found wrong since stays
        for key in self.uploads:
            self.add_error(key, _("Choose the file again. It was not kept."))

    @property
    def rows(self) -> list[BoundField]:
        """The fields in their order, but for those that another one's template shows."""
        return [f for f in self.visible_fields() if f.name not in self.companion_names]

    @property
    def companion_fields(self) -> list[BoundField]:
        return [self[name] for name in self.companion_names]

    def _companions(self) -> tuple[str, ...]:
        if self.companion_names:
            return tuple(filter(None, map(self.cleaned_data.get, self.companion_names)))
        return ("",) * int(self.cleaned_data.get("companions") or 0)

    def _answers(self, *, sensitive: bool) -> dict[str, Any]:
        asked = [q for q in self.questions if q.sensitive == sensitive]
        given = {q.key: self.cleaned_data.get(q.key) for q in asked}
        return {key: as_answer(value) for key, value in given.items() if value}

    def _forget_what_is_not_asked(self) -> None:
        """Guests don't see it, by the answers they gave, so nothing in it counts."""
        for question in self.questions:
            condition, field = question.shown_when, self.fields.get(question.key)
            if condition and field and not (field.disabled or condition.is_met(self._answered)):
                self.cleaned_data.pop(question.key, None)
                self.errors.pop(question.key, None)

    @property
    def _answered(self) -> dict[str, Any]:
        """The answers so far; those to questions that were taken out of the form as they were."""
        taken_out = [q.key for q in self.questions if q.key not in self.fields]
        return {key: self.initial.get(key) for key in taken_out} | self.cleaned_data

    def _forget_companions(self) -> None:
        """Without the tick nobody sees their fields, so nothing in them counts."""
        for name in self.companion_names:
            self.cleaned_data.pop(name, None)
            self.errors.pop(name, None)

    def _ask_for_companion(self) -> None:
        if not any(name in self.errors for name in self.companion_names):
            self.add_error("companion_1", _("Write your companion's name, or remove the tick."))
