"""Which letters about an event whoever is logged in gets."""

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...models import Follower
from ...services import following as service
from .scope import OfEvent


class FollowForm(forms.Form):
    letters = forms.ChoiceField(
        label=gettext_lazy("Write to me"),
        choices=Follower.Letters.choices,
        widget=forms.RadioSelect,
    )


class FollowView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Asks for one's own letters, nobody else's."""

    permission_required = "view"
    template_name = "tilmeld/admin/follow.html"
    page_title = gettext_lazy("Letters to me")
    header_icon = "mail"
    form_class = FollowForm

    def get_initial(self):
        return {"letters": service.choice_of(self.event, self.request.user)}

    def form_valid(self, form):
        letters = form.cleaned_data["letters"]
        service.follow(self.event, letters, at=self.at, user=self.request.user)
        messages.success(self.request, _("Your letters about this event are as you chose."))
        return redirect(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.list_url, **kwargs)
