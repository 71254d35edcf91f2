"""What every view of events' registrations has in common."""

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from ... import permissions
from ...models import EventMixin, Registration

Page = swapper.load_model("wagtailcore", "Page")


def number_in(key):
    """The number that a key in an address is, or 0, which is nobody's."""
    return int(key[:18]) if key.isdecimal() else 0


class OfEvents:
    """A view over all events of whoever asks, for those who can have any."""

    def dispatch(self, request, *args, **kwargs):
        if not permissions.has_events(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfDraft:
    """A view of an event's page as it is drafted: 404 for those who may not change the page."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        self.draft = self.page.get_latest_revision_as_object()
        may_edit = self.page.permissions_for_user(request.user).can_edit()
        if not may_edit or not isinstance(self.draft, EventMixin):
            raise Http404
        self.back = reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tilmeld_admin:events"), "label": _("Events")},
            {"url": self.back, "label": self.draft.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, **kwargs)


class OfEvent(PermissionCheckedMixin):
    """A view of one event's registrations: 404 for those whose event it is not.

    ``permission_required`` is the other right that is needed, one to registrations whatever the
    view lists (see ``permissions``). Everything is read and shown on the event's own clocks; ``at``
    is the instant of the request.
    """

    model = Registration
    page_subtitle = ""

    def setup(self, request, *args, **kwargs):
        events = permissions.events_of(request.user).with_taken().with_waiting().with_live()
        self.event = get_object_or_404(events.select_related("page"), pk=kwargs["event_id"])
        self.at = timezone.now()
        super().setup(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        with timezone.override(self.event.zone):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Registration)

    @cached_property
    def letters(self):
        """Those about the event that the user may read."""
        return permissions.letters_about([self.event.pk], self.request.user)

    @cached_property
    def edits_page(self):
        return permissions.edits_page(self.request.user, self.event.page)

    @property
    def list_url(self):
        return reverse("tilmeld_admin:registrations", args=[self.event.pk])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tilmeld_admin:events"), "label": _("Events")},
            {"url": self.list_url, "label": self.event.title},
            *self.last_breadcrumbs(),
        ]

    def last_breadcrumbs(self):
        """What comes after the event; the last one is the view itself and has no URL.

        Wagtail shows it alone, so it names the event too.
        """
        return [{"url": "", "label": self.get_page_title(), "sublabel": self.event.title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            event=self.event, at=self.at, edits_page=self.edits_page, **kwargs
        )


class AlsoTakes:
    """A view that takes another right too, ``also_required``; put it before the other class."""

    also_required = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission(self.also_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ListOfEvent:
    """A list of what belongs to one event; put it before the class that says of what."""

    def get_page_subtitle(self):
        return self.event.title

    def last_breadcrumbs(self):
        return [{"url": "", "label": self.page_title, "sublabel": self.event.title}]


class OfRegistration(OfEvent):
    """A view of one registration, which must be the event's."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = self.event.registrations.select_related("publication__page")
        self.registration = get_object_or_404(found, pk=kwargs["pk"])

    @property
    def url(self):
        return self.url_of("registration")

    def url_of(self, name):
        return reverse(f"tilmeld_admin:{name}", args=[self.event.pk, self.registration.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(registration=self.registration, **kwargs)
