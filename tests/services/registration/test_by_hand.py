"""Staff register somebody: earlier, later and beyond what guests can."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.exceptions import (
    AlreadyRegistered,
    NotEnoughSeats,
    OptionsTaken,
    RegistrationClosed,
)
from events.models import Message
from events.services import outbox
from events.services import registration as service
from events.services.registration import IfFull
from tests.factories import OPEN_AT, administrator, event_page, registration
from tests.services.registration.support import entry

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def by_hand(event, name="Cleo", at=OPEN_AT, user=None, **options):
    fields = {key: options.pop(key) for key in ("email", "companions", "answers") if key in options}
    return service.register_by_hand(
        event.publication(), entry(name, **fields), at=at, user=user, **options
    )


class TestWhen:
    def test_before_it_opens_after_the_deadline_and_whoever_it_is_for(self):
        event = event_page(audience="invited").event
        early = event.closes_at - timedelta(days=400)
        for number, at in enumerate((early, event.closes_at, event.ends_at - SECOND)):
            assert by_hand(event, f"Guest {number}", at=at).is_confirmed

    @pytest.mark.parametrize("why", ["over", "cancelled"])
    def test_not_once_it_is_over_or_cancelled(self, why):
        event = event_page(cancelled=why == "cancelled").event
        with pytest.raises(RegistrationClosed):
            by_hand(event, at=event.ends_at if why == "over" else OPEN_AT)

    def test_not_twice(self):
        event = event_page().event
        registration(event)
        with pytest.raises(AlreadyRegistered):
            by_hand(event)


class TestSeats:
    def test_none_are_given_away_twice_unless_staff_say_so(self):
        event = event_page(capacity=1).event
        registration(event, "Dora")
        with pytest.raises(NotEnoughSeats):
            by_hand(event)
        assert by_hand(event, if_full=IfFull.OVERBOOK).is_confirmed

    def test_one_may_wait_where_there_is_a_waiting_list(self):
        event = event_page(capacity=1, waiting_list="promote").event
        registration(event, "Dora")
        guest = by_hand(event, if_full=IfFull.WAIT)
        assert (guest.status, guest.waiting_since) == ("waiting", OPEN_AT)
        assert Message.objects.get().kind == "waiting"

    def test_nobody_waits_where_there_is_none_or_there_are_seats(self):
        full, free = (event_page(slug=slug, capacity=1).event for slug in ("full", "free"))
        registration(full, "Dora")
        with pytest.raises(NotEnoughSeats):
            by_hand(full, if_full=IfFull.WAIT)
        assert by_hand(free, if_full=IfFull.WAIT).is_confirmed

    def test_a_full_choice_is_full_for_staff_too(self):
        question = {
            "label": "Part",
            "field_type": "radio",
            "choices": "Tour [1]\nLunch [1]",
            "key": "qpart",
        }
        event = event_page(questions=[question]).event
        by_hand(event, "Dora", answers={"qpart": "Tour"})
        with pytest.raises(OptionsTaken):
            by_hand(event, answers={"qpart": "Tour"})
        assert by_hand(event, answers={"qpart": "Tour"}, if_full=IfFull.OVERBOOK).is_confirmed


class TestTheLetter:
    @pytest.mark.parametrize("letter", [True, False])
    def test_is_sent_if_staff_want_it(self, letter):
        by_hand(event_page().event, letter=letter)
        assert Message.objects.filter(state="queued").exists() == letter

    def test_without_an_address_none_is(self):
        guest = by_hand(event_page().event, email="")
        assert (guest.email, Message.objects.count()) == ("", 0)

    def test_what_such_a_guest_is_not_told_is_noted(self, mailoutbox):
        guest = by_hand(event_page().event, email="")
        service.cancel(guest, at=OPEN_AT, user=administrator())
        outbox.sweep(at=OPEN_AT)
        letter = Message.objects.get()
        assert (letter.state, letter.reason) == ("cancelled", Message.NO_ADDRESS)
        assert mailoutbox == []


def test_two_without_an_address_are_told_apart_by_name_even_where_one_per_address():
    event = event_page(one_per_address=True).event
    by_hand(event, "Cleo", email="")
    by_hand(event, "Dora", email="")
    with pytest.raises(AlreadyRegistered):
        by_hand(event, "cleo", email="")


def test_the_history_says_who_did_it():
    ada = administrator()
    by_hand(event_page().event, user=ada)
    assert ModelLogEntry.objects.get(action="tilmeld.register").user == ada
