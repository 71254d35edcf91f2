"""Sixty guests press the button at the same moment, and there are twenty seats."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections

from events.exceptions import NotEnoughSeats
from events.forms import Entry
from events.models import Event, Message, Registration
from events.services import registration as service
from tests.factories import OPEN_AT, event_page

GUESTS, SEATS, THREADS = 60, 20, 20


@pytest.fixture
def publication(transactional_db):
    return event_page(capacity=SEATS, max_companions=1).event.publication()


def press_the_button(publication, guest: int, companions=()) -> str:
    entry = Entry(
        name=f"Guest {guest}",
        email=f"guest{guest}@example.org",
        companions=companions,
        answers={},
        sensitive_answers={},
        publication_id=None,
    )
    try:
        service.register(publication, entry, at=OPEN_AT)
        return "in"
    except NotEnoughSeats:
        return "full"
    except OperationalError:
        return "error"
    finally:
        connections.close_all()


def all_at_once(publication, **options) -> Counter:
    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(
            pool.map(lambda n: press_the_button(publication, n, **options), range(GUESTS))
        )


def test_twenty_get_in_and_forty_are_told(publication):
    assert all_at_once(publication) == {"in": SEATS, "full": GUESTS - SEATS}
    assert Registration.objects.confirmed().seats() == SEATS
    assert Message.objects.count() == SEATS


def test_parties_of_two_fill_the_seats_exactly(publication):
    assert all_at_once(publication, companions=("Friend",)) == {"in": 10, "full": 50}
    assert Registration.objects.confirmed().seats() == SEATS


def test_the_same_post_five_times_at_once_is_one_registration(publication):
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: press_the_button(publication, 1), range(5)))
    assert answers == ["in"] * 5
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_control_without_the_lock_it_goes_wrong(publication, monkeypatch):
    """Proves that the tests above can fail: all count the seats before anybody writes."""
    everybody_has_counted = threading.Barrier(THREADS)

    def hasty(event, party_size, at, refusal=service._refusal):
        answer = refusal(event, party_size, at)
        everybody_has_counted.wait(timeout=20)
        return answer

    monkeypatch.setattr(service, "_refusal", hasty)
    monkeypatch.setattr(service, "_lock", lambda pk: Event.objects.get(pk=pk))
    if connection.vendor == "sqlite":
        # BEGIN IMMEDIATE is the lock there; without it a reader can't become a writer.
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    answers = all_at_once(publication)
    seats = Registration.objects.confirmed().seats()
    assert answers["error"] > 0 if connection.vendor == "sqlite" else seats > SEATS
