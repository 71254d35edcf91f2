"""Who waits, who is next, and what they are told."""

from datetime import timedelta

import pytest

from events.exceptions import (
    AlreadyRegistered,
    NothingToAccept,
    NotWaiting,
    OfferExpired,
    RegistrationClosed,
)
from events.models import RegistrationChange, Status
from events.services.registration import accept, cancel, change, lapse_offers, promote
from events.services.retention import erase_event
from tests.factories import OPEN_AT, administrator

from .support import DAY, HOUR, SECOND, come, entry, letters, open_event, publish, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def line(mode="promote", capacity=1, names=("Cleo", "Dora", "Emil"), **facts):
    """An event whose first guests have its seats and whose others wait, a minute apart."""
    publication = open_event(waiting_list=mode, capacity=capacity, max_companions=9, **facts)
    for number, name in enumerate(names):
        come(publication, name, at=OPEN_AT + number * timedelta(minutes=1))
    return publication.event


def of(event, name):
    return event.registrations.get(name=name)


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


class TestOffers:
    def test_who_is_next_is_offered_the_seat_and_nobody_else_can_have_it(self):
        event = line("offer")
        at = OPEN_AT + HOUR
        cancel(of(event, "Cleo"), at=at)
        dora = of(event, "Dora")
        assert (dora.status, dora.offered_until) == ("offered", at + 2 * DAY)
        assert letters(dora) == ["waiting", "offered"]
        assert event.room().taken == 1
        assert come(event.publication(), "Finn", at=at).is_waiting

    def test_it_holds_for_half_the_time_that_is_left(self):
        event = line("offer", moves_after_deadline=True)
        at = event.starts_at - 10 * HOUR
        cancel(of(event, "Cleo"), at=at)
        assert of(event, "Dora").offered_until == at + 5 * HOUR

    def test_accepting_twice_is_one_seat_and_one_letter(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        for _ in range(2):
            accept(of(event, "Dora"), at=OPEN_AT + 2 * HOUR)
        assert letters(of(event, "Dora")) == ["waiting", "offered", "promoted"]
        assert event.room().taken == 1

    def test_one_second_before_its_end_it_can_be_accepted(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        dora = of(event, "Dora")
        accept(dora, at=dora.offered_until - SECOND)
        assert dora.is_confirmed

    def test_at_its_end_it_is_over_even_before_anybody_took_it_back(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        dora = of(event, "Dora")
        with pytest.raises(OfferExpired):
            accept(dora, at=dora.offered_until)
        assert event.room().taken == 1

    def test_an_event_moved_to_an_earlier_day_ends_it_at_its_start(self):
        event = line("offer", offer_hours=720)
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        dora = of(event, "Dora")
        publish(event, start_date=(OPEN_AT + DAY).date(), deadline_date=None)
        assert event.starts_at < dora.offered_until
        with pytest.raises(OfferExpired):
            accept(dora, at=event.starts_at)
        accept(dora, at=event.starts_at - SECOND)

    def test_an_offer_nobody_accepted_goes_to_the_next_in_line(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        until = of(event, "Dora").offered_until
        assert lapse_offers(at=until - SECOND) == 0
        assert lapse_offers(at=until) == 1
        assert lapse_offers(at=until) == 0
        assert statuses(event) == {"Cleo": "cancelled", "Dora": "lapsed", "Emil": "offered"}
        assert letters(of(event, "Dora")) == ["waiting", "offered", "offer_expired"]
        with pytest.raises(OfferExpired):
            accept(of(event, "Dora"), at=until)

    def test_who_declines_it_keeps_none(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        cancel(of(event, "Dora"), at=OPEN_AT + 2 * HOUR)
        assert statuses(event)["Emil"] == "offered"
        with pytest.raises(NothingToAccept):
            accept(of(event, "Dora"), at=OPEN_AT + 2 * HOUR)

    def test_who_waits_has_nothing_to_accept(self):
        with pytest.raises(NothingToAccept):
            accept(of(line("offer"), "Dora"), at=OPEN_AT + HOUR)

    def test_a_cancelled_event_has_nothing_to_accept(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT)
        publish(event, cancelled=True)
        with pytest.raises(NothingToAccept):
            accept(of(event, "Dora"), at=OPEN_AT + HOUR)

    def test_offers_of_several_events_are_taken_back_together(self):
        first = line("offer")
        second = open_event(
            parent=first.page.get_parent(), slug="other", waiting_list="offer", capacity=1
        )
        for name in ("Cleo", "Dora"):
            come(second, name)
        for event in (first, second.event):
            cancel(of(event, "Cleo"), at=OPEN_AT + HOUR)
        assert lapse_offers(at=OPEN_AT + 3 * DAY) == 2


class TestPromotedByStaff:
    def test_whoever_is_ahead_and_beyond_capacity(self):
        event = line()
        beyond = {"reason": "Speaks", "over_capacity": True}
        promote(of(event, "Emil"), at=OPEN_AT, user=administrator(), **beyond)
        assert statuses(event) == {"Cleo": "confirmed", "Dora": "waiting", "Emil": "confirmed"}
        assert event.room().taken == 2
        assert RegistrationChange.objects.get().reason == "Speaks"
        assert letters(of(event, "Emil")) == ["waiting", "promoted"]

    def test_the_seat_counts_when_the_next_comes_free(self):
        event = line()
        promote(of(event, "Emil"), at=OPEN_AT, user=administrator(), over_capacity=True)
        cancel(of(event, "Cleo"), at=OPEN_AT)
        assert (statuses(event)["Dora"], event.room().taken) == ("waiting", 1)

    def test_also_after_the_deadline(self):
        event = line()
        promote(of(event, "Dora"), at=event.closes_at, user=administrator(), over_capacity=True)
        assert statuses(event)["Dora"] == "confirmed"

    def test_an_offer_becomes_the_seat(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT)
        promote(of(event, "Dora"), at=OPEN_AT, user=administrator())
        assert (statuses(event)["Dora"], event.room().taken) == ("confirmed", 1)

    def test_whose_offer_is_over_may_still_come(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT)
        lapse_offers(at=OPEN_AT + 2 * DAY)
        beyond = {"over_capacity": True}  # the seat was offered to the next
        promote(of(event, "Dora"), at=OPEN_AT + 2 * DAY, user=administrator(), **beyond)
        assert statuses(event) == {"Cleo": "cancelled", "Dora": "confirmed", "Emil": "offered"}

    def test_not_whose_offer_is_over_and_who_has_registered_again(self):
        event = line("offer")
        cancel(of(event, "Cleo"), at=OPEN_AT)
        lapsed = of(event, "Dora")
        lapse_offers(at=OPEN_AT + 2 * DAY)
        come(event.publication(), "Dora", at=OPEN_AT + 2 * DAY)
        with pytest.raises(AlreadyRegistered):
            promote(lapsed, at=OPEN_AT + 2 * DAY, user=administrator())

    @pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
    def test_nobody_who_does_not_wait(self, status):
        event = line()
        cleo = of(event, "Cleo")
        if status == Status.CANCELLED:
            cancel(cleo, at=OPEN_AT)
        with pytest.raises(NotWaiting):
            promote(cleo, at=OPEN_AT, user=administrator())

    def test_nobody_who_was_erased(self):
        event = line()
        erase_event(event, at=event.ends_at)
        waiting = event.registrations.filter(status="waiting").first()
        with pytest.raises(NotWaiting):
            promote(waiting, at=event.ends_at, user=administrator())


def test_nobody_joins_the_line_at_the_deadline():
    event = line()
    with pytest.raises(RegistrationClosed):
        come(event.publication(), "Finn", at=event.closes_at)
    assert come(event.publication(), "Finn", at=event.closes_at - SECOND).is_waiting
