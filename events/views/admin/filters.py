"""What the list of registrations, and with it the download, can be narrowed to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ...models import Message, Registration, Status, Tag
from ...rules.identity import name_key
from .answer_filters import answer_filters
from .asked import Asked

NEEDS_ATTENTION = "needs_attention"


def words_of(query: str) -> list[str]:
    """Return the words that must occur, each, in whatever case it is written."""
    return name_key(query[:200]).split()[:10]


def by_name_or_address(people: Any, query: str) -> Any:
    """Return those in whose name or address every word of a query occurs."""
    for word in words_of(query):
        people = people.filter(is_called(word))
    return people


def is_called(word: str) -> Q:
    """The condition that a word occurs in somebody's name or address."""
    found = Q(name_key__contains=word) | Q(address_key__contains=word)
    return found | Q(email__icontains=word)


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From one day to another in the zone that is active; calendars' ends are no limit."""

    def filter(self, queryset, days):
        if days and days.start and days.start.year > date.min.year:
            queryset = queryset.filter(**{f"{self.field_name}__gte": days.start})
        if days and days.stop and days.stop.year < date.max.year:
            queryset = queryset.filter(**{f"{self.field_name}__lte": days.stop})
        return queryset


class RegistrationFilter(WagtailFilterSet):
    """By status, by the day of registering in the zone that is active, by the newest letter, by
    whether they were invited or have come, by tag, and by the answers to what was asked.
    """

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=Status.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )
    created_at = DaysFilter(label=_("Registered"), widget=DateRangePickerWidget)
    letter = django_filters.ChoiceFilter(
        label=_("Letter"),
        choices=[(NEEDS_ATTENTION, _("Needs attention")), *Message.State.choices],
        empty_label=_("All"),
        widget=RadioSelect,
        method="by_letter",
    )

    invited = django_filters.ChoiceFilter(
        label=_("By invitation"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
        widget=RadioSelect,
        method="by_invitation",
    )
    door = django_filters.ChoiceFilter(
        label=_("At the door"),
        choices=[("in", _("Checked in")), ("missing", _("Not checked in"))],
        empty_label=_("All"),
        widget=RadioSelect,
        method="by_door",
    )
    tag = django_filters.ChoiceFilter(label=_("Tag"), field_name="tags", empty_label=_("All"))

    class Meta:
        model = Registration
        fields = ["status", "created_at", "letter", "invited", "door", "tag"]

    def __init__(
        self, *args: Any, asked: Asked | None = None, tags: Iterable[Tag] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filters["tag"].extra["choices"] = [(tag.pk, tag.name) for tag in tags]
        if not tags:
            del self.filters["tag"]
        if asked:
            self.filters |= answer_filters(asked)

    def by_letter(self, registrations, name, state):
        if state == NEEDS_ATTENTION:
            letters = Message.objects.needing_attention().order_by()
            return registrations.filter(pk__in=letters.values("registration"))
        return registrations.with_letter_state().filter(letter_state=state)

    def by_invitation(self, registrations, name, answer):
        return registrations.filter(invitation__isnull=answer == "no")

    def by_door(self, registrations, name, value):
        """Those of whom somebody has come; or those who have a seat and of whom nobody has."""
        if value == "in":
            return registrations.checked_in()
        return registrations.confirmed().checked_in(False)
