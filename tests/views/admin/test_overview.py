"""What organisers see of an event at a glance."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models import Event
from tests.factories import OPEN_AT, editor, event_page, registration

from .support import list_url, queries, text, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

PART = {"label": "Part", "field_type": "radio", "choices": "Tour [3]\nLunch", "key": "qpart"}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet"}


def overview(event: Event) -> str:
    return reverse("tilmeld_admin:overview", args=[event.pk])


def facts(response) -> dict[str, str]:
    soup = BeautifulSoup(response.content, "html.parser")
    rows = soup.select("main dl div")
    return {
        " ".join(row.dt.get_text().split()): " ".join(row.dd.get_text().split()) for row in rows
    }


def test_the_lists_lead_there(admin):
    event = event_page().event
    for page in (list_url(event), reverse("tilmeld_admin:events")):
        assert overview(event) in admin.get(page).content.decode()


def test_people_are_counted(admin):
    event = event_page(capacity=10, waiting_list="promote").event
    registration(event, companions=["Bo", "Al"])
    registration(event, "Erik", status="offered", offered_until=OPEN_AT)
    registration(event, "Finn", status="cancelled", cancelled_at=OPEN_AT)
    registration(event, "Gry", status="repeated")
    waiting(event)
    shown = facts(admin.get(overview(event)))
    told = ("Seats taken", "Registrations", "Companions", "On the waiting list", "Cancelled")
    assert [shown[label] for label in told] == ["4 of 10", "2", "2", "1", "1"]


def test_an_empty_one_says_what_to_do(admin):
    shown = text(admin.get(overview(event_page(questions=[PART]).event)))
    assert "No seats are taken yet." in shown
    assert "Nobody has registered yet. Share the page's address" in shown


def test_choices_are_counted_whatever_the_language_and_with_their_seats(admin):
    event = event_page(questions=[PART]).event
    for number, word in enumerate(["Tour", "Tour", "Lunch", "<b>old</b>", 7, None]):
        registration(event, f"Guest {number}", answers={"qpart": word} if word else {})
    registration(event, "Dora", answers={"qpart": "Lunch"}, status="cancelled")
    shown = facts(admin.get(overview(event)))
    assert (shown["Tour"], shown["Lunch"]) == ("2 · seats: 2 of 3", "1")


def test_sensitive_answers_are_counted_for_those_who_may_see_them(client, admin):
    event = event_page(questions=[DIET]).event
    registration(event, sensitive_answers={"qdiet": ["Vegan food"]})
    assert facts(admin.get(overview(event)))["Vegan food"] == "1"
    client.force_login(editor(event.page, "view_registration"))
    assert "Vegan" not in text(client.get(overview(event)))


def test_days_are_those_at_the_event(admin):
    event = event_page(timezone="Pacific/Auckland").event
    registration(event, created_at=datetime(2027, 2, 1, 11, tzinfo=UTC))
    assert "since Tuesday 2 February 2027" in text(admin.get(overview(event)))


def test_what_comes_next_stands_in_its_order(admin):
    event = event_page().event
    labels = list(facts(admin.get(overview(event))))
    order = ["Registration closes", "Guests are reminded", "The event begins", "Answers are erased"]
    assert [label for label in labels if label in order] == order


def test_what_is_over_is_not_to_come(clock, admin):
    event = event_page().event
    clock(event.ends_at)
    shown = facts(admin.get(overview(event)))
    assert "The event begins" not in shown
    assert "Answers are erased" in shown


def test_an_erased_event_keeps_its_counts_and_names_nobody(admin):
    event = event_page().event
    registration(event, erased_at=OPEN_AT)
    Event.objects.update(erased_at=OPEN_AT)
    response = admin.get(overview(event))
    assert facts(response)["Registrations"] == "1"
    assert "Cleo" not in text(response)


def test_queries_stay_the_same_whatever_the_number_of_guests(admin):
    event = event_page(questions=[PART], capacity=100).event
    registration(event, answers={"qpart": "Tour"})
    few = queries(admin, overview(event))
    for number in range(20):
        at = OPEN_AT + timedelta(days=number)
        registration(event, f"Guest {number}", answers={"qpart": "Lunch"}, created_at=at)
    assert queries(admin, overview(event)) == few
