"""The page that asks how a list is to be downloaded; the list itself answers."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .downloads import ALL, SHOWN
from .registration_list import RegistrationListView
from .scope import AlsoTakes, OfEvent


class DownloadForm(forms.Form):
    """What the list's address says of a download, in which nothing need stand but the format."""

    export = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Excel")), ("csv", _("CSV")), ("json", _("JSON, for programs"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    columns = forms.ChoiceField(
        label=_("Columns"),
        choices=[(ALL, _("All, also of questions that were removed")), (SHOWN, _("Those I see"))],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    companions = forms.BooleanField(
        label=_("Companions as rows of their own"),
        help_text=_("One row a person: for name badges and tables."),
        required=False,
    )


class DownloadView(AlsoTakes, OfEvent, WagtailAdminTemplateMixin, TemplateView):
    """Asks, for what the list shows; the filters stand in the address, as in the list's."""

    permission_required, also_required = "view", "export"
    template_name = "tilmeld/admin/download.html"
    page_title = _("Download")
    header_icon = "download"

    @cached_property
    def list(self):
        """The list that this was reached from."""
        return RegistrationListView.asked_for(self.request, self.event)

    @cached_property
    def query(self):
        """What the list is narrowed to and sorted by."""
        query = self.request.GET.copy()
        for name in ("p", *DownloadForm.base_fields):
            query.pop(name, None)
        return query

    def get_context_data(self, **kwargs):
        kept = [(name, value) for name, values in self.query.lists() for value in values]
        return super().get_context_data(
            form=DownloadForm(),
            number=self.list.get_queryset().count(),
            kept=kept,
            query=self.query.urlencode(),
            back=self.list_url,
            **kwargs,
        )
