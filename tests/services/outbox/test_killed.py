"""Workers are killed at any instant while guests register: no letter is lost.

``GUESTS=1000 pytest tests/services/outbox/test_killed.py -s -o faulthandler_timeout=0`` is the long
run, some minutes.
"""

import multiprocessing
import os
import random
import time
from collections import Counter

import pytest
from django.db import connections

from events.forms import Entry
from events.models import Message
from events.services import outbox
from events.services.outbox import claims
from tests.factories import OPEN_AT, event_page, register
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

GUESTS = int(os.environ.get("GUESTS", "24"))
WORKERS = 2
KILLS = GUESTS // 8
KILLED_AFTER = (0.2, 2.0)  # seconds, at random in between


def work() -> None:
    while True:
        if not outbox.sweep(at=OPEN_AT):
            time.sleep(0.05)


class Workers:
    """Processes that deliver. Forked, since a new one must be there at once."""

    def __init__(self) -> None:
        self.processes = [self._fork() for _ in range(WORKERS)]
        self.kills, self.next_kill = 0, 0.0

    def _fork(self):
        connections.close_all()  # none may be shared
        process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        process.start()
        return process

    def kill_one_now_and_then(self) -> None:
        if self.kills == KILLS or time.monotonic() < self.next_kill:
            return
        victim = self.processes.pop(0)
        victim.kill()
        victim.join()
        self.kills += 1
        self.processes.append(self._fork())
        self.next_kill = time.monotonic() + random.uniform(*KILLED_AFTER)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.join()


@pytest.fixture
def workers(mailserver, settings, monkeypatch):
    """Their leases end soon, so that the others needn't wait for minutes."""
    settings.TILMELD = {"LEASE_SECONDS": 8}
    monkeypatch.setattr(claims, "BEGIN_WITHIN", 6)
    workers = Workers()
    yield workers
    workers.end()


def test_no_letter_is_lost_and_few_come_twice(mailserver, workers):
    publication = event_page().event.publication()
    for number in range(GUESTS):
        guest = Entry(f"Guest{number}", f"guest{number}@example.org", (), {}, {}, publication.pk)
        register(publication, guest, at=OPEN_AT)
        workers.kill_one_now_and_then()
    until(lambda: workers.kill_one_now_and_then() or not Message.objects.waiting().exists(), 600)
    copies = Counter(envelope.recipients[0] for envelope in mailserver.envelopes)
    twice = sum(copies.values()) - len(copies)
    print(f"{GUESTS} guests, {workers.kills} kills, {GUESTS - len(copies)} lost, {twice} twice")
    assert set(copies) == {f"guest{number}@example.org" for number in range(GUESTS)}
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.SENT}
    assert twice <= workers.kills
