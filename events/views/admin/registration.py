"""One registration: everything known of it, and cancelling it for the guest."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log, registry

from ... import permissions
from ...models.message import LINK_MARK
from ...services import registration as service
from .scope import OfRegistration


class RegistrationView(OfRegistration, WagtailAdminTemplateMixin, TemplateView):
    """What a guest answered, the letters they were sent, and what was done with it all."""

    template_name = "tilmeld/admin/registration.html"
    header_icon = "user"
    permission_required = "view"

    def get(self, request, *args, **kwargs):
        log(self.registration, "tilmeld.view", user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.registration.name or str(self.registration)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answers=self.answers,
            hidden=len(self.registration.answered) - len(self.answers),
            letters=self._letters(),
            history=self._history(),
            language=dict(settings.LANGUAGES).get(self.registration.language_code, ""),
            **kwargs,
        )

    @cached_property
    def answers(self):
        """The answers this user may see, with the questions as the guest read them."""
        answered = self.registration.answered
        if permissions.sees_sensitive_answers(self.request.user):
            return answered
        hidden = {q.key for q, _asked in self.event.questions_ever_asked() if q.sensitive}
        hidden |= self.registration.sensitive_answers.keys()
        return [(question, answer) for question, answer in answered if question.key not in hidden]

    def _letters(self):
        letters = list(self.registration.messages.prefetch_related("provider_events"))
        for letter in letters:
            letter.text = LINK_MARK.sub(_("(the guest's own link)"), letter.text)
        return letters

    def _history(self):
        entries = registry.get_logs_for_instance(self.registration)
        return entries.select_related("user").order_by("-timestamp", "-pk")[:100]

    @cached_property
    def header_buttons(self):
        guest = self.registration
        if not guest.is_active or guest.erased_at or not self.user_has_permission("change"):
            return []
        url = reverse("tilmeld_admin:cancel", args=[self.event.pk, guest.pk])
        return [HeaderButton(_("Cancel registration…"), url=url, icon_name="cross")]


class CancelForm(forms.Form):
    letter = forms.BooleanField(
        label=gettext_lazy("Send a letter"),
        help_text=gettext_lazy("It tells the guest that the registration is cancelled."),
        required=False,
        initial=True,
    )


class CancelView(OfRegistration, WagtailAdminTemplateMixin, FormView):
    """Asks once more, then gives the guest's seats back, with a letter or without."""

    template_name = "tilmeld/admin/cancel.html"
    header_icon = "cross"
    page_title = gettext_lazy("Cancel registration")
    permission_required = "change"
    form_class = CancelForm

    def dispatch(self, request, *args, **kwargs):
        if not self.registration.is_active or self.registration.erased_at:
            messages.warning(request, _("There is nothing to cancel any more."))
            return redirect(self.url)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        letter = form.cleaned_data["letter"]
        service.cancel(self.registration, at=self.at, user=self.request.user, letter=letter)
        sent = _("The registration is cancelled. The guest gets a letter.")
        messages.success(
            self.request, sent if letter else _("The registration is cancelled. No letter is sent.")
        )
        return redirect(self.list_url)

    def last_breadcrumbs(self):
        guest = self.registration.name or str(self.registration)
        return [{"url": self.url, "label": guest}, *super().last_breadcrumbs()]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.url, **kwargs)
