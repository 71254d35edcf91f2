"""Mending a guest's mistyped address."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...exceptions import AlreadyRegistered, NothingToChange
from ...forms import AddressForm
from ...services import registration as service
from . import acts


class MendAddressView(acts.ActView):
    """Sends the letter to the right address; links that went to the wrong one stop working."""

    act = acts.MEND_ADDRESS
    impossible = gettext_lazy("The address of this registration can't be changed any more.")
    template_name = "tilmeld/admin/mend_address.html"
    page_title = gettext_lazy("Mend the address")
    form_class = AddressForm

    def get_initial(self):
        return {"email": self.registration.email}

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        if email == self.registration.email:
            return self.done(_("That is the address already. Nothing was changed."))
        try:
            service.move_to_address(self.registration, email, at=self.at, user=self.request.user)
        except AlreadyRegistered as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        except NothingToChange:
            return self.turned_away()
        if self._is_shared:
            sentence = _("Another registration for this event has the same address.")
            messages.warning(self.request, sentence)
        return self.done(_("The address is now %(email)s. A new letter goes there."), email=email)

    @property
    def _is_shared(self):
        others = self.event.registrations.active().unerased().exclude(pk=self.registration.pk)
        return others.filter(address_key=self.registration.address_key).exists()
