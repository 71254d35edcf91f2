"""Panels of ours for the page editor."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.forms.widgets import Media, Select
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.admin.widgets import AdminDateInput

EXAMPLE = date(2027, 3, 25)


class DayInput(AdminDateInput):
    """A date with its weekday beside it, so that a date in the wrong week shows as one types."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-tilmeld-day"] = self.js_format
        return context

    def how_to_write(self) -> str:
        """Say it by an example, as the language in use writes it."""
        return _("Write a date, for example %(date)s.") % {"date": self.format_value(EXAMPLE)}

    @property
    def media(self):
        css = {"all": ["tilmeld/admin/admin.css"]}
        return super().media + Media(css=css, js=["tilmeld/admin/event_page.js"])


class DayPanel(FieldPanel):
    """A date, with its weekday."""

    def __init__(self, field_name, widget=DayInput, **kwargs):
        super().__init__(field_name, widget=widget, **kwargs)


class AnswerSelect(Select):
    """An answer to one of the questions above, which a script fills in as one writes them.

    ``words`` says how a draft's reference is read; whatever else is chosen stays as it is.
    ``ready_made`` are the choices that come with a kind of question.
    """

    def __init__(self, ready_made: Mapping[str, Sequence[Promise]], attrs=None):
        super().__init__(attrs)
        self.ready_made = ready_made
        self.words: dict[str, str] = {}

    @property
    def media(self):
        return Media(js=["tilmeld/admin/conditions.js"])

    def get_context(self, name, value, attrs):
        chosen = self.words.get(value, value)
        self.choices = [("", _("Ask everybody")), *([(chosen, chosen)] if chosen else [])]
        context = super().get_context(name, chosen, attrs)
        choices = {kind: list(map(str, words)) for kind, words in self.ready_made.items()}
        context["widget"]["attrs"]["data-tilmeld-answers"] = json.dumps(choices)
        return context


class NotePanel(Panel):
    """No fields, but something to know: a template filled in from the page being edited."""

    def __init__(self, template_name, **kwargs):
        super().__init__(**kwargs)
        self.template_name = template_name

    def clone_kwargs(self):
        return super().clone_kwargs() | {"template_name": self.template_name}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self):
            return self.panel.template_name

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"page": self.instance}


class RegistrationsPanel(NotePanel):
    """How many are registered, and the way to their list, for those who may see it."""

    class BoundPanel(NotePanel.BoundPanel):
        def is_shown(self):
            may_see = self.request and self.request.user.has_perm("tilmeld.view_registration")
            return bool(may_see and self.instance.event and self.instance.owns_facts)


class SharedFactsPanel(NotePanel):
    """Says on a translation why dates and seats can't be changed there."""

    class BoundPanel(NotePanel.BoundPanel):
        def is_shown(self):
            return not self.instance.owns_facts


class KeyedForm:
    """A form whose ``key`` travels with it, as a draft has no row to keep it in.

    The blank form that the browser makes new rows of carries none, or all would share one.
    """

    cleaned_data: dict[str, Any]
    _meta: Any

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "__prefix__" in (self.prefix or ""):
            self.initial["key"] = ""

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or self._meta.model().key


class KeyedInlinePanel(InlinePanel):
    """An inline panel for children that carry a ``key`` of their own."""

    def get_form_options(self):
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        form = formset["form"]
        formset["form"] = type(form)("KeyedForm", (KeyedForm, form), {})
        return options
