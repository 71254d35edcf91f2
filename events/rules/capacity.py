"""Seats: people, not registrations, are counted. A capacity of ``None`` means no limit.

A choice that guests make may have seats of its own: a workshop, a lunch, a tour. Whoever chooses it
takes one there for each of their party.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

#: "Few seats left": no more than this, or than this part of all.
FEW, FEW_PART = 5, 10


class Option(NamedTuple):
    """A choice that has seats of its own: the key of its question, and its words."""

    question: str
    choice: str


def seats_left(capacity: int | None, taken: int) -> int | None:
    """Return how many seats nobody has taken (0 when overbooked), or None without a limit."""
    return None if capacity is None else max(0, capacity - taken)


def fits(capacity: int | None, taken: int, party_size: int) -> bool:
    """Tell whether a party of ``party_size`` people finds a seat each."""
    return capacity is None or taken + party_size <= capacity


def is_full(capacity: int | None, taken: int) -> bool:
    """Tell whether not even one more person finds a seat."""
    return not fits(capacity, taken, 1)


def are_few(capacity: int, left: int) -> bool:
    """Tell whether so few seats are left that guests should know."""
    return left <= max(FEW, capacity // FEW_PART)


class Tally(NamedTuple):
    """The seats taken and those there are, at the event or at the choice it names."""

    taken: int
    seats: int | None
    choice: str = ""

    @property
    def is_full(self) -> bool:
        return is_full(self.seats, self.taken)

    @property
    def too_many(self) -> int:
        """How many more are taken than there are; 0 unless overbooked."""
        return 0 if self.seats is None else max(0, self.taken - self.seats)


@dataclass(frozen=True)
class Room:
    """The seats of an event and of its options, and how many of them are taken.

    ``limits`` and ``chosen`` map an option to its seats and to those taken there. ``needed`` holds
    the options of each question that must be answered and has no choice without a limit.
    """

    capacity: int | None
    taken: int = 0
    limits: Mapping[Option, int] = field(default_factory=dict)
    chosen: Mapping[Option, int] = field(default_factory=dict)
    needed: Collection[Collection[Option]] = ()

    @property
    def seats_left(self) -> int | None:
        return seats_left(self.capacity, self.taken)

    @property
    def at_options(self) -> list[Tally]:
        """What is taken at each option that has seats of its own."""
        return [tally for option in self.limits if (tally := self.tally(option))]

    def tally(self, option: Option) -> Tally | None:
        """Return what is taken at an option, or None if it has no seats of its own."""
        if option not in self.limits:
            return None
        return Tally(self.chosen.get(option, 0), self.limits[option], option.choice)

    @property
    def overbooked(self) -> list[Tally]:
        """Where more seats are taken than there are: the event, its options, or both."""
        tallies = [Tally(self.taken, self.capacity), *self.at_options]
        return [tally for tally in tallies if tally.too_many]

    @property
    def is_full(self) -> bool:
        """Whether not even one more person can answer the form and find a seat."""
        return bool(self.exhausted) or is_full(self.capacity, self.taken)

    @property
    def exhausted(self) -> set[str]:
        """The keys of questions that must be answered and have no choice left."""
        return {
            option.question
            for options in self.needed
            for option in options
            if all(self.is_taken(each) for each in options)
        }

    def is_taken(self, option: Option, party_size: int = 1) -> bool:
        """Tell whether a party of this size finds too few seats at an option."""
        limit = self.limits.get(option)
        return limit is not None and not fits(limit, self.chosen.get(option, 0), party_size)

    def taken_among(self, options: Iterable[Option], party_size: int) -> list[Option]:
        """Return those of the options that have too few seats for a party."""
        return [option for option in options if self.is_taken(option, party_size)]

    def fits(self, party_size: int, options: Iterable[Option] = ()) -> bool:
        """Tell whether a party finds seats at the event and at each option it chose."""
        enough = fits(self.capacity, self.taken, party_size)
        return enough and not self.taken_among(options, party_size)

    def after(self, party_size: int, options: Iterable[Option] = ()) -> "Room":
        """Return what is left once a party has taken its seats."""
        chosen = dict(self.chosen)
        for option in options:
            chosen[option] = chosen.get(option, 0) + party_size
        return replace(self, taken=self.taken + party_size, chosen=chosen)
