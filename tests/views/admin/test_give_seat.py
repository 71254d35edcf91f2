"""Giving a seat to somebody who waits: what it means is said before it is done."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.models import Event, Message, Registration, RegistrationChange
from events.services.registration import promote
from events.views.admin.give_seat import Meaning
from tests.factories import OPEN_AT, event_page, registration

from .support import detail_url, errors, status, text, told, url, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

WORKSHOP = {"label": "Workshop", "field_type": "radio", "choices": "A [1]\nB", "key": "qshop"}
WORKSHOP |= {"required": False}
REASON = "Why this guest gets a seat: they speak."


@pytest.fixture
def open_now(clock):
    clock(OPEN_AT)


def event(**facts) -> Event:
    return event_page(**{"waiting_list": "promote"} | facts).event


def lapsed(event: Event, name: str = "Eli") -> Registration:
    return registration(event, name, status="lapsed")


class TestWhatItMeans:
    def test_how_many_are_ahead_and_that_all_seats_are_taken(self, admin):
        full = event(capacity=1)
        registration(full)
        for minutes, name in enumerate(["Dora", "Eli", "Finn"]):
            guest = waiting(full, name, OPEN_AT + timedelta(minutes=minutes), companions=["Gro"])
        shown = text(admin.get(url(guest, "give_seat")))
        assert "Give Finn 2 seats?" in shown
        assert "2 registrations are ahead in line, and are passed over." in shown
        assert "All seats are taken." in shown
        assert "Over-book by 2 seats" in shown

    def test_for_the_next_in_line_nobody_is_passed_over(self, admin):
        guest = waiting(event(capacity=3), "Dora")
        shown = text(admin.get(url(guest, "give_seat")))
        assert "Nobody is ahead in line. 3 seats are free." in shown
        assert "Over-book" not in shown

    def test_a_party_too_large_misses_only_the_seats_it_lacks(self):
        guest = waiting(event(capacity=2), companions=["Eli", "Finn"])
        assert Meaning.of(guest).missing == 1

    def test_choices_that_are_full_are_named(self, admin):
        full = event(questions=[WORKSHOP])
        registration(full, answers={"qshop": "A"})
        shown = text(admin.get(url(waiting(full, answers={"qshop": "A"}), "give_seat")))
        assert "The event has no limit of seats." in shown
        assert "There are too few seats at “A”." in shown
        assert "Over-book what is full" in shown

    def test_all_who_wait_are_ahead_of_one_whose_offer_is_over(self, admin):
        open_event = event()
        waiting(open_event)
        shown = text(admin.get(url(lapsed(open_event), "give_seat")))
        assert "1 registration is ahead in line" in shown

    def test_a_seat_that_is_offered_is_kept_already(self, admin):
        full = event(capacity=1)
        guest = registration(full, status="offered", offered_until=OPEN_AT + timedelta(hours=1))
        waiting(full)
        shown = text(admin.get(url(guest, "give_seat")))
        assert "The seats are kept already." in shown
        assert "Over-book" not in shown
        assert "ahead in line" not in shown

    def test_looking_changes_nothing(self, admin):
        guest = waiting(event())
        admin.get(url(guest, "give_seat"))
        assert (status(guest), Message.objects.count()) == ("waiting", 0)


class TestGivingIt:
    def test_to_the_next_in_line_needs_no_reason(self, admin):
        guest = waiting(event(capacity=1))
        response = admin.post(url(guest, "give_seat"))
        assert response.url == detail_url(guest)
        assert "Dora has a seat and gets a letter." in told(response)
        assert status(guest) == "confirmed"
        assert Message.objects.get().kind == "promoted"
        assert ModelLogEntry.objects.get(action="tilmeld.promote").user.username == "ada"
        assert not RegistrationChange.objects.exists()

    def test_out_of_turn_it_needs_one(self, admin):
        open_event = event(capacity=9)
        waiting(open_event)
        guest = waiting(open_event, "Eli", OPEN_AT + timedelta(minutes=1))
        response = admin.post(url(guest, "give_seat"), {"reason": " "})
        assert errors(response) == {"reason": ["Write why this guest gets a seat now."]}
        assert status(guest) == "waiting"
        admin.post(url(guest, "give_seat"), {"reason": REASON})
        assert status(guest) == "confirmed"
        change = RegistrationChange.objects.get()
        assert (change.reason, change.user.username) == (REASON, "ada")

    @pytest.mark.parametrize("facts", [{"capacity": 1}, {"questions": [WORKSHOP]}])
    def test_beyond_what_there_is_it_needs_a_tick_too_and_keeps_what_was_written(
        self, admin, facts
    ):
        full = event(**facts)
        registration(full, answers={"qshop": "A"})
        guest = waiting(full, answers={"qshop": "A"})
        response = admin.post(url(guest, "give_seat"), {"reason": REASON})
        assert list(errors(response)) == ["over_capacity"]
        assert REASON in response.content.decode()
        assert status(guest) == "waiting"
        response = admin.post(url(guest, "give_seat"), {"over_capacity": "on"})
        assert list(errors(response)) == ["reason"]
        admin.post(url(guest, "give_seat"), {"reason": REASON, "over_capacity": "on"})
        assert status(guest) == "confirmed"

    def test_a_seat_taken_in_the_meantime_is_not_over_booked_unasked(self, admin, monkeypatch):
        last = event(capacity=1)
        guest = waiting(last)
        before = Meaning.of(guest)
        registration(last)
        seen = iter([before, Meaning.of(guest)])
        monkeypatch.setattr(Meaning, "of", lambda guest: next(seen))
        response = admin.post(url(guest, "give_seat"), {"reason": REASON, "over_capacity": "on"})
        assert "Seats were taken in the meantime." in text(response)
        assert "Over-book by 1 seat" in text(response)
        assert REASON in response.content.decode()
        assert status(guest) == "waiting"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_to_one_who_has_a_seat_is_nothing_to_do(self, admin, method):
        guest = waiting(event())
        promote(guest, at=OPEN_AT, user=None)
        response = getattr(admin, method)(url(guest, "give_seat"))
        assert response.url == detail_url(guest)
        assert "nobody to give a seat" in told(response)
        assert Message.objects.count() == 1

    def test_nor_after_the_event(self, clock, admin):
        guest = waiting(event())
        clock(guest.event.ends_at)
        assert admin.post(url(guest, "give_seat")).url == detail_url(guest)
        assert status(guest) == "waiting"

    def test_who_has_registered_again_is_not_registered_twice(self, admin):
        again = event()
        guest = lapsed(again)
        registration(again, "Eli")
        response = admin.post(url(guest, "give_seat"), {"reason": REASON})
        assert "is registered already" in text(response)
        assert REASON in response.content.decode()
        assert status(guest) == "lapsed"
