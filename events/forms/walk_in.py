"""Who comes to the door without a registration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import TickField
from .formats import EmailField, NameField
from .registration import GuestForm


class WalkInForm(GuestForm):
    """A name, and an address if there is one. ``over_capacity`` is asked where seats are lacking.

    ``token`` is made for each form that is shown, so that sending it twice does no more.
    """

    name = NameField(label=_("Name"), error_messages={"required": _("Write a name.")})
    email = EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("With an address, the guest gets a confirmation."),
    )
    over_capacity = TickField(label=_("Let the guest in all the same"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
