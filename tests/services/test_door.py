"""Who has come: the same tap twice, two who receive the same guest, and who has no seat."""

from datetime import timedelta
from uuid import uuid4

import pytest
from wagtail.log_actions import registry

from events.exceptions import AlreadyRegistered, HasCancelled, NoSeatYet, NotEnoughSeats
from events.models import Arrival, Event, Registration
from events.services import door, retention
from events.services.registration import cancel, change
from tests.factories import OPEN_AT, administrator, event_page, registration
from tests.services.outbox.test_at_once import WORKERS, all_at_once
from tests.services.registration.support import entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

MINUTE = timedelta(minutes=1)
LATER = OPEN_AT + MINUTE


@pytest.fixture
def event():
    return event_page(capacity=4, max_companions=3).event


@pytest.fixture
def party(event):
    """Cleo and two companions."""
    return registration(event, companions=["Dora", ""])


def come(guest: Registration, *people: int, token=None, at=OPEN_AT, **by) -> None:
    door.check_in(guest, people or [0], token=token or uuid4(), at=at, **by)


def arrived(guest: Registration) -> list[int]:
    return list(guest.arrivals.standing().values_list("person", flat=True))


def logged(guest: Registration) -> list[tuple[str, dict]]:
    log = registry.get_logs_for_instance(guest).order_by("pk")
    return list(log.values_list("action", "data"))


class TestAllOfAParty:
    def test_come_at_once_and_whoever_is_there_stays_so(self, party):
        come(party, 1)
        door.check_in_all(party, at=LATER, user=None)
        assert arrived(party) == [0, 1, 2]
        assert logged(party)[-1] == ("tilmeld.check_in", {"people": 2})

    def test_have_not_come_whichever_taps_said_so(self, party):
        come(party, 0)
        come(party, 1, at=LATER)
        for _ in range(2):
            door.undo_all(party, at=LATER, user=None)
        assert arrived(party) == []
        assert logged(party)[2:] == [("tilmeld.undo_check_in", {"people": 2})]


class TestComing:
    def test_a_party_comes_one_by_one(self, event, party):
        come(party, 1)
        assert (arrived(party), event.registrations.people_arrived()) == ([1], 1)
        come(party, 0, 2, at=LATER)
        known = event.registrations.with_arrived().get()
        assert (known.arrived, known.checked_in_at) == (3, OPEN_AT)

    def test_the_same_tap_counts_once(self, party):
        tap = uuid4()
        for _ in range(2):
            come(party, 0, 1, token=tap)
        assert arrived(party) == [0, 1]
        assert logged(party) == [("tilmeld.check_in", {"people": 2})]

    def test_whoever_is_there_stays_there_when_somebody_else_taps(self, party):
        come(party, 0)
        come(party, 0, 1, at=LATER)
        assert arrived(party) == [0, 1]
        assert party.arrivals.get(person=0).at == OPEN_AT

    def test_nobody_comes_who_is_not_of_the_party(self, party):
        come(party, 2, 3, 99)
        assert arrived(party) == [2]

    def test_the_log_says_who_did_it_and_by_which_link(self, party):
        come(party, 0, user=administrator())
        come(party, 1, door_link=3)
        who = registry.get_logs_for_instance(party).order_by("pk")
        assert [(each.user_id is None, each.data) for each in who] == [
            (False, {"people": 1}),
            (True, {"people": 1, "door_link": 3}),
        ]


class TestTakingBack:
    def test_what_one_tap_said_of_all_or_of_one(self, party):
        tap = uuid4()
        come(party, 0, 1, 2, token=tap)
        door.undo_check_in(party, tap, person=1, at=LATER)
        assert arrived(party) == [0, 2]
        door.undo_check_in(party, tap, at=LATER)
        assert arrived(party) == []

    def test_a_tap_that_comes_late_once_more_stays_taken_back(self, party):
        tap = uuid4()
        come(party, token=tap)
        door.undo_check_in(party, tap, at=LATER)
        come(party, token=tap, at=LATER)
        assert arrived(party) == []
        come(party, at=LATER)
        assert arrived(party) == [0]

    def test_an_undo_that_comes_late_leaves_a_newer_tap(self, party):
        first = uuid4()
        come(party, token=first)
        door.undo_check_in(party, first, at=LATER)
        come(party, at=LATER)
        door.undo_check_in(party, first, at=LATER)
        assert arrived(party) == [0]
        assert [action for action, _ in logged(party)] == [
            "tilmeld.check_in",
            "tilmeld.undo_check_in",
            "tilmeld.check_in",
        ]


class TestNoSeat:
    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"status": "waiting", "waiting_since": OPEN_AT}, NoSeatYet),
            ({"status": "offered", "offered_until": LATER}, NoSeatYet),
            ({"status": "cancelled", "cancelled_at": OPEN_AT}, HasCancelled),
        ],
    )
    def test_is_said_and_nothing_is_written(self, event, fields, refusal):
        guest = registration(event, **fields)
        with pytest.raises(refusal):
            come(guest)
        assert (arrived(guest), logged(guest)) == ([], [])

    def test_whoever_cancels_is_no_longer_counted(self, event, party):
        come(party)
        cancel(party, at=LATER, user=administrator())
        assert event.registrations.confirmed().people_arrived() == 0

    def test_of_a_smaller_party_nobody_has_come_who_is_not_expected(self, party):
        come(party, 0, 1, 2)
        fewer = entry(companions=("Dora",))
        change(party, party.publication, fewer, at=LATER, user=administrator())
        assert arrived(party) == [0, 1]


class TestWalkingIn:
    def walk_in(self, event, name="Emil", **fields) -> Registration:
        given = {"email": "", "token": uuid4(), "at": OPEN_AT, "over_capacity": False}
        return door.walk_in(event.publication(), name, **given | fields)

    def test_somebody_new_is_registered_and_checked_in_by_one_tap(self, event):
        tap = uuid4()
        first, again = (self.walk_in(event, token=tap, door_link=2) for _ in range(2))
        assert first == again == Registration.objects.get()
        assert (arrived(first), first.is_confirmed) == ([0], True)
        assert logged(first) == [
            ("tilmeld.register", {"door_link": 2}),
            ("tilmeld.check_in", {"people": 1, "door_link": 2}),
        ]

    def test_the_form_of_another_sent_once_more_is_somebody_else(self, event):
        tap = uuid4()
        emil, freja = (self.walk_in(event, name, token=tap) for name in ("Emil", "Freja"))
        assert (emil.name, freja.name) == ("Emil", "Freja")
        assert (arrived(emil), arrived(freja)) == ([0], [0])

    def test_beyond_the_seats_only_if_it_is_said(self, event, party):
        self.walk_in(event)
        with pytest.raises(NotEnoughSeats):
            self.walk_in(event, "Finn")
        assert arrived(self.walk_in(event, "Finn", over_capacity=True)) == [0]

    def test_not_beside_oneself(self, event):
        self.walk_in(event)
        with pytest.raises(AlreadyRegistered):
            self.walk_in(event)

    def test_with_an_address_one_is_written_to(self, event):
        guest = self.walk_in(event, email="emil@example.org")
        assert guest.messages.get().kind == "confirmed"


def test_erasing_keeps_the_numbers_only(event, party):
    come(party, 0, 1)
    retention.erase_event(event, at=LATER)
    known = Registration.objects.with_arrived().get()
    assert (known.name, known.arrived) == ("", 2)


def test_the_link_of_a_purpose_is_replaced_alone(event):
    own, old = event.token, event.door_token
    door.replace_link(event, at=OPEN_AT, user=administrator())
    event.refresh_from_db()
    assert event.door_token != old
    assert event.token == own


def test_a_code_is_another_after_the_address_was_mended(party):
    before = party.door_code
    party.link_version += 1
    assert party.door_code != before
    assert len(before) == 8


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_all_who_receive_the_same_guest_agree(self, party):
        seen = [Registration.objects.get(pk=party.pk) for _ in range(WORKERS)]
        all_at_once(lambda number: come(seen[number], 0, 1))
        assert arrived(party) == [0, 1]
        assert len(logged(party)) == 1

    def test_one_tap_sent_by_many_connections_registers_one_person(self, event):
        tap, words = uuid4(), event.publication()
        given = {"token": tap, "at": OPEN_AT, "over_capacity": False}
        all_at_once(lambda _: door.walk_in(words, "Emil", "", **given))
        assert Arrival.objects.count() == Event.objects.get().registrations.count() == 1
