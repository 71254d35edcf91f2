"""A test to oneself: letters as the page is drafted, sent to the editor who asks for them."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...models import Message
from ...services.outbox.outcomes import Verdict
from ...services.trial import send_trial
from .scope import OfDraft

NOT_NOW = gettext_lazy(
    "The letter “%(letter)s” could not be sent now (%(reason)s). Try again in a few minutes."
)
#: What an editor is told who did not get their test.
REFUSED = {
    Verdict.REFUSED: gettext_lazy(
        "The mail server refused the letter “%(letter)s” to %(address)s (%(reason)s)."
    ),
    Verdict.CLOSED: gettext_lazy(
        "The mail server takes no letters from this website (%(reason)s). "
        "Tell those who run the website."
    ),
    Verdict.LATER: NOT_NOW,
    Verdict.FAULT: NOT_NOW,
    Verdict.OURS: gettext_lazy(
        "The letter “%(letter)s” could not be written (%(reason)s). Tell those who run the website."
    ),
}


class TrialForm(forms.Form):
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Letters"),
        choices=[(kind.value, kind.label) for kind in Message.kinds_to_guests()],
        initial=[Message.Kind.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose a letter.")},
    )


class TrialView(OfDraft, WagtailAdminTemplateMixin, FormView):
    """Choose letters of a page's newest draft, and get them by e-mail."""

    form_class = TrialForm
    template_name = "tilmeld/admin/trial.html"
    header_icon = "mail"
    page_title = gettext_lazy("Send a test to myself")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.address = request.user.email

    def dispatch(self, request, *args, **kwargs):
        if self.address:
            return super().dispatch(request, *args, **kwargs)
        account = messages.button(reverse("wagtailadmin_account"), _("Your account"))
        sentence = _("Write your e-mail address in your account, so that a test can reach you.")
        messages.warning(request, sentence, buttons=[account])
        return redirect(self.back)

    def form_valid(self, form):
        kinds = [Message.Kind(value) for value in form.cleaned_data["letters"]]
        for kind in kinds:
            outcome = send_trial(self.draft, kind, self.address, at=timezone.now())
            if outcome.verdict != Verdict.SENT:
                told = {"letter": kind.label, "address": self.address, "reason": outcome.reason}
                messages.error(self.request, REFUSED[outcome.verdict] % told)
                return self.render_to_response(self.get_context_data(form=form))
        sent = get_text_list([str(kind.label) for kind in kinds], _("and"))
        told = {"letters": sent, "address": self.address}
        messages.success(self.request, _("Sent to %(address)s: %(letters)s.") % told)
        return redirect(self.back)

    def get_context_data(self, **kwargs):
        return super().get_context_data(address=self.address, **kwargs)
