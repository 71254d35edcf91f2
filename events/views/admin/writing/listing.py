"""Every message that was written to an event's guests."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from ....models import Announcement
from ..cells import MomentColumn
from ..scope import ListOfEvent
from .progress import Progress
from .scope import OfMessages, in_words, title_of


class WrittenListView(ListOfEvent, OfMessages, generic.IndexView):
    """The messages, newest first, with what became of each; constant queries."""

    model = Announcement  # type: ignore[assignment]  # the rights stay those to registrations
    page_title = gettext_lazy("Messages to guests")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("messages to guests")
    template_name = "tilmeld/admin/listing.html"
    any_permission_required = None
    paginate_by = 50
    default_ordering = "-created_at"

    def get_base_queryset(self):
        return self.announcements

    @cached_property
    def list_display(self):
        return [
            TitleColumn(
                "subject", label=_("Subject"), accessor=title_of, get_url=self.get_inspect_url
            ),
            StatusTagColumn("progress", label=_("State"), accessor=self._progress),
            Column("recipients", label=_("To"), accessor=in_words),
            MomentColumn("send_at", label=_("To be sent")),
            Column("gone_out", label=_("Went out")),
            Column("waiting", label=_("Waiting")),
            Column("lost", label=_("Not arrived")),
        ]

    def _progress(self, announcement):
        return Progress.of(announcement, self.at).label

    def get_index_url(self):
        return self.written_url

    def get_index_results_url(self):
        return reverse("tilmeld_admin:written_results", args=[self.event.pk])

    def get_inspect_url(self, instance):
        return reverse("tilmeld_admin:message", args=[self.event.pk, instance.pk])

    def get_list_more_buttons(self, instance):
        return []

    @cached_property
    def header_buttons(self):
        url = reverse("tilmeld_admin:write", args=[self.event.pk])
        return [HeaderButton(_("Write to guests…"), url=url, icon_name="mail")]

    @cached_property
    def header_more_buttons(self):
        return []
