"""What would become of a list of guests, row by row, if they were registered now."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...exceptions import NotEnoughSeats
from ...forms import Entry
from ...models import Event, Publication, Status
from ...rules.identity import address_key, name_key
from . import seats
from .by_hand import IfFull

Key = tuple[str, str]


class ImportOutcome(models.TextChoices):
    """What becomes of one row."""

    REFUSED = "refused", gettext_lazy("Can't be registered")
    SEATED = "seated", gettext_lazy("Is registered")
    OVERBOOKED = "overbooked", gettext_lazy("Is registered beyond the seats")
    WAITING = "waiting", gettext_lazy("Joins the waiting list")
    KNOWN = "known", gettext_lazy("Has been registered already")
    DOUBLED = "doubled", gettext_lazy("Stands further up in the list")

    @property
    def status(self) -> Status | None:
        """How the registration stands that comes of it; None where none does."""
        return _STATUSES.get(self)


_STATUSES = {
    ImportOutcome.SEATED: Status.CONFIRMED,
    ImportOutcome.OVERBOOKED: Status.CONFIRMED,
    ImportOutcome.WAITING: Status.WAITING,
}


@dataclass(frozen=True)
class ImportRow:
    """A row of a list: what a guest would have sent, or ``why`` it can't be taken.

    ``waits`` says that this guest is on the waiting list, whatever seats there are.
    """

    line: int
    entry: Entry
    why: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True)
class PlannedImport:
    """A row, and what becomes of it; ``why`` says it of one that is refused."""

    line: int
    entry: Entry
    outcome: ImportOutcome
    why: tuple[str, ...] = ()


def plan_import(event: Event, rows: Iterable[ImportRow], if_full: IfFull) -> list[PlannedImport]:
    """Return what would become of each row now; nothing is written. Two queries at most."""
    planning = _Planning(event, if_full)
    return [planning.planned(row) for row in rows]


def seal(publication: Publication, plan: Sequence[PlannedImport]) -> str:
    """Return a mark of a plan: another plan has it only if all in it is the same."""
    told = [[each.line, str(each.outcome), each.why, asdict(each.entry)] for each in plan]
    return sha256(json.dumps([publication.pk, told], sort_keys=True).encode()).hexdigest()


class _Planning:
    """Goes through a list in its order: who stands above takes seats from those below."""

    def __init__(self, event: Event, if_full: IfFull) -> None:
        self.event, self.if_full, self.room = event, if_full, event.room()
        active = event.registrations.active().unerased()
        people = active.values_list("address_key", "name_key", "email")
        self.registered = {self._key(*person) for person in people}
        self.listed: set[Key] = set()

    def planned(self, row: ImportRow) -> PlannedImport:
        outcome, why = self._outcome(row)
        return PlannedImport(row.line, row.entry, outcome, why)

    def _outcome(self, row: ImportRow) -> tuple[ImportOutcome, tuple[str, ...]]:
        if row.why:
            return ImportOutcome.REFUSED, row.why
        name, email = row.entry.name, row.entry.email
        key = self._key(address_key(email), name_key(name), email)
        if key in self.registered:
            return ImportOutcome.KNOWN, ()
        if key in self.listed:
            return ImportOutcome.DOUBLED, ()
        outcome, why = self._in_line(row) if row.waits else self._at_the_seats(row.entry)
        if outcome.status:
            self.listed.add(key)
        return outcome, why

    def _key(self, address: str, name: str, email: str) -> Key:
        """Return by what ``seats.known`` knows a person."""
        return address, "" if self.event.one_per_address and email else name

    def _in_line(self, row: ImportRow) -> tuple[ImportOutcome, tuple[str, ...]]:
        if self.event.has_waiting_list:
            return ImportOutcome.WAITING, ()
        return ImportOutcome.REFUSED, (_("There is no waiting list."),)

    def _at_the_seats(self, entry: Entry) -> tuple[ImportOutcome, tuple[str, ...]]:
        chosen = self.event.options.chosen(entry.answers | entry.sensitive_answers)
        refusal = seats.refusal(self.event, self.room, entry.party_size, chosen)
        may_wait = self.if_full == IfFull.WAIT and self.event.has_waiting_list
        if isinstance(refusal, NotEnoughSeats) and may_wait:
            return ImportOutcome.WAITING, ()
        if refusal and self.if_full != IfFull.OVERBOOK:
            return ImportOutcome.REFUSED, (refusal.to_staff(),)
        self.room = self.room.after(entry.party_size, chosen)
        return ImportOutcome.OVERBOOKED if refusal else ImportOutcome.SEATED, ()
