"""What the tests of seats, line and letters have in common."""

from datetime import datetime, timedelta
from typing import Any

from events.forms import Entry
from events.models import Event, EventPage, Message, Publication, Registration
from tests.factories import OPEN_AT, event_page, register

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
QUESTION = {"label": "Organisation", "field_type": "singleline", "required": False, "key": "qorg"}


def entry(name: str = "Cleo", email: str = "cleo@example.org", **fields: Any) -> Entry:
    return Entry(
        **{
            "name": name,
            "email": email,
            "companions": (),
            "answers": {},
            "sensitive_answers": {},
            "publication_id": None,
        }
        | fields
    )


def open_event(**facts: Any) -> Publication:
    return event_page(**facts).event.publication()


def letters(registration: Registration | None = None) -> list[str]:
    """The kinds of all letters, or of one guest's, the oldest first."""
    written = registration.messages if registration else Message.objects
    return list(written.order_by("pk").values_list("kind", flat=True))


def come(
    publication: Publication, name: str, companions: int = 0, *, at: Any = OPEN_AT, **fields: Any
) -> Registration:
    """Somebody new, who would rather wait than bring fewer people."""
    names = tuple(f"{name}'s friend {number}" for number in range(companions))
    guest = entry(
        name, f"{name.lower()}@example.org", companions=names, accepts_waiting=True, **fields
    )
    return register(publication, guest, at=at)


def publish(event: Event, **facts: Any) -> None:
    """Publish other facts of an event, as an editor does. The clock must be set."""
    page = EventPage.objects.get(pk=event.page_id)
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision().publish()
    event.refresh_from_db()
    event.__dict__.pop("options", None)


def statuses(event: Event) -> dict[str, str]:
    """How everybody's registration stands, by name."""
    return dict(event.registrations.order_by("pk").values_list("name", "status"))


def is_at(registration: Registration, key: str) -> bool:
    """Whether somebody's seats count there; "" is the event itself."""
    return not key or registration.answers.get("qwork") == key


def fits(registration: Registration, free: dict[str, int]) -> bool:
    return all(registration.party_size <= n for key, n in free.items() if is_at(registration, key))


def place(registration: Registration) -> tuple[datetime | None, int]:
    return registration.waiting_since, registration.pk


def line(mode="promote", capacity=1, names=("Cleo", "Dora", "Emil"), **facts):
    """An event whose first guests have its seats and whose others wait, a minute apart."""
    publication = open_event(waiting_list=mode, capacity=capacity, max_companions=9, **facts)
    for number, name in enumerate(names):
        come(publication, name, at=OPEN_AT + number * timedelta(minutes=1))
    return publication.event


def of(event, name):
    return event.registrations.get(name=name)
