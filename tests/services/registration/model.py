"""What seats and line should do, told once more without a database: the machine's own opinion.

Every verb changes the hall and returns the class of the refusal, or None.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from events import exceptions as no
from events.models import Status

from .support import DAY, HOUR

MINUTE = HOUR / 60
#: What an editor may publish next.
FACTS: list[dict[str, Any]] = [
    *({"capacity": seats} for seats in (0, 1, 2, 3, 4, 5, None)),
    *({"limits": {"Tour": tour, "Lunch": lunch}} for tour in (0, 1, 3) for lunch in (1, 4)),
    *({"mode": mode} for mode in ("off", "promote", "offer")),
    *({"after_deadline": moves} for moves in (True, False)),
    *({"cancelled": is_cancelled} for is_cancelled in (True, False, False, False)),
]
Refusal = type[no.RegistrationRefused] | None


@dataclass(eq=False)
class Guest:
    """One registration."""

    person: str
    party: int
    choice: str
    since: datetime
    status: Status = Status.CONFIRMED
    created: datetime | None = None
    until: datetime | None = None
    cancelled: datetime | None = None
    left_line: bool = False
    letters: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def is_seated(self) -> bool:
        return self.status in (Status.CONFIRMED, Status.OFFERED)

    @property
    def is_active(self) -> bool:
        return self.is_seated or self.status == Status.WAITING

    def become(self, status: Status, letter: str, at: datetime) -> None:
        self.status = status
        self.letters.append((letter, at))


@dataclass
class Hall:
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = 3
    limits: dict[str, int] = field(default_factory=dict)
    mode: str = "off"
    after_deadline: bool = False
    cancelled: bool = False
    guests: list[Guest] = field(default_factory=list)

    # ------------------------------------------------------------------ what there is

    def taken(self, choice: str | None = None, without: Guest | None = None) -> int:
        seated = (g for g in self.guests if g.is_seated and g is not without)
        return sum(g.party for g in seated if choice in (None, g.choice))

    def left(self, without: Guest | None = None) -> int:
        return 99 if self.capacity is None else max(0, self.capacity - self.taken(None, without))

    def has_choice(self, party: int, choice: str, without: Guest | None = None) -> bool:
        limit = self.limits.get(choice)
        return limit is None or self.taken(choice, without) + party <= limit

    def fits(self, guest: Guest) -> bool:
        return guest.party <= self.left() and self.has_choice(guest.party, guest.choice)

    def is_open(self, at: datetime) -> bool:
        return at < self.closes_at and not self.cancelled

    def moves(self, at: datetime) -> bool:
        end = self.starts_at if self.after_deadline else self.closes_at
        return at < end and not self.cancelled

    @property
    def line(self) -> list[Guest]:
        return sorted((g for g in self.guests if g.status == Status.WAITING), key=lambda g: g.since)

    def known(self, person: str) -> Guest | None:
        return next((g for g in self.guests if g.person == person and g.is_active), None)

    # ------------------------------------------------------------------ what guests do

    def register(self, new: Guest, at: datetime, accepts: bool, late_link: bool) -> Refusal:
        known = self.known(new.person)
        if known and self.is_same_post(known, new, at):
            return None
        status, refusal = self.outcome(new, at, accepts, late_link)
        if known:
            self.send_link(known, at)
        elif refusal is None:
            new.become(status, "waiting" if status == Status.WAITING else "confirmed", at)
            new.created = at
            self.guests.append(new)
        return refusal

    def is_same_post(self, known: Guest, new: Guest, at: datetime) -> bool:
        same = (known.party, known.choice) == (new.party, new.choice)
        return same and known.created is not None and at < known.created + 10 * MINUTE

    def outcome(
        self, new: Guest, at: datetime, accepts: bool, late_link: bool
    ) -> tuple[Status, Refusal]:
        if self.cancelled or at >= (self.starts_at if late_link else self.closes_at):
            return Status.CONFIRMED, no.RegistrationClosed
        if late_link:
            return Status.CONFIRMED, None
        if new.party > self.left():
            waits = self.mode != "off" and (accepts or not self.left())
            return Status.WAITING, None if waits else no.NotEnoughSeats
        is_there = self.has_choice(new.party, new.choice)
        return Status.CONFIRMED, None if is_there else no.OptionsTaken

    def send_link(self, known: Guest, at: datetime) -> None:
        written = [letter for g in self.guests if g.person == known.person for letter in g.letters]
        links = [sent for kind, sent in written if kind == "link"]
        if not any(sent > at - HOUR for sent in [*links, *(sent for _, sent in known.letters)]):
            known.letters.append(("link", at))

    def change(
        self, guest: Guest, party: int, choice: str, at: datetime, is_staff: bool
    ) -> Refusal:
        if not guest.is_active:
            return no.NothingToChange
        if (party, choice) == (guest.party, guest.choice):
            return None
        only_fewer = party < guest.party and choice == guest.choice and at < self.starts_at
        if not (is_staff or self.is_open(at) or only_fewer):
            return no.ChangeTooLate
        if guest.is_seated and party > guest.party and party > self.left(guest):
            return no.NotEnoughSeats
        asks = guest.is_seated and (party > guest.party or choice != guest.choice)
        if asks and not self.has_choice(party, choice, guest):
            return no.OptionsTaken
        guest.party, guest.choice = party, choice
        guest.letters.append(("changed", at))
        return self.move(at)

    def cancel(self, guest: Guest, at: datetime, is_staff: bool) -> Refusal:
        if guest.status == Status.CANCELLED:
            return None
        if at >= self.starts_at and not is_staff:
            return no.CancellationTooLate
        guest.left_line = guest.status == Status.WAITING
        guest.cancelled = at
        guest.become(Status.CANCELLED, "cancelled", at)
        return self.move(at)

    def restore(self, guest: Guest, at: datetime, is_staff: bool) -> Refusal:
        if guest.is_active:
            return None
        if not self.can_restore(guest, at, is_staff):
            return no.TooLateToUndo
        if self.known(guest.person):
            return no.AlreadyRegistered
        if guest.status == Status.CANCELLED and guest.left_line:
            guest.become(Status.WAITING, "waiting", at)
            return self.move(at)
        if guest.party > self.left():
            if self.mode == "off" or not (is_staff or self.is_open(at)):
                return no.NotEnoughSeats
            guest.since = at
            guest.become(Status.WAITING, "waiting", at)
        elif not self.has_choice(guest.party, guest.choice):
            return no.OptionsTaken
        else:
            guest.become(Status.CONFIRMED, "confirmed", at)
        return None

    def can_restore(self, guest: Guest, at: datetime, is_staff: bool) -> bool:
        if self.cancelled or at >= (self.ends_at if is_staff else self.starts_at):
            return False
        if is_staff:
            return True
        if guest.status == Status.LAPSED:
            return self.is_open(at)
        return guest.cancelled is not None and at < guest.cancelled + DAY

    def accept(self, guest: Guest, at: datetime) -> Refusal:
        if guest.status == Status.CONFIRMED:
            return None
        is_over = guest.status == Status.OFFERED and guest.until and at >= guest.until
        if guest.status == Status.LAPSED or is_over or at >= self.starts_at:
            return no.OfferExpired
        if guest.status != Status.OFFERED or self.cancelled:
            return no.NothingToAccept
        guest.become(Status.CONFIRMED, "promoted", at)
        return None

    # ------------------------------------------------------------------ what others do

    def promote(self, guest: Guest, at: datetime, over_capacity: bool) -> Refusal:
        waits = guest.status in (Status.WAITING, Status.OFFERED, Status.LAPSED)
        if not waits or self.cancelled or at >= self.ends_at:
            return no.NotWaiting
        if guest.status == Status.LAPSED and self.known(guest.person):
            return no.AlreadyRegistered
        asks = guest.status != Status.OFFERED and not over_capacity
        if asks and guest.party > self.left():
            return no.NotEnoughSeats
        if asks and not self.has_choice(guest.party, guest.choice):
            return no.OptionsTaken
        guest.become(Status.CONFIRMED, "promoted", at)
        return None

    def lapse(self, at: datetime) -> Refusal:
        over = [g for g in self.guests if g.status == Status.OFFERED and g.until and at >= g.until]
        for guest in over:
            guest.become(Status.LAPSED, "offer_expired", at)
        return self.move(at) if over else None

    def move(self, at: datetime) -> None:
        for guest in self.line if self.moves(at) else []:
            if self.fits(guest) and self.mode == "offer":
                guest.until = at + min(2 * DAY, (self.starts_at - at) / 2)
                guest.become(Status.OFFERED, "offered", at)
            elif self.fits(guest):
                guest.become(Status.CONFIRMED, "promoted", at)
