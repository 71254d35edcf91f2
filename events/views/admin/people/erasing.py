"""Erasing a person: at every event that a member of staff may see, after naming them."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .... import permissions
from ....services import retention
from .scope import OfPerson


class ErasePersonView(OfPerson, WagtailAdminTemplateMixin, FormView):
    """Says at which events, and what comes free there; then does it, with invitations and all."""

    permission_required = "erase"
    page_title = gettext_lazy("Erase a person")
    header_icon = "bin"
    template_name = "tilmeld/admin/erase_person.html"
    form_class = forms.Form

    def form_valid(self, form):
        number = retention.erase_person(
            self.person.email, self.events, at=self.at, user=self.request.user
        )
        told = ngettext(
            "Everything about this person is erased at %(number)d event.",
            "Everything about this person is erased at %(number)d events.",
            number,
        )
        messages.success(self.request, told % {"number": number})
        return redirect(self.back)

    @cached_property
    def events(self):
        events = permissions.events_of(self.request.user)
        return retention.events_of_person(self.person.email, events)

    @property
    def back(self):
        """The search, for those who may see registrations."""
        may_see = self.user_has_permission("view")
        return reverse("tilmeld_admin:person" if may_see else "tilmeld_admin:events")

    def get_context_data(self, **kwargs):
        coming = [
            each
            for each in self.person.registrations
            if each.is_active and self.at < each.event.ends_at
        ]
        gives_back = {each.event_id for each in coming}
        rows = [(event, event.pk in gives_back) for event in self.events]
        return super().get_context_data(person=self.person, events=rows, back=self.back, **kwargs)
