"""A few guests of the open invitation: made-up people, whose addresses nobody reads."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from events.forms import Entry
from events.models import Event, Publication
from events.services import registration

from .invitations import NEEDS, ROLES

NEIGHBOUR, ORGANISATION, SHOP, STAFF, OTHER = ROLES
WHEELCHAIR, HEARING_LOOP = NEEDS[1], NEEDS[2]


@dataclass(frozen=True)
class Guest:
    """Somebody who registered some days ago, and gave the seat back a few hours later or didn't."""

    days_ago: int
    clock: str
    name: str
    role: str
    organisation: str = ""
    topic: str = ""
    need: str = ""
    companion: str = ""
    cancels: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"

    @property
    def answers(self) -> dict[str, Any]:
        given = {"organisation": self.organisation, "role": self.role, "topic": self.topic}
        return {key: answer for key, answer in given.items() if answer}


GUESTS = (
    Guest(2, "09:12", "Anna Andersen", NEIGHBOUR, topic="Mere lys på pladsen om aftenen."),
    Guest(2, "16:40", "Bo Berg", ORGANISATION, "Den Åbne Dør", companion="Bente Berg"),
    Guest(1, "08:05", "Clara Carlsen", NEIGHBOUR, need=WHEELCHAIR),
    Guest(1, "10:31", "David Dam", SHOP, "Dams Boghandel", cancels=True),
    Guest(1, "14:24", "Emma Eriksen", STAFF, need=HEARING_LOOP),
    Guest(1, "20:58", "Frederik Friis", OTHER, topic="Et fast mødested, hvor man kan tale."),
)


def register(event: Event, at: datetime) -> None:
    """Register them all, on the two days before ``at``; their letters wait in the outbox."""
    today = timezone.localdate(at, event.zone)
    for guest in GUESTS:
        day, clock = today - timedelta(days=guest.days_ago), time.fromisoformat(guest.clock)
        _register(event.publication(), guest, datetime.combine(day, clock, event.zone))


def _register(publication: Publication, guest: Guest, at: datetime) -> None:
    registered = registration.register(publication, _entry(publication, guest), at=at)
    if guest.cancels:
        registration.cancel(registered.registration, at=at + timedelta(hours=3))


def _entry(publication: Publication, guest: Guest) -> Entry:
    return Entry(
        name=guest.name,
        email=guest.email,
        companions=(guest.companion,) if guest.companion else (),
        answers=guest.answers,
        sensitive_answers={"needs": [guest.need]} if guest.need else {},
        publication_id=publication.pk,
    )
