"""Cancelling a registration for a guest, and taking a cancellation back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Event, Message, Registration
from events.services import registration as service
from events.services import retention
from tests.factories import OPEN_AT, event_page, registration

from .support import detail_url, list_url, status, text, told, url, waiting

pytestmark = pytest.mark.django_db


class TestCancelling:
    def test_asks_once_more_with_the_letter_ticked(self, admin):
        guest = registration(event_page().event, companions=["Dora"])
        response = admin.get(url(guest, "cancel"))
        assert "Cancel the registration of Cleo? The 2 seats are free" in text(response)
        assert response.context["form"]["letter"].value() is True
        assert "Yes, cancel it" in text(response)
        guest.refresh_from_db()
        assert not guest.is_cancelled

    def test_says_that_the_seat_may_go_to_the_waiting_list(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = registration(event)
        registration(event, "Dora", status="waiting", waiting_since=OPEN_AT)
        shown = text(admin.get(url(guest, "cancel")))
        assert "Whoever is first on the waiting list may get the seat at once." in shown
        assert "free for others" not in shown

    @pytest.mark.parametrize(("data", "letters"), [({"letter": "on"}, ["cancelled"]), ({}, [])])
    def test_gives_the_seats_back_with_a_letter_or_without(self, admin, data, letters):
        guest = registration(event_page().event)
        response = admin.post(url(guest, "cancel"), data)
        assert response.url == list_url(guest.event)
        guest.refresh_from_db()
        assert guest.is_cancelled
        assert list(Message.objects.values_list("kind", flat=True)) == letters
        assert ("gets a letter" in told(response)) == bool(letters)

    def test_says_in_the_history_who_did_it(self, admin):
        guest = registration(event_page().event)
        admin.post(url(guest, "cancel"))
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").user.username == "ada"

    def test_is_possible_after_the_event_too(self, clock, admin):
        guest = registration(event_page().event)
        clock(datetime(2027, 3, 12, tzinfo=UTC))
        admin.post(url(guest, "cancel"))
        guest.refresh_from_db()
        assert guest.is_cancelled

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_twice_changes_nothing_and_says_so(self, admin, method):
        guest = registration(event_page().event)
        service.cancel(guest, at=OPEN_AT, letter=False)
        response = getattr(admin, method)(url(guest, "cancel"), {"letter": "on"})
        assert response.url == detail_url(guest)
        assert "nothing to cancel" in told(response)
        assert not Message.objects.exists()

    def test_an_erased_one_cant_be_and_gets_no_letter(self, admin):
        guest = registration(event_page().event)
        retention.erase_event(guest.event, at=OPEN_AT)
        assert admin.post(url(guest, "cancel"), {"letter": "on"}).url == detail_url(guest)
        assert Registration.objects.get().status == "confirmed"
        assert not Message.objects.exists()


WORKSHOP = {"label": "Workshop", "field_type": "radio", "choices": "A [1]\nB", "key": "qshop"}


def cancelled(event: Event, name: str = "Cleo", **fields) -> Registration:
    guest = registration(event, name, **fields)
    service.cancel(guest, at=OPEN_AT, letter=False)
    return guest


class TestRestoring:
    @pytest.fixture(autouse=True)
    def today(self, clock):
        clock(OPEN_AT + timedelta(days=2))  # longer ago than guests can undo

    def test_gives_the_seat_back_with_a_letter(self, admin):
        guest = cancelled(event_page(capacity=1).event)
        response = admin.post(url(guest, "restore"))
        assert response.url == detail_url(guest)
        assert "Cleo is registered again" in told(response)
        assert status(guest) == "confirmed"
        assert Message.objects.get().kind == "confirmed"
        assert ModelLogEntry.objects.get(action="tilmeld.restore").user.username == "ada"

    def test_asks_once_more(self, admin):
        guest = cancelled(event_page(capacity=1).event)
        assert "Restore the registration of Cleo?" in text(admin.get(url(guest, "restore")))
        assert status(guest) == "cancelled"

    def test_without_a_seat_it_waits_where_there_is_a_list(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = cancelled(event)
        registration(event, "Dora")
        assert "end of the waiting list" in text(admin.get(url(guest, "restore")))
        assert "Cleo is on the waiting list" in told(admin.post(url(guest, "restore")))
        assert status(guest) == "waiting"

    def test_who_left_the_line_stands_where_they_stood(self, admin):
        event = event_page(capacity=0, waiting_list="promote").event
        guest = waiting(event, "Cleo", OPEN_AT - timedelta(days=1))
        waiting(event)
        service.cancel(guest, at=OPEN_AT, letter=False)
        assert "where they stood" in text(admin.get(url(guest, "restore")))
        admin.post(url(guest, "restore"))
        guest.refresh_from_db()
        assert guest.place_in_line() == 1

    def test_who_moves_up_at_once_is_said_to_be_registered(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = waiting(event, "Cleo")
        service.cancel(guest, at=OPEN_AT, letter=False)
        assert "Cleo is registered again" in told(admin.post(url(guest, "restore")))

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"capacity": 1}, "too few seats left. Allow more and publish"),
            ({"questions": [WORKSHOP]}, "too few seats left at “A”. Allow more and publish"),
        ],
    )
    def test_without_a_seat_and_a_list_one_is_told_the_way(self, admin, facts, sentence):
        event = event_page(**facts).event
        guest = cancelled(event, answers={"qshop": "A"})
        registration(event, "Dora", answers={"qshop": "A"})
        response = admin.post(url(guest, "restore"))
        assert sentence in text(response)
        assert reverse("wagtailadmin_pages:edit", args=[event.page_id]) in response.content.decode()
        assert (status(guest), Message.objects.count()) == ("cancelled", 0)

    def test_who_has_registered_again_is_not_registered_twice(self, admin):
        event = event_page().event
        guest = cancelled(event)
        registration(event)
        assert "is registered already" in text(admin.post(url(guest, "restore")))
        assert status(guest) == "cancelled"

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("why", ["active", "over", "erased"])
    def test_where_there_is_nothing_to_restore_one_is_told(self, clock, admin, method, why):
        event = event_page().event
        guest = registration(event) if why == "active" else cancelled(event)
        if why == "over":
            clock(event.ends_at)
        if why == "erased":
            retention.erase_event(event, at=OPEN_AT)
        before = status(guest)
        response = getattr(admin, method)(url(guest, "restore"))
        assert response.url == detail_url(guest)
        assert "can't be restored" in told(response)
        assert (status(guest), Message.objects.count()) == (before, 0)
