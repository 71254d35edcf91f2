"""What every view of one person has in common."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from ....forms.formats import WHOLE_ADDRESS, EmailField
from ....models import Registration
from ..scope import OfEvents
from .person import Person


class PersonForm(forms.Form):
    """Whom one looks for."""

    email = EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": WHOLE_ADDRESS},
    )


def person_url(name, email):
    return f"{reverse(f'tilmeld_admin:{name}')}?{urlencode({'email': email})}"


class OfPeople(OfEvents, PermissionCheckedMixin):
    """A view over all events that the user may see."""

    page_title = gettext_lazy("Find a person")
    header_icon = "user"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Registration)

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def form(self):
        return PersonForm(self.request.GET if "email" in self.request.GET else None)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tilmeld_admin:events"), "label": _("Events")},
            *self.last_breadcrumbs(),
        ]

    def last_breadcrumbs(self):
        return [{"url": "", "label": self.get_page_title()}]


class OfPerson(OfPeople):
    """A view of one person, whose address is in the query; without one, back to the search."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        valid = self.form.is_valid()
        self.person = Person(self.form.cleaned_data["email"], request.user) if valid else None

    def dispatch(self, request, *args, **kwargs):
        if self.person is None:
            return redirect("tilmeld_admin:person")
        return super().dispatch(request, *args, **kwargs)
