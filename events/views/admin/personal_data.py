"""Retention seen coming: which events' answers are erased when, and what was erased by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.permissions import policy_registry

from ... import permissions
from ...models import Event, Registration
from ...rules.retention import is_due
from .scope import OfEvents

#: So many of the erasures are told, the newest first.
TOLD = 50


@dataclass(frozen=True)
class Erasure:
    """One entry of the log: the event, how many registrations, and who did it."""

    event: Event
    logged: Any
    number: int

    @property
    def at(self) -> datetime:
        return self.logged.timestamp

    @property
    def who(self) -> str:
        return str(self.logged.user_display_name) if self.logged.user_id else _("by itself")


class PersonalDataView(OfEvents, PermissionCheckedMixin, WagtailAdminTemplateMixin, ListView):
    """Events that hold personal data, those to be erased next first; constant queries."""

    model = Event
    permission_required = "view"
    page_title = gettext_lazy("Personal data")
    header_icon = "lock"
    template_name = "tilmeld/admin/personal_data.html"
    context_object_name = "events"
    paginate_by = 50
    page_kwarg = "p"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Registration)

    def get_queryset(self):
        return permissions.events_of(self.request.user).holding()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        at = timezone.now()
        rows = [(each, is_due(each.erase_on, each.zone, at)) for each in context["events"]]
        return context | {
            "rows": rows,
            "overdue": any(is_overdue for _event, is_overdue in rows),
            "may_erase": self.user_has_permission("erase"),
            "erasures": erasures(permissions.events_of(self.request.user)),
        }

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tilmeld_admin:events"), "label": _("Events")},
            {"url": "", "label": self.page_title},
        ]


def erasures(events):
    """Return what was erased of these events, by the log, the newest first; four queries."""
    by_key = events.in_bulk()
    found = [*_of_events(by_key), *_of_registrations(by_key)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:TOLD]


def _of_events(by_key):
    """Those of all registrations of an event, which are logged on its page if it has one."""
    by_page = {event.page_id: event for event in by_key.values() if event.page_id}
    on_pages = PageLogEntry.objects.filter(action="tilmeld.erase", page__in=list(by_page))
    about = ContentType.objects.get_for_model(Event)
    keys = [str(key) for key in by_key]
    on_events = ModelLogEntry.objects.filter(
        action="tilmeld.erase", content_type=about, object_id__in=keys
    )
    for entry in _newest(on_pages):
        yield Erasure(by_page[entry.page_id], entry, entry.data["registrations"])
    for entry in _newest(on_events):
        yield Erasure(by_key[int(entry.object_id)], entry, entry.data["registrations"])


def _of_registrations(by_key):
    """Those of one registration each."""
    erased = Registration.objects.filter(event__in=list(by_key)).exclude(erased_at=None)
    erased = erased.order_by().annotate(key=Cast("pk", CharField()))
    about = ContentType.objects.get_for_model(Registration)
    logged = ModelLogEntry.objects.filter(
        action="tilmeld.erase_registration",
        content_type=about,
        object_id__in=erased.values("key"),
    )
    entries = _newest(logged)
    events = dict(erased.filter(key__in=[e.object_id for e in entries]).values_list("key", "event"))
    return [Erasure(by_key[events[entry.object_id]], entry, 1) for entry in entries]


def _newest(logged):
    return list(logged.select_related("user").order_by("-timestamp", "-pk")[:TOLD])
