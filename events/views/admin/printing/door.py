"""The list for the door: who comes, letter by letter, with a box to tick for each person."""

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy

from .... import permissions
from ....models import Registration
from ....rules import alphabet
from .scope import GuestSheet, companions_of


class Party(NamedTuple):
    """A guest with companions, and those of their choices that have seats of their own."""

    guest: Registration
    companions: list[str]
    choices: list[str]


class DoorListView(GuestSheet):
    name = "door"
    title = gettext_lazy("List for the door")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            letters=list(self._letters()), has_choices=bool(self.event.options), **kwargs
        )

    def _letters(self) -> Iterator[tuple[str, list[Party]]]:
        groups = alphabet.by_letter(self.guests, get_language() or "", attrgetter("name"))
        for letter, guests in groups:
            yield letter, [self._party(guest) for guest in guests]

    def _party(self, guest: Registration) -> Party:
        choices = [
            option.choice
            for option in self.event.options.chosen(guest.given)
            if not self.withheld.answer(guest, option.question)
        ]
        return Party(guest, list(companions_of(guest)), choices)

    @cached_property
    def withheld(self):
        return permissions.Withheld(self.request.user, self.event)
