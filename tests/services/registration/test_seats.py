import pytest

from events.exceptions import NotEnoughSeats
from events.models import Event, Status
from events.rules.capacity import Room
from events.services.registration import cancel, change, register
from tests import factories
from tests.factories import OPEN_AT

from .support import come, entry, open_event, publish, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


class TestSeats:
    def test_a_party_takes_a_seat_each(self):
        publication = open_event(capacity=3, max_companions=2)
        assert come(publication, "Cleo", 2).party_size == 3
        with pytest.raises(NotEnoughSeats) as refusal:
            come(publication, "Finn")
        assert refusal.value.seats_left == 0

    def test_a_party_that_does_not_fit_is_told_how_many_do(self):
        publication = open_event(capacity=2, max_companions=2)
        with pytest.raises(NotEnoughSeats) as refusal:
            come(publication, "Cleo", 2)
        assert refusal.value.seats_left == 2
        assert str(refusal.value) == "There are only 2 seats left. Register fewer people."

    def test_a_cancellation_gives_seats_back(self):
        publication = open_event(capacity=1)
        cancel(come(publication, "Cleo"), at=OPEN_AT)
        come(publication, "Dora")
        assert publication.event.registrations.confirmed().seats() == 1

    def test_no_seats_at_all_is_not_no_limit(self):
        with pytest.raises(NotEnoughSeats):
            come(open_event(capacity=0), "Cleo")

    def test_no_limit_takes_everybody(self):
        publication = open_event(max_companions=9)
        for name in ("Cleo", "Dora", "Emil"):
            come(publication, name, 9)
        assert publication.event.room() == Room(None)

    def test_a_limit_below_those_who_come_takes_nobodys_seat_and_gives_none(self):
        publication = open_event(capacity=3)
        guests = [come(publication, name) for name in ("Cleo", "Dora", "Emil")]
        publish(publication.event, capacity=1)
        cancel(guests[0], at=OPEN_AT)
        with pytest.raises(NotEnoughSeats) as refusal:
            come(publication, "Finn")
        assert refusal.value.seats_left == 0
        assert statuses(publication.event) == {
            "Cleo": "cancelled",
            "Dora": "confirmed",
            "Emil": "confirmed",
        }

    def test_cancelling_twice_gives_one_seat_back(self):
        publication = open_event(capacity=2)
        cleo = come(publication, "Cleo")
        come(publication, "Dora")
        cancel(cleo, at=OPEN_AT)
        cancel(cleo, at=OPEN_AT)
        assert publication.event.room().seats_left == 1

    def test_an_offered_seat_is_taken(self):
        publication = open_event(capacity=1)
        factories.registration(
            publication.event, status=Status.OFFERED, offered_until=publication.event.starts_at
        )
        with pytest.raises(NotEnoughSeats):
            come(publication, "Dora")

    @pytest.mark.parametrize("status", [Status.CANCELLED, Status.LAPSED, Status.WAITING])
    def test_others_take_none(self, status):
        publication = open_event(capacity=1)
        factories.registration(publication.event, status=status, waiting_since=OPEN_AT)
        assert publication.event.room().taken == 0

    def test_the_seats_of_another_event_are_its_own(self):
        this = open_event(capacity=1)
        other = open_event(parent=this.page.get_parent(), slug="other", capacity=1)
        come(other, "Cleo")
        assert come(this, "Cleo").is_confirmed

    def test_the_last_seat_of_a_full_event_can_be_given_smaller_but_not_larger(self):
        publication = open_event(capacity=2, max_companions=2)
        cleo = come(publication, "Cleo", 1)
        with pytest.raises(NotEnoughSeats) as refusal:
            change(cleo, publication, entry(companions=("D", "E")), at=OPEN_AT)
        assert refusal.value.seats_left == 2
        change(cleo, publication, entry(), at=OPEN_AT)
        assert publication.event.room().seats_left == 1


def test_capacity_is_read_under_the_lock_and_not_before():
    publication = open_event(capacity=1)
    assert publication.event.capacity == 1
    Event.objects.filter(pk=publication.event_id).update(capacity=0)
    with pytest.raises(NotEnoughSeats):
        register(publication, entry(), at=OPEN_AT)
