"""Which columns of an event's list whoever is logged in sees."""

from django import forms
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...services import columns as service
from . import columns
from .asked import Asked
from .scope import OfEvent


class ColumnsForm(forms.Form):
    names = forms.MultipleChoiceField(
        label=gettext_lazy("Beside the name I want to see"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ColumnsView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Asks for one's own columns, nobody else's."""

    permission_required = "view"
    template_name = "tilmeld/admin/columns.html"
    page_title = gettext_lazy("Columns")
    header_icon = "list-ul"
    form_class = ColumnsForm

    @cached_property
    def choosable(self):
        return columns.choosable(Asked(self.event, self.request.user))

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        choices = [(name, column.label) for name, column in self.choosable.items()]
        form.fields["names"].choices = choices
        return form

    def get_initial(self):
        names = service.chosen(self.event, user=self.request.user)
        return {"names": columns.USUAL if names is None else names}

    def form_valid(self, form):
        service.choose(self.event, form.cleaned_data["names"], user=self.request.user)
        messages.success(self.request, _("The list shows the columns that you chose."))
        return redirect(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.list_url, **kwargs)
