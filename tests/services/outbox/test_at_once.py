"""Several workers and sweeps go after the same letters; each guest gets one copy."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from events.models import Gate, Message
from events.services import outbox
from events.services.outbox import claims, gate
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


@pytest.fixture
def letters(mailserver):
    event = event_page().event
    guests = [registration(event, f"Guest{number}") for number in range(12)]
    return [outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT).pk for guest in guests]


def all_at_once(work) -> list:
    barrier = threading.Barrier(WORKERS)

    def run(number: int):
        barrier.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def copies(mailserver) -> Counter:
    return Counter(envelope.recipients[0] for envelope in mailserver.envelopes)


def test_workers_on_one_letter(letters, mailserver):
    all_at_once(lambda _: outbox.deliver(letters[0], at=OPEN_AT))
    assert copies(mailserver) == {"guest0@example.org": 1}
    message = Message.objects.get(pk=letters[0])
    assert (message.state, message.attempts) == ("sent", 1)


def test_sweeps_and_workers_on_many(letters, mailserver):
    def work(number: int):
        if number % 2:
            outbox.sweep(at=OPEN_AT)
        else:
            [outbox.deliver(letter, at=OPEN_AT) for letter in letters]

    all_at_once(work)
    assert copies(mailserver) == {f"guest{number}@example.org": 1 for number in range(12)}
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_without_the_claim_there_would_be_several(letters, mailserver, monkeypatch):
    """The control: the tests above can fail."""
    barrier = threading.Barrier(WORKERS)

    def without_claim(letters, at):
        barrier.wait()
        return list(letters)

    monkeypatch.setattr(claims, "claim", without_claim)
    monkeypatch.setattr(claims, "may_begin", lambda message: True)
    all_at_once(lambda _: outbox.deliver(letters[0], at=OPEN_AT))
    assert len(mailserver.envelopes) == WORKERS


def test_one_failing_worker_each_leaves_one_probe(letters, mailserver):
    mailserver.down()
    all_at_once(lambda number: outbox.deliver(letters[number], at=OPEN_AT))
    assert Message.objects.filter(state="queued", attempts=0).count() == 12
    assert Gate.objects.get().probe_at == OPEN_AT + gate.MINUTE
    mailserver.up()
    mailserver.drop_after_data()
    all_at_once(lambda _: outbox.sweep(at=OPEN_AT + gate.MINUTE))
    assert mailserver.connections == 1


def test_the_pace_holds_for_all_workers_together(letters, mailserver, settings):
    settings.TILMELD = {"LETTERS_PER_MINUTE": 7}
    all_at_once(lambda _: outbox.sweep(at=OPEN_AT))
    assert len(mailserver.envelopes) == 7
    outbox.sweep(at=OPEN_AT + gate.MINUTE)
    assert len(mailserver.envelopes) == 12
