"""What staff look at, print and download costs as many queries at 1,000 guests as at one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from events.models import Arrival, Message, Registration, Tag
from tests.factories import OPEN_AT, event_page, registration

from .support import list_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

QUESTIONS = [
    {"label": "Organisation", "field_type": "singleline", "key": "qorg"},
    {"label": "Part", "field_type": "radio", "choices": "Tour [5000]\nLunch", "key": "qpart"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet"},
]
PAGES = (
    *("registrations", "overview", "letters", "download", "columns", "written", "import"),
    *("print_door", "print_badges", "print_signatures", "print_summary", "door"),
)
OF_ALL_EVENTS = ("events", "letter_report", "attention", "personal_data")
NARROWED = ("q=firm", "answer_qpart=%3DTour", "status=confirmed", "letter=sent", "door=in")
FILES = ("csv", "xlsx", "json", "csv&companions=on", "json&companions=on")


def fill(event, numbers: range) -> None:
    """Let guests come, each with a companion, a letter, a tag, and somebody arrived."""
    guest = registration(event, "First")
    values = {f.attname: getattr(guest, f.attname) for f in guest._meta.concrete_fields}
    guest.delete()
    made = [Registration(**values | _guest(each)) for each in numbers]
    for each in made:
        each.fill_in()
    made = Registration.objects.bulk_create(made)
    Tag.objects.get_or_create(event=event, name="Speaker")[0].registrations.add(*made)
    Message.objects.bulk_create(_letter(each) for each in made)
    Arrival.objects.bulk_create(_arrival(each) for each in made)


def _guest(number: int) -> dict:
    part = ("Tour", "Lunch")[number % 2]
    return {
        "id": None,
        "name": f"Guest {number}",
        "email": f"{number}@example.org",
        "companions": ["Dora"],
        "answers": {"qorg": f"Firm {number}", "qpart": part},
        "sensitive_answers": {"qdiet": ["Vegan food"]},
    }


def _letter(guest: Registration) -> Message:
    return Message(
        kind=Message.Kind.CONFIRMED,
        state=Message.State.SENT,
        event_id=guest.event_id,
        registration=guest,
        language_code="en",
        to_address=guest.email,
        created_at=OPEN_AT,
        due_at=OPEN_AT,
        state_at=OPEN_AT,
    )


def _arrival(guest: Registration) -> Arrival:
    return Arrival(registration=guest, person=0, token=uuid4(), at=OPEN_AT)


def addresses(event) -> dict[str, str]:
    pages = {name: reverse(f"tilmeld_admin:{name}", args=[event.pk]) for name in PAGES}
    pages |= {name: reverse(f"tilmeld_admin:{name}") for name in OF_ALL_EVENTS}
    news = reverse("tilmeld_admin:door_news", args=[event.pk])
    pages["door_news"] = f"{news}?{urlencode({'since': (OPEN_AT - timedelta(days=1)).isoformat()})}"
    pages |= {query: f"{list_url(event)}?{query}" for query in NARROWED}
    return pages | {name: f"{list_url(event)}?export={name}" for name in FILES}


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, address)
    return len(captured)


def read(client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if response.streaming:
        assert b"".join(response.streaming_content)


def test_they_are_as_many_at_1_3_and_1000_guests(admin):
    event, found = event_page(questions=QUESTIONS, capacity=9_000).event, {}
    fill(event, range(1))
    for address in addresses(event).values():
        read(admin, address)  # the first look is logged
    for come, number in ((1, 1), (1, 3), (3, 1_000)):
        fill(event, range(come, number))
        found[number] = {name: queries(admin, at) for name, at in addresses(event).items()}
    assert found[3] == found[1]
    assert found[1_000] == found[1]
