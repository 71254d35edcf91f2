"""A person: all that has an address in it, at the events that a member of staff may see."""

from collections import defaultdict

from django.db.models import Q
from django.utils.functional import cached_property

from .... import permissions
from ....models import Invitation, Registration

#: So many registrations of the same name are looked at.
NAMESAKES = 50


class Person:
    """What is held about an address. Invitations are shown to those who may invite, only."""

    def __init__(self, email, user):
        self.email, self.user = email, user
        self.keys = permissions.events_of(user).keys()

    @cached_property
    def registrations(self):
        found = Registration.objects.unerased().by_address(self.email)
        found = found.filter(event__in=self.keys).select_related("event__page", "publication")
        return list(
            found.prefetch_related("changes", "tags", "notes").order_by("-event__starts_at", "pk")
        )

    @cached_property
    def invitations(self):
        if not permissions.changes_registrations(self.user):
            return []
        found = Invitation.objects.unerased().by_address(self.email)
        found = found.filter(event__in=self.keys).select_related("event__page")
        return list(found.order_by("-event__starts_at", "pk"))

    def letters(self):
        """Those to the person's registrations and invitations, and what else went to the address.

        A letter that went to the address before it was mended tells of somebody else's.
        """
        about = permissions.letters_about(self.keys, self.user)
        theirs = Q(registration__in=[each.pk for each in self.registrations])
        theirs |= Q(invitation__in=[each.pk for each in self.invitations])
        found = about.filter(theirs) | about.to_address(self.email)
        return found.select_related("event__page").order_by("-event__starts_at", "pk")

    @cached_property
    def events(self):
        """Each event with what is held there, the latest first: dicts for the template."""
        found = {}
        for name in ("registrations", "invitations"):
            for row in getattr(self, name):
                found.setdefault(row.event, defaultdict(list))[name].append(row)
        for letter in self.letters().without_words():
            found.setdefault(letter.event, defaultdict(list))["letters"].append(letter)
        return [{"event": event, **rows} for event, rows in found.items()]

    @cached_property
    def namesakes(self):
        """Registrations of the same name with another address, which may be the same person's."""
        names = {each.name_key for each in self.registrations}
        addresses = {each.address_key for each in self.registrations}
        found = Registration.objects.unerased().filter(event__in=self.keys, name_key__in=names)
        found = found.exclude(address_key__in=addresses).exclude(email="")
        known = {}
        for each in found.order_by("-created_at")[:NAMESAKES]:
            known.setdefault(each.address_key, each)
        return list(known.values())
