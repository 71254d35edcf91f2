"""The editor's form: what it fills in, and what it refuses when one publishes."""

from types import SimpleNamespace

from wagtail.admin.forms import WagtailAdminPageForm

from ..forms import CHOICE_TYPES, conditions, problems_of_choices
from ..panels import DayInput
from ..rules import readiness
from .facts import FACTS
from .question import asked, condition_problems, settled


class EventPageForm(WagtailAdminPageForm):
    """A draft may lack anything; publishing needs facts that fit together.

    On a page that is about another page's event, the facts are shown as they are published and
    can't be changed: they are the other page's.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.owns_facts:
            self._show_facts_of(self.instance.event)
        self._star_what_publishing_needs()
        self._show_how_days_are_written()
        self._put_conditions_into_words()

    def _show_facts_of(self, event):
        for name in self.fields.keys() & set(FACTS):
            self.initial[name] = getattr(event, name)
            self.fields[name].disabled = True

    def _star_what_publishing_needs(self):
        nothing = SimpleNamespace(**dict.fromkeys(FACTS))
        for name, sentence in readiness.problems(nothing, contact_email="").items():
            field = self.fields.get(name)
            if field and not field.disabled:
                field.required = True
                field.error_messages["required"] = sentence

    def _show_how_days_are_written(self):
        for field in self.fields.values():
            if isinstance(field.widget, DayInput):
                field.error_messages["invalid"] = field.widget.how_to_write()

    def _put_conditions_into_words(self):
        """A draft keeps a condition by key and place, which nobody can read."""
        questions = asked(form.instance for form in self._question_forms)
        words = {each.reference: each.words for each in conditions.possible(questions)}
        for form in self._question_forms:
            if field := form.fields.get("shown_when"):
                field.widget.words = words

    @property
    def _question_forms(self):
        return self.formsets["registration_fields"].forms

    def clean(self):
        cleaned_data = super().clean()
        self._settle_conditions()
        if not self.is_deferred_validation:
            self._refuse_contradictions()
            self._refuse_choices_that_make_no_sense()
        return cleaned_data

    def _refuse_contradictions(self):
        written = {name: getattr(self.instance, name) for name in FACTS} | self.cleaned_data
        problems = readiness.problems(
            SimpleNamespace(**written), contact_email=written.get("contact_email", "")
        )
        for field, sentence in problems.items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, sentence)

    def _refuse_choices_that_make_no_sense(self):
        for form in self._question_forms:
            written = form.cleaned_data if form.is_valid() else {}
            if written.get("field_type") in CHOICE_TYPES:
                for sentence in problems_of_choices(written["choices"]):
                    form.add_error("choices", sentence)

    def _settle_conditions(self):
        """Keep each condition as drafts do; refuse, when one publishes, what makes no sense."""
        kept = self._kept_question_forms()
        fields = [form.instance for form in kept]
        for form, found, sentence in zip(
            kept, settled(fields), condition_problems(fields), strict=True
        ):
            form.instance.shown_when = found
            if sentence and not self.is_deferred_validation:
                form.add_error("shown_when", sentence)

    def _kept_question_forms(self):
        """Those that will be questions, in their order on the page."""
        written = [form for form in self._question_forms if form.is_valid() and form.cleaned_data]
        kept = [form for form in written if not form.cleaned_data.get("DELETE")]
        return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)
