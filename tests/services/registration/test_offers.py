"""Seats that are offered, and those that staff give."""

import pytest

from events.exceptions import (
    AlreadyRegistered,
    NothingToAccept,
    NotWaiting,
    OfferExpired,
)
from events.models import RegistrationChange, Status
from events.services.registration import accept, cancel, lapse_offers, promote
from events.services.retention import erase_event
from tests.factories import OPEN_AT, administrator

from .support import (
    DAY,
    HOUR,
    SECOND,
    come,
    letters,
    line,
    of,
    open_event,
    publish,
    statuses,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


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
