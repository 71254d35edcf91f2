"""One button a page, and only the button changes anything."""

from datetime import timedelta

import pytest
from django.test import Client

from events.models import Message, Status
from events.services.registration import UNDO_FOR, cancel
from tests.factories import OPEN_AT, event_page

from .support import STARTS_AT, html, is_cancelled, kinds, registered, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

ALONE = {"companions": (), "answers": {}, "sensitive_answers": {}}


def status(registration) -> str:
    registration.refresh_from_db()
    return registration.status


class TestCancelling:
    def test_it_is_asked_once_more_with_its_consequence(self):
        shown = html(Client().get(url(registered(), "cancel")))
        assert "Do you want to cancel?" in shown
        assert "You and those you bring give back 2 seats." in shown
        assert shown.count('type="submit"') == 1

    def test_then_the_seats_are_given_back(self):
        registration = registered()
        response = Client(enforce_csrf_checks=True).post(url(registration, "cancel"), follow=True)
        assert response.redirect_chain == [(url(registration), 303)]
        assert "You have cancelled" in html(response)
        assert "Thank you for telling us." in html(response)
        assert is_cancelled(registration)
        assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
            "confirmed",
            "cancelled",
        ]

    def test_twice_is_once(self):
        registration = registered()
        for _ in range(2):
            response = Client().post(url(registration, "cancel"))
            assert (response.status_code, response.url) == (303, url(registration))
        assert Message.objects.filter(kind="cancelled").count() == 1
        assert Client().get(url(registration, "cancel")).url == url(registration)

    def test_until_the_event_starts(self, set_clock):
        registration = registered()
        set_clock(STARTS_AT)
        assert "Cancel my registration" not in html(Client().get(url(registration)))
        asked, sent = (
            Client().get(url(registration, "cancel")),
            Client().post(url(registration, "cancel")),
        )
        assert (asked.status_code, sent.status_code) == (200, 409)
        for response in (asked, sent):
            assert "The event has begun, so you can no longer cancel here." in html(response)
            assert "<form" not in html(response)
        assert not is_cancelled(registration)

    def test_not_from_another_site(self):
        registration = registered()
        response = Client().post(
            url(registration, "cancel"), headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403
        assert "Press the button once more." in html(response)
        assert not is_cancelled(registration)


class TestTakingItBack:
    def test_there_is_a_button_for_a_day(self, set_clock):
        registration = registered(**ALONE)
        Client().post(url(registration, "cancel"))
        assert url(registration, "restore") in html(Client().get(url(registration)))
        set_clock(OPEN_AT + UNDO_FOR)
        assert url(registration, "restore") not in html(Client().get(url(registration)))
        response = Client().post(url(registration, "restore"))
        assert response.status_code == 409
        assert "It is too late to undo this." in html(response)

    def test_the_seat_is_the_guests_again(self):
        registration = registered(**ALONE)
        Client().post(url(registration, "cancel"))
        assert "Yes, I want to come" in html(Client().get(url(registration, "restore")))
        response = Client().post(url(registration, "restore"), follow=True)
        assert "You are registered" in html(response)
        assert status(registration) == Status.CONFIRMED
        assert kinds() == ["confirmed", "cancelled", "confirmed"]

    def test_not_if_somebody_else_has_it(self):
        page = event_page(capacity=1)
        registration = registered(page, **ALONE)
        Client().post(url(registration, "cancel"))
        registered(page, name="Dora", **ALONE)
        response = Client().post(url(registration, "restore"))
        assert response.status_code == 409
        assert "All seats are taken." in html(response)
        assert is_cancelled(registration)

    def test_then_one_can_wait_if_there_is_a_waiting_list(self):
        page = event_page(capacity=1, waiting_list="promote")
        registration = registered(page, **ALONE)
        Client().post(url(registration, "cancel"))
        registered(page, name="Dora", **ALONE)
        assert "you join the waiting list" in html(Client().get(url(registration, "restore")))
        response = Client().post(url(registration, "restore"), follow=True)
        assert "You are on the waiting list" in html(response)

    @pytest.mark.parametrize(
        ("before_the_deadline", "is_told"), [(timedelta(seconds=1), True), (timedelta(), False)]
    )
    def test_after_the_deadline_nobody_is_told_of_the_line(
        self, set_clock, before_the_deadline, is_told
    ):
        page = event_page(waiting_list="promote")
        registration = registered(page, **ALONE)
        at = page.event.closes_at - before_the_deadline
        cancel(registration, at=at)
        set_clock(at)
        shown = html(Client().get(url(registration, "restore")))
        assert "You get a seat if there still is one." in shown
        assert ("you join the waiting list" in shown) == is_told


class TestAnOffer:
    @pytest.fixture
    def offered(self):
        page = event_page(capacity=1, waiting_list="offer")
        first = registered(page, **ALONE)
        offered = registered(page, name="Dora", **ALONE)
        cancel(first, at=OPEN_AT)
        return offered

    def test_is_accepted_by_one_button(self, offered):
        asked = html(Client().get(url(offered, "accept")))
        assert "Do you want the seat?" in asked
        assert asked.count('type="submit"') == 1
        response = Client().post(url(offered, "accept"), follow=True)
        assert "You are registered" in html(response)
        assert status(offered) == Status.CONFIRMED
        assert kinds()[-2:] == ["offered", "promoted"]

    def test_accepting_twice_is_once(self, offered):
        for _ in range(2):
            assert Client().post(url(offered, "accept")).status_code == 303
        assert kinds().count("promoted") == 1

    def test_is_declined_by_cancelling(self, offered):
        assert "Do you want to decline the seat?" in html(Client().get(url(offered, "cancel")))
        Client().post(url(offered, "cancel"))
        assert is_cancelled(offered)

    def test_one_second_decides(self, offered, set_clock):
        ends_at = offered.offered_until or offered.event.starts_at
        offered.refresh_from_db()
        ends_at = offered.offered_until
        set_clock(ends_at)
        response = Client().post(url(offered, "accept"))
        assert response.status_code == 409
        assert "The time to accept the seat is over" in html(response)
        set_clock(ends_at - timedelta(seconds=1))
        assert Client().post(url(offered, "accept")).status_code == 303

    def test_without_one_there_is_nothing_to_accept(self):
        page = event_page(capacity=1, waiting_list="promote")
        registered(page, **ALONE)
        waiting = registered(page, name="Dora", **ALONE)
        response = Client().post(url(waiting, "accept"))
        assert response.status_code == 409
        assert "There is no offer to accept." in html(response)
        assert status(waiting) == Status.WAITING
