"""A new date: the same event once more, as a draft."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from ... import permissions
from ...dates import long_date
from ...panels import DayInput
from ...rules import readiness
from ...services.duplicate import duplicate, moved
from .scope import OfDraft


def buttons(user, page, priority):
    """The way to a copy, for those who may make one; no queries."""
    if permissions.duplicates_page(user, page):
        url = reverse("tilmeld_admin:duplicate", args=[page.pk])
        label = _("Duplicate for a new date…")
        yield Button(label, url=url, icon_name="copy", priority=priority)


class DuplicateForm(forms.Form):
    start_date = forms.DateField(
        label=gettext_lazy("The new event starts on"),
        widget=DayInput,
        error_messages={
            "required": gettext_lazy("Write the date on which the new event starts."),
        },
    )

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        day = self.fields["start_date"]
        day.error_messages["invalid"] = day.widget.how_to_write()

    def clean_start_date(self):
        day = self.cleaned_data["start_date"]
        try:
            moved(self.page, day)
        except OverflowError:
            raise forms.ValidationError(readiness.TOO_FAR) from None
        if readiness.is_too_far(day):
            raise forms.ValidationError(readiness.TOO_FAR)
        return day


class DuplicateView(OfDraft, WagtailAdminTemplateMixin, FormView):
    """Asks for the new date alone; all others move along, and the editor opens with the draft."""

    form_class = DuplicateForm
    template_name = "tilmeld/admin/duplicate.html"
    header_icon = "copy"
    page_title = gettext_lazy("Duplicate for a new date")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.draft.alias_of_id:
            raise Http404

    def dispatch(self, request, *args, **kwargs):
        rights = self.page.permissions_for_user(request.user)
        if not rights.can_copy_to(self.page.get_parent()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"page": self.draft}

    def form_valid(self, form):
        copy = duplicate(self.page, form.cleaned_data["start_date"], user=self.request.user)
        self._tell(copy)
        return redirect("wagtailadmin_pages:edit", copy.pk)

    def _tell(self, copy):
        told = {"title": copy.get_admin_display_title(), "day": long_date(copy.start_date)}
        sentence = _("“%(title)s” on %(day)s is a draft. Read it through, and publish it.")
        messages.success(self.request, sentence % told)
        if self.draft.facts.online_url:
            link = _("The link for taking part online was left out: write the new event's.")
            messages.warning(self.request, link)
        problems = copy.get_latest_revision_as_object().problems().values()
        if problems:
            messages.warning(self.request, " ".join(map(str, problems)))

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.draft, facts=self.draft.facts, **kwargs)
