"""What would become of a list of people, row by row, if they were invited now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...forms.formats import EmailField, NameField
from ...imports import Person
from ...models import Event
from ...rules.identity import address_key, name_key

NAME = NameField(
    label=_("Name"),
    required=False,
    error_messages={"invalid": _("Write the name in letters, or leave it out.")},
)
EMAIL = EmailField(label=_("E-mail"), error_messages={"required": _("There is no e-mail address.")})


class Outcome(models.TextChoices):
    """What becomes of one row."""

    NEW = "new", _("Is invited")
    KNOWN = "known", _("Has been invited already")
    REGISTERED = "registered", _("Is registered already")
    DOUBLED = "doubled", _("Stands further up in the list")
    UNUSABLE = "unusable", _("Can't be invited")


@dataclass(frozen=True)
class Planned:
    """A row of a list, tidied, and what becomes of it; ``why`` says it of an unusable one."""

    line: int
    name: str
    email: str
    outcome: Outcome
    why: str = ""


class Circle:
    """People, found again by address and name; where one of both lacks a name, by the address.

    An event that takes one registration per address knows nobody by name.
    """

    def __init__(self, event: Event, keys: Iterable[tuple[str, str]] = ()) -> None:
        self.by_name = not event.one_per_address
        self.names: dict[str, set[str]] = {}
        for key in keys:
            self.add(*key)

    def add(self, address: str, name: str) -> None:
        self.names.setdefault(address, set()).add(name if self.by_name else "")

    def knows(self, address: str, name: str) -> bool:
        names = self.names.get(address, set())
        return bool(names & {name, ""}) or bool(names and not name)


def plan(event: Event, people: Iterable[Person]) -> list[Planned]:
    """Return what becomes of each; nothing is written. Two queries, however long the list."""
    keys = ("address_key", "name_key")
    invited = Circle(event, event.invitations.standing().values_list(*keys))
    active = event.registrations.active().unerased()
    registered = Circle(event, active.values_list(*keys))
    listed = Circle(event)
    return [_planned(person, invited, registered, listed) for person in people]


def _planned(person: Person, invited: Circle, registered: Circle, listed: Circle) -> Planned:
    try:
        name, email = NAME.clean(person.name), EMAIL.clean(person.email)
    except ValidationError as error:
        why = " ".join(error.messages)
        return Planned(person.line, person.name, person.email, Outcome.UNUSABLE, why)
    key = address_key(email), name_key(name)
    outcome = _outcome(key, invited, registered, listed)
    listed.add(*key)
    return Planned(person.line, name, email, outcome)


def _outcome(key: tuple[str, str], invited: Circle, registered: Circle, listed: Circle) -> Outcome:
    if listed.knows(*key):
        return Outcome.DOUBLED
    if registered.knows(*key):
        return Outcome.REGISTERED
    return Outcome.KNOWN if invited.knows(*key) else Outcome.NEW
