"""Two hundred guests press the button at the same moment, and there are fifty seats."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.db import OperationalError, connection, connections
from django.urls import reverse

from events.exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused
from events.models import Event, Message, Publication, Registration, Status
from events.models.event import EventQuerySet
from events.rules.capacity import Option
from events.services import registration as service
from events.services.limits import Network
from events.services.registration import seats
from tests.factories import OPEN_AT, administrator, event_page
from tests.services.registration.support import entry

GUESTS, SEATS, THREADS = 200, 50, 20
TOUR, LUNCH = Option("qwork", "Tour"), Option("qwork", "Lunch")
WORKSHOPS = {
    "label": "Workshop",
    "field_type": "radio",
    "choices": "Tour [25]\nLunch [25]",
    "key": "qwork",
}
HOME = Network("home", limit=1000)
LATER = OPEN_AT + timedelta(hours=1)


@pytest.fixture
def publication(transactional_db) -> Publication:
    return event_page(capacity=SEATS, max_companions=1).event.publication()


def guest(number: int, **fields):
    return entry(f"Guest {number}", f"guest{number}@example.org", **fields)


def press_the_button(
    publication: Publication, number: int, network: Network | None = None, **fields
) -> str:
    try:
        service.register(publication, guest(number, **fields), at=OPEN_AT, network=network)
        return "in"
    except (NotEnoughSeats, OptionsTaken):
        return "full"


def all_at_once(deeds: list[Callable[[], str]]) -> Counter[str]:
    """Do them all, twenty at a time; a deadlock or a locked database is an answer of its own."""

    def do(deed: Callable[[], str]) -> str:
        try:
            return deed()
        except OperationalError as error:
            return f"error: {error}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(do, deeds))


def presses(publication: Publication, count: int = GUESTS, **fields) -> list[Callable[[], str]]:
    return [
        lambda number=number: press_the_button(publication, number, **fields)
        for number in range(count)
    ]


def test_fifty_get_in_and_the_others_are_told(publication):
    assert all_at_once(presses(publication)) == {"in": SEATS, "full": GUESTS - SEATS}
    assert Registration.objects.confirmed().seats() == SEATS
    assert Message.objects.count() == SEATS


def test_parties_of_two_fill_the_seats_exactly(publication):
    answers = all_at_once(presses(publication, 60, companions=("Friend",)))
    assert answers == {"in": 25, "full": 35}
    assert Registration.objects.confirmed().seats() == SEATS


def test_two_choices_of_twenty_five_seats_are_filled_exactly(transactional_db):
    publication = event_page(questions=[WORKSHOPS]).event.publication()
    deeds = [
        lambda number=number: press_the_button(
            publication, number, answers={"qwork": ("Tour", "Lunch")[number % 2]}
        )
        for number in range(GUESTS)
    ]
    assert all_at_once(deeds) == {"in": 50, "full": GUESTS - 50}
    assert publication.event.room().chosen == {TOUR: 25, LUNCH: 25}


def test_the_same_post_five_times_at_once_is_one_registration(publication):
    same = [lambda: press_the_button(publication, 1, HOME)] * 5
    assert all_at_once(same) == {"in": 5}
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_the_same_form_sent_five_times_at_once_is_one_registration(live_site, open_now):
    publication = event_page(capacity=SEATS).event.publication()
    key = publication.event.translation_key
    url = live_site + reverse("tilmeld:register", args=[key, publication.language_code])
    fields = {"name": "Cleo", "email": "cleo@example.org", "publication": publication.pk}

    def send() -> str:
        with urlopen(url, urlencode(fields).encode()) as answer:  # goes where a browser is sent
            return "form again" if answer.url == url else "receipt"

    assert all_at_once([send] * 5) == {"receipt": 5}
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


class TestEverythingAtOnce:
    """Guests come, change and cancel while staff promote and offers end."""

    LIMITS = {TOUR: 8, LUNCH: 8}
    PROMOTED = 2
    CHOICES = "Tour [8]\nLunch [8]\nWalk"

    @pytest.fixture(params=["off", "promote", "offer"])
    def event(self, transactional_db, request) -> Event:
        question = WORKSHOPS | {"choices": self.CHOICES}
        event: Event = event_page(
            capacity=20, max_companions=2, waiting_list=request.param, questions=[question]
        ).event
        publication = event.publication()
        for number in range(30):
            refused_or_done(service.register, publication, self.guest(number), at=OPEN_AT)
        return event

    def guest(self, number: int, **fields):
        answers = {"qwork": ("Tour", "Lunch", "Walk", "Walk")[number % 4]}
        return guest(number, answers=answers, accepts_waiting=True, **fields)

    def deeds(self, event: Event) -> list[Callable[[], str]]:
        """Each as a view does it, with rows that nobody else has in memory."""
        publication, ada = event.publication(), administrator()
        keys = list(event.registrations.order_by("pk").values_list("pk", flat=True))

        def attempt(verb: Callable, number: int, *args, **options) -> str:
            registration = Registration.objects.get(pk=keys[number])
            return refused_or_done(verb, registration, *args, at=LATER, **options)

        def newcomer(number: int) -> str:
            return refused_or_done(
                service.register, publication, self.guest(100 + number), at=LATER
            )

        def grow(number: int) -> str:
            wish = self.guest(number + 1, companions=("Friend",))
            return attempt(service.change, number, publication, wish)

        deeds = [partial(newcomer, number) for number in range(40)]
        deeds += [partial(attempt, service.cancel, number) for number in range(0, 16, 2)] * 2
        deeds += [partial(attempt, service.restore, number) for number in range(0, 16, 4)]
        deeds += [partial(grow, number) for number in range(1, 16, 2)]
        deeds += [partial(attempt, service.accept, number) for number in range(16, len(keys))]
        deeds += [partial(attempt, service.promote, -n, user=ada) for n in (1, self.PROMOTED)]
        deeds += [lambda: str(service.lapse_offers(at=LATER))] * 3
        random.Random(7).shuffle(deeds)
        return deeds

    def test_seats_line_and_letters_stay_right(self, event):
        answers = all_at_once(self.deeds(event))
        assert not [answer for answer in answers if answer.startswith("error")]
        assert answers["done"] > 20
        self.assert_right(Event.objects.get(pk=event.pk))

    def assert_right(self, event: Event) -> None:
        room = event.room()
        by_staff = self.PROMOTED * 2  # each may have brought somebody
        assert room.taken <= event.capacity + by_staff
        for option, limit in self.LIMITS.items():
            assert room.chosen[option] <= limit + by_staff
        for waiting in event.registrations.in_line():
            assert not room.fits(waiting.party_size, event.options.chosen(waiting.given))
        for registration in event.registrations.active():
            assert last_letter(registration) in LETTERS[Status(registration.status)]


def refused_or_done(verb: Callable, *args, **options) -> str:
    try:
        verb(*args, **options)
    except RegistrationRefused as refusal:
        return type(refusal).__name__
    return "done"


LETTERS = {
    Status.CONFIRMED: ("confirmed", "promoted", "changed"),
    Status.WAITING: ("waiting", "changed"),
    Status.OFFERED: ("offered", "changed"),
}


def last_letter(registration: Registration) -> str:
    return str(registration.messages.order_by("pk").last().kind)


def test_control_without_the_lock_it_goes_wrong(publication, monkeypatch):
    """Proves that the tests above can fail: all count the seats before anybody writes."""
    everybody_has_counted = threading.Barrier(THREADS)
    decide = seats.refusal

    def hasty(*args):
        answer = decide(*args)
        everybody_has_counted.wait(timeout=20)
        return answer

    Event.objects.update(capacity=THREADS // 2)
    monkeypatch.setattr(seats, "refusal", hasty)
    monkeypatch.setattr(EventQuerySet, "locked", lambda events, pk: events.get(pk=pk))
    if connection.vendor == "sqlite":
        # BEGIN IMMEDIATE is the lock there; without it a reader can't become a writer.
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    answers = all_at_once(presses(publication, THREADS))
    taken = Registration.objects.confirmed().seats()
    errors = [answer for answer in answers if answer.startswith("error")]
    assert errors if connection.vendor == "sqlite" else taken > THREADS // 2
