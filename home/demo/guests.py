"""A few guests of the open invitation: made-up people, whose addresses nobody reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.forms import Entry
from events.models import Event, Publication
from events.services import registration

from .invitations import NEEDS, ROLES

NEIGHBOUR, ORGANISATION, SHOP, STAFF, OTHER = ROLES
WHEELCHAIR, HEARING_LOOP = NEEDS[1], NEEDS[2]


@dataclass(frozen=True)
class Guest:
    """Somebody who registered ``hours_ago``, and gave the seat back a while later or didn't."""

    hours_ago: int
    name: str
    answers: dict[str, Any]
    companion: str = ""
    needs: tuple[str, ...] = ()
    cancels: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"


GUESTS = (
    Guest(45, "Anna Andersen", {"role": NEIGHBOUR, "topic": "Mere lys på pladsen om aftenen."}),
    Guest(44, "Bo Berg", {"role": ORGANISATION, "organisation": "Den Åbne Dør"}, "Bente Berg"),
    Guest(28, "Clara Carlsen", {"role": NEIGHBOUR}, needs=(WHEELCHAIR,)),
    Guest(27, "David Dam", {"role": SHOP, "organisation": "Dams Boghandel"}, cancels=True),
    Guest(21, "Emma Eriksen", {"role": STAFF}, needs=(HEARING_LOOP,)),
    Guest(4, "Frederik Friis", {"role": OTHER, "topic": "Et fast mødested, hvor man kan tale."}),
)


def register(event: Event, at: datetime) -> None:
    """Register them all, in the last two days before ``at``; their letters wait in the outbox."""
    publication = event.publication()
    for guest in GUESTS:
        _register(publication, guest, at - timedelta(hours=guest.hours_ago))


def _register(publication: Publication, guest: Guest, at: datetime) -> None:
    registered = registration.register(publication, _entry(publication, guest), at=at)
    if guest.cancels:
        registration.cancel(registered, at=at + timedelta(hours=3))


def _entry(publication: Publication, guest: Guest) -> Entry:
    return Entry(
        name=guest.name,
        email=guest.email,
        companions=(guest.companion,) if guest.companion else (),
        answers=guest.answers,
        sensitive_answers={"needs": list(guest.needs)} if guest.needs else {},
        publication_id=publication.pk,
    )
