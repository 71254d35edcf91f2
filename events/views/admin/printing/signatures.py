"""A list to sign: a line for each person, and some for those whom nobody expected."""

from django.utils.translation import gettext_lazy

from .scope import GuestSheet, companions_of

#: So many lines are left empty at the end.
EMPTY = 12


class SignatureListView(GuestSheet):
    name = "signatures"
    title = gettext_lazy("Signature list")

    def get_context_data(self, **kwargs):
        people = [name for guest in self.guests for name in (guest.name, *companions_of(guest))]
        return super().get_context_data(people=people, empty=range(EMPTY), **kwargs)
