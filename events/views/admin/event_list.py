"""The list of events, drafts among them, that are a member of staff's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import swapper
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale

from ... import permissions
from ...dates import deadline, when
from ...models import Event, EventMixin
from ...models.preview_modes import STATE_LABELS
from ...models.rooms import rooms
from ...rules.capacity import Room, Tally
from ...rules.identity import name_key
from . import attention, duplicate
from .event_filters import EventFilter, sections
from .filters import words_of
from .scope import OfEvents

Page = swapper.load_model("wagtailcore", "Page")


def state_label(event: Event | None, at: datetime, *, full: bool = False) -> str:
    """Say what state an event ``with_live`` is in, as staff see it; ``full`` says no seat is left.

    It is published as long as its page is in one language.
    """
    if event is None:
        return _("Draft")
    if not event.is_live:
        return _("Not published")
    return str(STATE_LABELS[event.window.state(at, full=full)])


@dataclass(frozen=True)
class Row:
    """One event in the list: its page, and what is published of it, if anything."""

    page: Any
    event: Event | None
    room: Room | None
    at: datetime
    letters: int = 0  # that need attention
    language: str = ""  # of a draft, where there are several

    @property
    def pk(self) -> int:
        return self.page.pk

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        title = self.page.get_admin_display_title()
        return f"{title} ({self.language})" if self.language else title

    @property
    def state(self) -> str:
        return state_label(self.event, self.at, full=self._is_full)

    @property
    def takes_registrations(self) -> bool:
        event = self.event
        state = event.window.state(self.at, full=self._is_full) if event else None
        return bool(state and state.takes_registrations)

    @property
    def _is_full(self) -> bool:
        return bool(self.room and self.room.is_full)

    @property
    def when(self) -> str:
        return when(self.event or self.page)

    @property
    def deadline(self) -> str:
        return deadline(self.event or self.page)

    @property
    def seats(self) -> Tally | None:
        return Tally(self.event.taken, self.event.capacity) if self.event else None

    @property
    def waiting(self) -> str:
        """How many people wait; nothing where nobody can."""
        event = self.event
        is_told = event and (event.waiting or event.has_waiting_list)
        return str(event.waiting) if event and is_told else ""

    @property
    def undecided(self) -> int | None:
        """The oldest announcement that waits for a decision; there is none once all is over."""
        is_to_come = self.event and self.at < self.event.ends_at
        return self.event.undecided if self.event and is_to_come else None

    @property
    def to_do(self) -> str:
        """What somebody must still see to, until the event is over."""
        event = self.event
        if event is None or self.at >= event.ends_at:
            return ""
        is_promised = event.programme_to_come and not event.cancelled
        untold = _("Guests not told") if self.undecided else ""
        promised = _("Programme to come") if is_promised else ""
        return ", ".join(filter(None, (untold, promised)))


class SeatsColumn(Column):
    """How many seats are taken, in words and as a bar."""

    cell_template_name = "tilmeld/admin/seats_cell.html"


class LettersColumn(Column):
    """How many letters somebody must see to, which leads to them."""

    cell_template_name = "tilmeld/admin/event_letters_cell.html"


class EventPaginator(WagtailPaginator):
    model = Event  # what is counted below the list


class EventListView(OfEvents, generic.IndexView):
    """The user's events and drafts, the latest first, drafts on top; constant queries."""

    model = Page
    page_title = gettext_lazy("Events")
    header_icon = "calendar-alt"
    index_url_name = "tilmeld_admin:events"
    index_results_url_name = "tilmeld_admin:events_results"
    add_url_name = "tilmeld_admin:add_event"
    add_item_label = gettext_lazy("Add event")
    any_permission_required = None
    template_name = "tilmeld/admin/listing.html"
    results_template_name = "tilmeld/admin/event_list_results.html"
    filterset_class = EventFilter
    paginate_by = 50
    paginator_class = EventPaginator
    is_searchable = True
    search_backend_name = None
    verbose_name_plural = gettext_lazy("events")

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def own_pages(self):
        return permissions.pages_of(self.request.user).type(EventMixin)

    def get_filterset_kwargs(self):
        shown = {"at": self.at, "sections": sections(self.own_pages)}
        return super().get_filterset_kwargs() | shown

    def get_base_queryset(self):
        same_event = Event.objects.filter(translation_key=OuterRef("translation_key"))
        of_another_page = same_event.exclude(page=None).exclude(page=OuterRef("pk"))
        return (
            self.own_pages.filter(~Exists(of_another_page), alias_of=None)
            .annotate(starts_at=Subquery(same_event.values("starts_at")))
            .order_by(F("starts_at").desc(nulls_first=True), "-pk")
            .defer_streamfields()
            .specific()
        )

    def search_queryset(self, queryset):
        """Those in whose title, as it is published or drafted, every word occurs."""
        words = words_of(self.search_query or "")
        if not words:
            return queryset
        titles = queryset.values_list("pk", "title", "draft_title")
        named = [(key, name_key(f"{title} {draft}")) for key, title, draft in titles]
        return queryset.filter(pk__in=[k for k, name in named if all(w in name for w in words)])

    def order_queryset(self, queryset):
        """Drafts without a date stand on top of the latest, on either database."""
        if self.ordering == "starts_at":
            return queryset.order_by(F("starts_at").asc(nulls_last=True), "pk")
        if self.ordering == "-starts_at":
            return queryset.order_by(F("starts_at").desc(nulls_first=True), "-pk")
        return super().order_queryset(queryset)

    def paginate_queryset(self, queryset, page_size):
        paginator, page, pages, is_paginated = super().paginate_queryset(queryset, page_size)
        return paginator, page, self._rows(list(pages)), is_paginated

    def _rows(self, pages):
        keys = [page.translation_key for page in pages]
        events = (
            Event.objects.with_taken()
            .with_waiting()
            .with_live()
            .with_undecided()
            .filter(translation_key__in=keys)
        )
        by_key, room_of = {event.translation_key: event for event in events}, rooms(events)
        letters = attention.letters_by_event(self.request.user, self.at)
        found = [(page, by_key.get(page.translation_key)) for page in pages]
        return [self._row(page, event, room_of, letters) for page, event in found]

    def _row(self, page, event, room_of, letters):
        if event is None:
            language = self.languages.get(page.locale_id, "")
            return Row(page, None, None, self.at, language=language)
        return Row(page, event, room_of[event.pk], self.at, letters.get(event.pk, 0))

    @cached_property
    def languages(self):
        """What the languages of pages are called, by locale; nothing where there is only one."""
        names = {locale.pk: str(locale.get_display_name()) for locale in Locale.objects.all()}
        return names if len(names) > 1 else {}

    @cached_property
    def list_display(self):
        return [
            "title",
            StatusTagColumn("state", label=_("State"), primary=lambda row: row.takes_registrations),
            Column("when", label=_("When"), sort_key="starts_at", classname="tilmeld-date"),
            Column("deadline", label=_("Deadline"), classname="tilmeld-date"),
            SeatsColumn("seats", label=_("Seats taken")),
            Column("waiting", label=_("Waiting")),
            LettersColumn("letters", label=_("Letters")),
            Column("to_do", label=_("To do")),
        ]

    @cached_property
    def header_buttons(self):
        number = attention.number(self.request.user, self.at)
        label = _("Needs attention (%(number)d)") % {"number": number}
        url = reverse("tilmeld_admin:attention")
        waits = [HeaderButton(label, url=url, icon_name="warning")] if number else []
        return [*super().header_buttons, *waits]

    @cached_property
    def sees_registrations(self):
        return permissions.sees_registrations(self.request.user)

    @cached_property
    def prints(self):
        return self.sees_registrations or permissions.sees_summary(self.request.user)

    def get_edit_url(self, instance):
        """Where the title leads: to the registrations, or to the page; nowhere without a right."""
        if instance.event and self.sees_registrations:
            return reverse("tilmeld_admin:registrations", args=[instance.event.pk])
        if permissions.edits_page(self.request.user, instance.page):
            return reverse("wagtailadmin_pages:edit", args=[instance.page.pk])
        return None

    def get_list_more_buttons(self, instance):
        buttons = []
        if instance.event and self.sees_registrations:
            url = reverse("tilmeld_admin:registrations", args=[instance.event.pk])
            buttons.append(Button(_("Registrations"), url=url, icon_name="group", priority=10))
            url = reverse("tilmeld_admin:overview", args=[instance.event.pk])
            buttons.append(Button(_("Overview"), url=url, icon_name="table", priority=15))
        if instance.event and self.prints:
            url = reverse("tilmeld_admin:print", args=[instance.event.pk])
            buttons.append(Button(_("Print…"), url=url, icon_name="doc-full", priority=18))
        return [*buttons, *self._page_buttons(instance)]

    def _page_buttons(self, instance):
        """What takes a right to the event's page."""
        buttons = []
        if permissions.edits_page(self.request.user, instance.page):
            url = reverse("wagtailadmin_pages:edit", args=[instance.page.pk])
            buttons.append(Button(_("Edit page"), url=url, icon_name="edit", priority=20))
            if instance.event:
                url = reverse("tilmeld_admin:organisers", args=[instance.event.pk])
                buttons.append(Button(_("Organisers…"), url=url, icon_name="group", priority=25))
        buttons.extend(duplicate.buttons(self.request.user, instance.page, priority=30))
        publishes = instance.page.permissions_for_user(self.request.user).can_publish()
        if publishes and instance.undecided:
            args = [instance.event.pk, instance.undecided]
            url = reverse("tilmeld_admin:announcement", args=args)
            buttons.append(Button(_("Tell the guests?"), url=url, icon_name="mail", priority=5))
        return buttons
