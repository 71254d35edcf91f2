"""What the list of events can be narrowed to."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django_filters
import swapper
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import LocaleFilter, WagtailFilterSet
from wagtail.coreutils import get_content_languages

from ...models import Event
from ...models.event import EventQuerySet
from ...models.preview_modes import STATE_LABELS
from ...rules.window import CLOSING_SOON, State

Page = swapper.load_model("wagtailcore", "Page")

COMING, OPEN, CLOSING, FULL, PAST, CANCELLED = (
    "coming",
    "open",
    "closing_soon",
    "full",
    "past",
    "cancelled",
)
STATES = {
    COMING: _("Coming"),
    OPEN: STATE_LABELS[State.OPEN],
    CLOSING: STATE_LABELS[State.CLOSING_SOON],
    FULL: STATE_LABELS[State.FULL],
    PAST: STATE_LABELS[State.PAST],
    CANCELLED: STATE_LABELS[State.CANCELLED],
}
#: States that only an event has whose page can be seen.
OF_LIVE_PAGES = (OPEN, CLOSING, FULL)


FINDERS: dict[str, Callable[[datetime], EventQuerySet]] = {
    COMING: lambda at: Event.objects.filter(cancelled=False, ends_at__gt=at),
    OPEN: lambda at: Event.objects.taking_registrations(at),
    CLOSING: lambda at: Event.objects.taking_registrations(at).filter(
        closes_at__lte=at + CLOSING_SOON
    ),
    FULL: lambda at: Event.objects.full(at),
    PAST: lambda at: Event.objects.filter(cancelled=False, ends_at__lte=at),
    CANCELLED: lambda at: Event.objects.filter(cancelled=True),
}


def sections(pages: QuerySet[Any]) -> list[tuple[int, str]]:
    """Return the pages that these stand under, by title; one query.

    Where two are called the same, what they stand under is named too.
    """
    paths = pages.order_by().annotate(above=_above("path")).values("above")
    over = Page.objects.filter(path=_above(OuterRef("path"))).values("draft_title")
    found = Page.objects.filter(path__in=paths).annotate(over=Subquery(over)).order_by("path")
    titles = [(page.pk, page.get_admin_display_title(), page.over) for page in found]
    number = Counter(title for _pk, title, _over in titles)
    named = [
        (pk, f"{title} ({over})" if number[title] > 1 else title) for pk, title, over in titles
    ]
    return sorted(named, key=lambda section: section[1].casefold())


def _above(path: Any) -> Substr:
    return Substr(path, 1, Length(path) - Page.steplen)


class LanguageFilter(LocaleFilter):
    """Events of which there is a page in a language, whichever page stands for them in the list."""

    def filter(self, pages, language_code):
        if not language_code:
            return pages
        written = Page.objects.filter(locale__language_code=language_code)
        return pages.filter(translation_key__in=written.order_by().values("translation_key"))


class EventFilter(WagtailFilterSet):
    """By state at an instant, by the page above, and by language where there are several."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=list(STATES.items()),
        empty_label=_("All"),
        widget=RadioSelect,
        method="by_state",
    )
    section = django_filters.ChoiceFilter(
        label=_("Section"), empty_label=_("All"), widget=RadioSelect, method="by_section"
    )
    locale = LanguageFilter(
        label=_("Language"),
        choices=lambda: get_content_languages().items(),
        empty_label=_("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = Page
        fields = ["state", "section", "locale"]

    def __init__(
        self, *args: Any, at: datetime, sections: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.filters["section"].extra["choices"] = sections
        if len(sections) < 2:
            del self.filters["section"]
        if len(get_content_languages()) < 2:
            del self.filters["locale"]

    def by_state(self, pages, name, state):
        events = FINDERS[state](self.at)
        if state in OF_LIVE_PAGES:
            events = events.with_live().filter(is_live=True)
        return pages.filter(translation_key__in=events.order_by().values("translation_key"))

    def by_section(self, pages, name, pk):
        return pages.child_of(Page.objects.get(pk=pk))
