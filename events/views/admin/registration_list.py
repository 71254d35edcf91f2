"""One event's registrations: the list, and the downloads of what it shows."""

import re

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from ...rules import door
from ...rules.capacity import Tally
from ...services import columns as service
from ...services import looks
from ...services.registration import can_register
from . import acts, bulk_buttons, columns, downloads, event_menu
from .announcement import question_url
from .asked import Asked
from .event_list import state_label
from .filters import RegistrationFilter
from .letters import tallies
from .scope import OfEvent
from .searching import by_all_they_wrote


class RegistrationListView(OfEvent, generic.IndexView):
    """The registrations of one event, newest first, searchable and filtered."""

    page_title = gettext_lazy("Registrations")
    header_icon = "group"
    template_name = "tilmeld/admin/registrations.html"
    results_template_name = "tilmeld/admin/registration_results.html"
    permission_required = "view"
    any_permission_required = None
    paginate_by = 50
    is_searchable = True
    search_backend_name = None
    filterset_class = RegistrationFilter
    FORMATS = (*generic.IndexView.FORMATS, "json")

    @classmethod
    def asked_for(cls, request, event):
        """The list as another view's request asks for it, whose address has the list's filters."""
        view = cls()
        view.setup(request, event_id=event.pk)
        return view

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.download(request.GET["export"])
        looks.keep(self.event.logged_on, "tilmeld.view_list", at=self.at, user=self.request.user)
        return super().get(request, *args, **kwargs)

    # -------------------------------------------------------------- the list

    @cached_property
    def asked(self):
        return Asked(self.event, self.request.user)

    def get_base_queryset(self):
        return self.event.registrations.all()

    def get_filterset_kwargs(self):
        return super().get_filterset_kwargs() | {"asked": self.asked, "tags": self.tags}

    @cached_property
    def tags(self):
        return list(self.event.tags.all())

    def search_queryset(self, queryset):
        return by_all_they_wrote(queryset, self.search_query, self.asked)

    def order_queryset(self, queryset):
        if not self.ordering:
            return queryset
        ordering = re.sub("name$", "name_key", self.ordering)
        return queryset.order_by(ordering, "-pk" if ordering.startswith("-") else "pk")

    def paginate_queryset(self, queryset, page_size):
        keys = queryset.values_list("pk", flat=True)
        paginator, page, keys, is_paginated = super().paginate_queryset(keys, page_size)
        return paginator, page, self.rows(list(keys)), is_paginated

    def rows(self, keys):
        """Return the registrations of a page, with what is asked of those few alone."""
        found = self.event.registrations.with_letter_state().with_place_in_line().with_arrived()
        found = found.defer("answers_key", "sensitive_answers_key").prefetch_related("tags")
        by_key = found.in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]

    @cached_property
    def names_shown(self):
        chosen = columns.USUAL if self.chosen is None else self.chosen
        idle = {"waiting_since": not self.event.waiting, "arrived": not self.is_the_day}
        return [name for name in chosen if not idle.get(name)]

    @cached_property
    def chosen(self):
        return service.chosen(self.event, user=self.request.user)

    @cached_property
    def bulk_buttons(self):
        return bulk_buttons.buttons_for(self.request.user)

    @cached_property
    def columns(self):
        choice = BulkActionsCheckboxColumn("choice", obj_type="registration")
        return [*([choice] if self.bulk_buttons else []), *super().columns]

    def _get_title_column(self, field_name, **kwargs):
        kwargs["get_title_id"] = lambda guest: f"registration_{guest.pk}_title"
        return super()._get_title_column(field_name, **kwargs)

    @cached_property
    def list_display(self):
        there_are = columns.choosable(self.asked)
        return ["name", *(there_are[name] for name in there_are if name in self.names_shown)]

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}

    @property
    def is_the_day(self):
        """Whether guests may be at the door, or have been."""
        return self.at >= door.opens_at(self.event.window)

    def get_index_url(self):
        return self.list_url

    def get_index_results_url(self):
        return reverse("tilmeld_admin:registrations_results", args=[self.event.pk])

    def get_inspect_url(self, instance):
        return reverse("tilmeld_admin:registration", args=[self.event.pk, instance.pk])

    def get_list_more_buttons(self, instance):
        view = Button(_("View"), url=self.get_inspect_url(instance), icon_name="view", priority=10)
        return [view, *acts.buttons(instance, self.event, self.at, self.request.user)]

    def get_page_subtitle(self):
        return self.event.title

    def last_breadcrumbs(self):
        return []

    @cached_property
    def show_export_buttons(self):
        return self.user_has_permission("export")

    @cached_property
    def header_buttons(self):
        buttons = []
        if self.user_has_permission("change") and can_register(self.event, self.at):
            url = reverse("tilmeld_admin:register", args=[self.event.pk])
            buttons.append(HeaderButton(_("Register a guest"), url=url, icon_name="plus"))
        if self.show_export_buttons:
            url = self.xlsx_export_url
            buttons.append(
                HeaderButton(_("Download Excel"), url=url, icon_name="download", icon_only=True)
            )
        return buttons

    @cached_property
    def header_more_buttons(self):
        return [*event_menu.buttons(self), *self._downloads()]

    def _downloads(self):
        if not self.show_export_buttons:
            return []
        return [
            Button(label, url=url, icon_name="download", priority=event_menu.DOWNLOADS + place)
            for place, (label, url) in enumerate(
                [(_("Download CSV"), self.csv_export_url), (_("Download…"), self.download_url)]
            )
        ]

    @property
    def download_url(self):
        """Where one chooses how to download what is shown."""
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        return f"{reverse('tilmeld_admin:download', args=[self.event.pk])}?{query.urlencode()}"

    def get_context_data(self, **kwargs):
        room = self.event.room()
        return super().get_context_data(
            state=state_label(self.event, self.at, full=room.is_full),
            room=room,
            bulk_buttons=self.bulk_buttons,
            letters=tallies.summary(self.letters),
            question_url=question_url(self.request.user, self.event, self.at),
            seats=Tally(self.event.taken, self.event.capacity),
            **kwargs,
        )

    # -------------------------------------------------------------- downloads

    def download(self, extension):
        """Answer with what the list shows, all its pages, as a file."""
        if not self.user_has_permission("export"):
            raise PermissionDenied
        return self.file(self.get_queryset(), extension, self.request.GET)

    def file(self, found, extension, wanted):
        """Answer with registrations of the event as a file, as ``wanted``, and log it."""
        names = self.names_shown if wanted.get("columns") == downloads.SHOWN else None
        companions = bool(wanted.get("companions"))
        file = downloads.Registrations(self.event, found, self.asked, companions)
        told = {"format": extension.upper(), "rows": file.number}
        log(self.event.logged_on, "tilmeld.export", user=self.request.user, data=told)
        return file.answer(extension, names)
