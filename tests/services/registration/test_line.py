"""Who waits, who is next, and what they are told."""

from datetime import timedelta

import pytest

from events.exceptions import (
    RegistrationClosed,
)
from events.services.registration import cancel, change
from tests.factories import OPEN_AT, administrator

from .support import (
    HOUR,
    SECOND,
    come,
    entry,
    letters,
    line,
    of,
    open_event,
    publish,
    statuses,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


class TestJoining:
    def test_who_finds_no_seat_waits_and_is_told(self):
        event = line()
        assert statuses(event) == {"Cleo": "confirmed", "Dora": "waiting", "Emil": "waiting"}
        assert letters(of(event, "Dora")) == ["waiting"]
        assert [of(event, name).place_in_line() for name in ("Dora", "Emil")] == [1, 2]

    def test_who_came_at_the_same_instant_stands_in_the_order_of_registering(self):
        publication = open_event(waiting_list="promote", capacity=0)
        for name in ("Cleo", "Dora"):
            come(publication, name)
        event = publication.event
        assert [r.name for r in event.registrations.in_line()] == ["Cleo", "Dora"]
        assert of(event, "Dora").place_in_line() == 2

    def test_the_line_of_another_event_is_its_own(self):
        event = line()
        other = open_event(
            parent=event.page.get_parent(), slug="other", waiting_list="promote", capacity=0
        )
        assert come(other, "Finn").place_in_line() == 1

    def test_a_repeat_does_not_wait_twice(self):
        event = line()
        come(event.publication(), "Dora", at=OPEN_AT + HOUR)
        assert event.registrations.in_line().count() == 2


class TestMovingUp:
    def test_a_seat_that_comes_free_goes_to_the_first_in_line_with_a_letter(self):
        event = line()
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        assert statuses(event) == {"Cleo": "cancelled", "Dora": "confirmed", "Emil": "waiting"}
        assert letters(of(event, "Dora")) == ["waiting", "promoted"]
        assert letters(of(event, "Emil")) == ["waiting"]
        assert of(event, "Dora").waiting_since is None

    def test_a_party_too_large_is_passed_over_and_keeps_its_place(self):
        publication = open_event(waiting_list="promote", capacity=2, max_companions=2)
        cleo, dora = come(publication, "Cleo"), come(publication, "Dora")
        for name, companions in (("Emil", 1), ("Finn", 0), ("Gro", 0)):
            come(publication, name, companions)
        cancel(cleo, at=OPEN_AT)
        event = publication.event
        assert [r.name for r in event.registrations.in_line()] == ["Emil", "Gro"]
        cancel(dora, at=OPEN_AT)
        assert [r.name for r in event.registrations.in_line()] == ["Emil"]
        cancel(of(event, "Finn"), at=OPEN_AT)
        assert statuses(event)["Emil"] == "waiting"
        cancel(of(event, "Gro"), at=OPEN_AT)
        assert statuses(event)["Emil"] == "confirmed"

    def test_a_party_is_never_split(self):
        publication = open_event(waiting_list="promote", capacity=2, max_companions=2)
        cleo = come(publication, "Cleo", 1)
        come(publication, "Emil", 2)
        cancel(cleo, at=OPEN_AT)
        assert (of(publication.event, "Emil").status, publication.event.room().taken) == (
            "waiting",
            0,
        )

    def test_bringing_fewer_people_gives_seats_to_the_line(self):
        publication = open_event(waiting_list="promote", capacity=2, max_companions=2)
        cleo = come(publication, "Cleo", 1)
        come(publication, "Dora")
        change(cleo, publication, entry(), at=OPEN_AT)
        assert statuses(publication.event)["Dora"] == "confirmed"

    def test_who_waits_and_brings_fewer_people_may_fit_at_once(self):
        publication = open_event(waiting_list="promote", capacity=1, max_companions=2)
        dora = come(publication, "Dora", 1)
        assert dora.is_waiting
        change(dora, publication, entry("Dora"), at=OPEN_AT)
        assert letters(dora) == ["waiting", "changed", "promoted"]
        assert publication.event.room().taken == 1

    def test_more_seats_are_given_to_as_many_in_line_as_fit(self):
        event = line(names=("Cleo", "Dora", "Emil", "Finn"))
        publish(event, capacity=3)
        assert list(statuses(event).values()) == ["confirmed"] * 3 + ["waiting"]

    def test_no_limit_any_more_gives_everybody_a_seat(self):
        event = line()
        publish(event, capacity=None)
        assert set(statuses(event).values()) == {"confirmed"}

    def test_fewer_seats_take_nobodys(self):
        event = line(capacity=2)
        publish(event, capacity=0)
        assert list(statuses(event).values()) == ["confirmed", "confirmed", "waiting"]

    def test_publishing_again_writes_to_nobody(self):
        event = line()
        before = letters()
        publish(event)
        publish(event, venue_room="107")
        assert letters() == before

    def test_who_waits_when_the_list_is_closed_keeps_their_place(self):
        event = line()
        publish(event, waiting_list="off")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        assert statuses(event)["Dora"] == "confirmed"
        assert statuses(event)["Emil"] == "waiting"

    def test_who_cancels_while_waiting_gets_no_seat_later(self):
        event = line()
        cancel(of(event, "Dora"), at=OPEN_AT + HOUR)
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        assert statuses(event) == {"Cleo": "cancelled", "Dora": "cancelled", "Emil": "confirmed"}
        assert letters(of(event, "Dora")) == ["waiting", "cancelled"]

    @pytest.mark.parametrize("number", [1, 6])
    def test_who_waits_in_vain_costs_no_query_each(self, number, django_assert_num_queries):
        publication = open_event(waiting_list="promote", capacity=1, max_companions=9)
        cleo = come(publication, "Cleo")
        for guest in range(number):
            come(publication, f"Guest{guest}", 5)
        with django_assert_num_queries(11):
            cancel(cleo, at=OPEN_AT)


class TestWhen:
    @pytest.mark.parametrize(
        ("mode", "moved"), [("promote", "confirmed"), ("offer", "offered")], ids=["give", "offer"]
    )
    @pytest.mark.parametrize(
        ("after_deadline", "before", "moves"),
        [
            (False, "closes_at", True),
            (False, "closes_at+", False),
            (True, "closes_at+", True),
            (True, "starts_at", True),
            (True, "starts_at+", False),
        ],
    )
    def test_the_line_moves_until_the_very_second(self, mode, moved, after_deadline, before, moves):
        event = line(mode, moves_after_deadline=after_deadline)
        at = getattr(event, before.rstrip("+")) - (timedelta() if "+" in before else SECOND)
        cancel(of(event, "Cleo"), at=at, user=administrator())
        assert statuses(event)["Dora"] == (moved if moves else "waiting")

    def test_a_cancelled_event_moves_nobody(self):
        event = line()
        publish(event, cancelled=True)
        cancel(of(event, "Cleo"), at=OPEN_AT)
        assert statuses(event)["Dora"] == "waiting"

    def test_seats_that_came_free_after_the_deadline_go_to_the_line_when_it_is_put_off(self):
        event = line()
        cancel(of(event, "Cleo"), at=event.closes_at)
        publish(event, deadline_date=None)
        assert statuses(event)["Dora"] == "confirmed"


def test_nobody_joins_the_line_at_the_deadline():
    event = line()
    with pytest.raises(RegistrationClosed):
        come(event.publication(), "Finn", at=event.closes_at)
    assert come(event.publication(), "Finn", at=event.closes_at - SECOND).is_waiting
