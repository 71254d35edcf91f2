"""What staff may do that guests may not: restore at any time, give seats out of turn."""

from datetime import timedelta

import pytest

from events.exceptions import NotEnoughSeats, NotWaiting, OptionsTaken, TooLateToUndo
from events.models import Event, Message, Registration
from events.services import retention
from events.services.registration import cancel, promote, restore
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
WORKSHOP = {
    "label": "Workshop",
    "field_type": "radio",
    "choices": "A [1]\nB",
    "key": "qshop",
    "required": False,
}


def waiting(event: Event, name: str = "Dora", minutes: int = 0, **fields) -> Registration:
    since = OPEN_AT + timedelta(minutes=minutes)
    return registration(event, name, status="waiting", waiting_since=since, **fields)


def cancelled(event: Event, name: str = "Cleo") -> Registration:
    guest = registration(event, name)
    cancel(guest, at=OPEN_AT, letter=False)
    return guest


def status(guest: Registration) -> str:
    return Registration.objects.get(pk=guest.pk).status


class TestRestoring:
    def test_is_possible_until_the_second_the_event_ends(self):
        event = event_page().event
        guest, other = cancelled(event), cancelled(event, "Dora")
        ada = administrator()
        with pytest.raises(TooLateToUndo):
            restore(guest, at=event.starts_at)
        restore(guest, at=event.ends_at - SECOND, user=ada)
        with pytest.raises(TooLateToUndo):
            restore(other, at=event.ends_at, user=ada)
        assert (status(guest), status(other)) == ("confirmed", "cancelled")

    def test_is_not_for_a_cancelled_event(self):
        guest = cancelled(event_page().event)
        Event.objects.update(cancelled=True)
        with pytest.raises(TooLateToUndo):
            restore(guest, at=OPEN_AT, user=administrator())

    def test_nor_for_what_was_erased(self):
        guest = cancelled(event_page().event)
        retention.erase_event(guest.event, at=OPEN_AT)
        with pytest.raises(TooLateToUndo):
            restore(guest, at=OPEN_AT, user=administrator())
        assert not Message.objects.exists()

    def test_without_a_seat_it_waits_even_after_the_deadline(self):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = cancelled(event)
        registration(event, "Dora")
        restore(guest, at=event.closes_at, user=administrator())
        guest.refresh_from_db()
        assert (guest.status, guest.waiting_since) == ("waiting", event.closes_at)

    def test_which_guests_dont(self):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = cancelled(event)
        registration(event, "Dora")
        Registration.objects.filter(pk=guest.pk).update(cancelled_at=event.closes_at)
        with pytest.raises(NotEnoughSeats):
            restore(guest, at=event.closes_at)

    def test_without_a_seat_and_a_waiting_list_it_is_refused(self):
        event = event_page(capacity=1).event
        guest = cancelled(event)
        registration(event, "Dora")
        with pytest.raises(NotEnoughSeats):
            restore(guest, at=OPEN_AT, user=administrator())
        assert status(guest) == "cancelled"


class TestGivingASeat:
    @pytest.mark.parametrize("over_capacity", [False, True])
    def test_beyond_capacity_only_if_staff_say_so(self, over_capacity):
        event = event_page(capacity=1, waiting_list="promote").event
        registration(event)
        guest = waiting(event)
        if not over_capacity:
            with pytest.raises(NotEnoughSeats):
                promote(guest, at=OPEN_AT, user=administrator())
        else:
            promote(guest, at=OPEN_AT, user=administrator(), over_capacity=True)
        assert status(guest) == ("confirmed" if over_capacity else "waiting")

    def test_nor_at_an_option_that_is_full(self):
        event = event_page(questions=[WORKSHOP], waiting_list="promote").event
        registration(event, answers={"qshop": "A"})
        guest = waiting(event, answers={"qshop": "A"})
        with pytest.raises(OptionsTaken):
            promote(guest, at=OPEN_AT, user=administrator())
        promote(guest, at=OPEN_AT, user=administrator("eve"), over_capacity=True)
        assert status(guest) == "confirmed"

    def test_a_seat_that_is_offered_is_kept_and_needs_no_other(self):
        event = event_page(capacity=1, waiting_list="offer").event
        until = OPEN_AT + timedelta(hours=2)
        guest = registration(event, status="offered", offered_until=until)
        promote(guest, at=OPEN_AT, user=administrator())
        assert status(guest) == "confirmed"

    def test_ends_with_the_event(self):
        event = event_page(waiting_list="promote").event
        late, in_time = waiting(event), waiting(event, "Eli")
        ada = administrator()
        with pytest.raises(NotWaiting):
            promote(late, at=event.ends_at, user=ada)
        promote(in_time, at=event.ends_at - SECOND, user=ada)
        assert (status(late), status(in_time)) == ("waiting", "confirmed")

    def test_is_not_for_a_cancelled_event(self):
        guest = waiting(event_page(waiting_list="promote").event)
        Event.objects.update(cancelled=True)
        with pytest.raises(NotWaiting):
            promote(guest, at=OPEN_AT, user=administrator())

    def test_nor_for_what_was_erased(self):
        guest = waiting(event_page(waiting_list="promote").event)
        retention.erase_event(guest.event, at=OPEN_AT)
        with pytest.raises(NotWaiting):
            promote(guest, at=OPEN_AT, user=administrator())
        assert not Message.objects.exists()
