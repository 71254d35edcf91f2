import pytest

from events.exceptions import NotEnoughSeats
from events.services.registration import cancel
from tests.factories import OPEN_AT, register

from .support import entry, open_event

pytestmark = pytest.mark.django_db


class TestSeats:
    def test_a_party_takes_a_seat_each(self):
        publication = open_event(capacity=3, max_companions=2)
        registration = register(publication, entry(companions=("Dora", "Emil")), at=OPEN_AT)
        assert registration.party_size == 3
        with pytest.raises(NotEnoughSeats) as refusal:
            register(publication, entry("Finn", "finn@example.org"), at=OPEN_AT)
        assert refusal.value.seats_left == 0

    def test_a_party_that_does_not_fit_is_told_how_many_do(self):
        publication = open_event(capacity=2, max_companions=2)
        with pytest.raises(NotEnoughSeats) as refusal:
            register(publication, entry(companions=("Dora", "Emil")), at=OPEN_AT)
        assert refusal.value.seats_left == 2
        assert str(refusal.value) == "There are only 2 seats left. Register fewer people."

    def test_a_cancellation_gives_seats_back(self):
        publication = open_event(capacity=1)
        cancel(register(publication, entry(), at=OPEN_AT), at=OPEN_AT)
        register(publication, entry("Dora"), at=OPEN_AT)
        assert publication.event.registrations.confirmed().seats() == 1

    def test_no_seats_at_all_is_not_no_limit(self):
        with pytest.raises(NotEnoughSeats):
            register(open_event(capacity=0), entry(), at=OPEN_AT)
