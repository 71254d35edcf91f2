"""Erasing registrations before their day, one or all of an event: confirmed and logged."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...services import retention
from . import acts
from .scope import OfEvent


class EraseForm(forms.Form):
    """The number of registrations, typed by whoever knows what is going to happen."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of registrations"),
        help_text=gettext_lazy("Write the number to confirm."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, expected, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_number(self):
        if self.cleaned_data["number"] != self.expected:
            raise ValidationError(
                ngettext(
                    "There is %(number)d registration. Write that number.",
                    "There are %(number)d registrations. Write that number.",
                    self.expected,
                )
                % {"number": self.expected}
            )
        return self.expected


class EraseView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Erase all registrations of this event; only their counts stay."""

    template_name = "tilmeld/admin/erase.html"
    header_icon = "bin"
    page_title = gettext_lazy("Erase all registrations")
    permission_required = "erase"
    form_class = EraseForm

    @cached_property
    def count(self):
        return self.event.registrations.unerased().count()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"expected": self.count}

    def form_valid(self, form):
        erased = retention.erase_event(self.event, at=self.at, user=self.request.user)
        messages.success(
            self.request,
            ngettext(
                "%(number)d registration was erased. Its count stays.",
                "%(number)d registrations were erased. Their counts stay.",
                erased,
            )
            % {"number": erased},
        )
        return redirect(self.back)

    @property
    def back(self):
        """The list, for those who may see it."""
        return (
            self.list_url if self.user_has_permission("view") else reverse("tilmeld_admin:events")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(count=self.count, back=self.back, **kwargs)


class EraseRegistrationView(acts.ActView):
    """Erases one guest, who is told nothing; only that there was somebody stays."""

    act = acts.ERASE
    permission_required = "erase"
    impossible = gettext_lazy("This registration has been erased already.")
    template_name = "tilmeld/admin/erase_registration.html"
    page_title = gettext_lazy("Erase registration")
    form_class = forms.Form

    def form_valid(self, form):
        retention.erase_registration(self.registration, at=self.at, user=self.request.user)
        messages.success(self.request, gettext("The registration is erased. Nobody is told."))
        return redirect(self.back)

    @property
    def back(self):
        """The registration, for those who may see it."""
        return self.url if self.user_has_permission("view") else reverse("tilmeld_admin:events")

    def get_context_data(self, **kwargs):
        gives_back = self.registration.is_active and self.at < self.event.ends_at
        return super().get_context_data(gives_back=gives_back, **kwargs)
