"""Cancelling a registration for a guest, and taking a cancellation back."""

from django import forms
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused
from ...services import registration as service
from . import acts


class CancelForm(forms.Form):
    letter = forms.BooleanField(
        label=gettext_lazy("Send a letter"),
        help_text=gettext_lazy("It tells the guest that the registration is cancelled."),
        required=False,
        initial=True,
    )


class CancelView(acts.ActView):
    """Gives the guest's seats back, with a letter or without."""

    act = acts.CANCEL
    impossible = gettext_lazy("There is nothing to cancel any more.")
    template_name = "tilmeld/admin/cancel.html"
    page_title = gettext_lazy("Cancel registration")
    form_class = CancelForm

    def form_valid(self, form):
        letter = form.cleaned_data["letter"]
        service.cancel(self.registration, at=self.at, user=self.request.user, letter=letter)
        sent = _("The registration is cancelled. The guest gets a letter.")
        messages.success(
            self.request, sent if letter else _("The registration is cancelled. No letter is sent.")
        )
        return redirect(self.list_url)


class RestoreView(acts.ActView):
    """Takes a cancellation back: the guest has a seat again, or waits for one."""

    act = acts.RESTORE
    impossible = gettext_lazy("This registration can't be restored any more.")
    template_name = "tilmeld/admin/restore.html"
    page_title = gettext_lazy("Restore registration")
    form_class = forms.Form

    def form_valid(self, form):
        try:
            service.restore(self.registration, at=self.at, user=self.request.user)
        except RegistrationRefused as refusal:
            hint = ""
            if isinstance(refusal, NotEnoughSeats | OptionsTaken):
                hint = _("Allow more and publish, then restore.")
            form.add_error(None, f"{refusal.to_staff()} {hint}".strip())
            return self.form_invalid(form)
        self.registration.refresh_from_db()  # who came back to the line may have moved up at once
        return self.done(self._outcome)

    @cached_property
    def _outcome(self):
        if self.registration.is_confirmed:
            return _("%(name)s is registered again and gets a letter.")
        if self.registration.is_offered:
            return _("%(name)s is offered a seat and gets a letter.")
        return _("%(name)s is on the waiting list and gets a letter.")
