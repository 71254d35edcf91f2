"""What a list of letters can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from .... import permissions
from ....models import Message
from ....models.message import open_matter
from ..filters import NEEDS_ATTENTION, DaysFilter, words_of


class LetterFilter(WagtailFilterSet):
    """By state, by kind, and by the day of writing in the zone that is active."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(NEEDS_ATTENTION, _("Needs attention")), *Message.State.choices],
        widget=CheckboxSelectMultiple,
        method="by_state",
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Letter"), choices=Message.Kind.choices, widget=CheckboxSelectMultiple
    )
    created_at = DaysFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Message
        fields = ["state", "kind", "created_at"]

    def by_state(self, letters, name, states):
        chosen = Q(state__in=states)
        if NEEDS_ATTENTION in states:
            chosen |= open_matter()
        return letters.filter(chosen)


def _events(request):
    return permissions.events_of(request.user).order_by("-starts_at", "-pk")


class ReportFilter(LetterFilter):
    """The same, and by event."""

    event = django_filters.ModelChoiceFilter(label=_("Event"), queryset=_events)

    class Meta:
        model = Message
        fields = ["event", "state", "kind", "created_at"]


def search(letters: Any, query: str) -> Any:
    """Return those of whom every word occurs in the address or the guest's or invitee's name."""
    for word in words_of(query):
        letters = letters.filter(
            Q(address_key__contains=word)
            | Q(to_address__icontains=word)
            | Q(registration__name_key__contains=word)
            | Q(invitation__name_key__contains=word)
        )
    return letters
