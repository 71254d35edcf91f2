"""Which groups organise an event: they see it without a right to its page."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ... import permissions
from ...services import organisers as service
from .scope import OfEvent


class OrganisersForm(forms.Form):
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class OrganisersView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Chosen by those who may change the page, at once and without publishing."""

    template_name = "tilmeld/admin/organisers.html"
    page_title = gettext_lazy("Organisers")
    header_icon = "group"
    form_class = OrganisersForm

    def dispatch(self, request, *args, **kwargs):
        if not permissions.edits_page(request.user, self.event.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"groups": self.event.organisers.all()}

    def form_valid(self, form):
        service.choose(self.event, form.cleaned_data["groups"], user=self.request.user)
        messages.success(self.request, _("The event's organisers are as you chose."))
        return redirect(self.back)

    @property
    def back(self):
        sees_list = permissions.sees_registrations(self.request.user)
        return self.list_url if sees_list else reverse("tilmeld_admin:events")

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, **kwargs)
