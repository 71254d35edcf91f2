"""Panels of ours for the page editor."""

from typing import Any

from django.utils.formats import date_format
from wagtail.admin.panels import FieldPanel, InlinePanel


class DayPanel(FieldPanel):
    """A date with its weekday beside it, so that a date in the wrong week shows."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "tilmeld/admin/day_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["weekday"] = self._weekday()
            return context

        def _weekday(self) -> str:
            day = getattr(self.instance, self.field_name, None)
            return date_format(day, "l") if day else ""


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
