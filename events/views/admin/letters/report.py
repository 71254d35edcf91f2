"""The letters of all events that a member of staff may see, and the download of what it shows."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from .... import exports, permissions
from ....models import Event, Registration
from ....services import looks
from .. import downloads
from .filters import ReportFilter
from .listing import LetterListing
from .scope import url_of


class EventColumn(Column):
    """What a letter is about, which leads to all letters about it."""

    cell_template_name = "tilmeld/admin/letter_event_cell.html"


class LetterReportView(LetterListing, ReportView):
    """What became of letters, over all events, on the clocks of whoever asks."""

    page_title = gettext_lazy("Delivery of letters")
    template_name = "tilmeld/admin/letter_report.html"
    index_url_name = "tilmeld_admin:letter_report"
    index_results_url_name = "tilmeld_admin:letter_report_results"
    filterset_class = ReportFilter

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Registration)

    def get_base_queryset(self):
        user = self.request.user
        letters = permissions.letters_about(permissions.events_of(user).keys(), user)
        return self.listed(letters).select_related("event__page")

    def decorate_paginated_queryset(self, object_list):
        if not self.is_export:
            events = {letter.event for letter in object_list}
            about = {"at": timezone.now(), "user": self.request.user}
            looks.keep_of_each(events, "tilmeld.view_letters", **about)
        return object_list

    @cached_property
    def columns(self):
        kind = TitleColumn(
            "kind",
            label=_("Letter"),
            classname="tilmeld-kind",
            accessor="get_kind_display",
            sort_key="kind",
            get_url=url_of,
        )
        return [kind, EventColumn("event", label=_("Event")), *self.last_columns()]

    # -------------------------------------------------------------- downloads

    @cached_property
    def show_export_buttons(self):
        return self.user_has_permission("export")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if not self.show_export_buttons:
            raise PermissionDenied
        self._log_download(queryset, spreadsheet_format)
        columns = exports.letter_columns()
        rows = exports.letter_rows(queryset, columns)
        return downloads.answer(_("letters"), spreadsheet_format, columns, rows)

    def _log_download(self, letters, extension):
        numbers = dict(letters.order_by().values_list("event").annotate(number=Count("pk")))
        for event in Event.objects.filter(pk__in=numbers).select_related("page"):
            told = {"format": extension.upper(), "rows": numbers[event.pk]}
            log(event.logged_on, "tilmeld.export_letters", user=self.request.user, data=told)
