"""Columns that several of our lists have."""

from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, StatusTagColumn

from ...models import Message

#: A longer answer is cut; the whole of it stands at the registration.
ANSWER_LENGTH = 140


class LetterColumn(StatusTagColumn):
    """How the newest letter fared; it stands out where somebody must see to it."""

    cell_template_name = "tilmeld/admin/letter_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        state = instance.letter_state
        context["needs_attention"] = instance.needs_attention
        context["value"] = Message.State(state).label if state else ""
        return context


class ArrivedColumn(StatusTagColumn):
    """How many of a party have come."""

    def get_value(self, registration):
        if not registration.arrived or registration.party_size == 1:
            return _("Arrived") if registration.arrived else ""
        arrived, expected = registration.arrived, registration.party_size
        return _("%(arrived)d of %(expected)d") % {"arrived": arrived, "expected": expected}


class MomentColumn(Column):
    """Date and time on the clocks that are active."""

    cell_template_name = "tilmeld/admin/moment_cell.html"


class AnswerColumn(Column):
    """What was answered to one question, cut where it is long."""

    def get_value(self, instance):
        value = super().get_value(instance)
        is_long = isinstance(value, str) and len(value) > ANSWER_LENGTH
        return f"{value[: ANSWER_LENGTH - 1]}…" if is_long else value
