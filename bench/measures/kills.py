"""Workers are killed at random while guests register. Everybody gets their letter all the same."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.utils import timezone

from events.models import Message, Publication
from events.services import registration as service

from ..content import entries, publication_of
from ..interleave import Sample
from ..processes import mail_server
from ..report import Row, Unit, compare
from ..run import Run
from ..visitors import numbers

GUESTS = 1000  # or as many as the run has rows
PAUSE = 0.03  # seconds between two guests, so that they come in while workers die
LEASE = 40  # seconds until what a killed worker held is taken over
PATIENCE = 600  # seconds until all letters must have left
WORKERS = ("sweep", "db_worker")
COPIES = Unit("letters", lambda turn: turn.count, more_is_better=True)


def measure(run: Run) -> list[Row]:
    Message.objects.waiting().update(state=Message.State.CANCELLED)  # those of other measurements
    guests, killed = min(GUESTS, run.rows), []
    with tempfile.NamedTemporaryFile("r") as taken, mail_server(0, taken.name) as mail:
        start = time.perf_counter()
        with _mortal_workers(mail.port, killed):
            addresses = _register(publication_of(run.content.event_page), guests)
            _wait_until_all_left()
        took = time.perf_counter() - start
        copies = Counter(taken.read().split())
    _check(addresses, copies)
    note = f"{sum(killed)} workers killed; {copies.total() - guests} copies too many"
    ours, floor = Sample(copies.total(), took), Sample(guests, took)
    return [compare("letters that were taken / guests", COPIES, [ours], [floor], note)]


@contextmanager
def _mortal_workers(mail_port: int, killed: list[int]) -> Iterator[None]:
    """Keep each kind of worker dying; add how many were killed in the end."""
    here = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "LEASE_SECONDS": str(LEASE)}
    mortals = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.mortals", worker],
            env=os.environ | here,
            stdout=subprocess.PIPE,
            text=True,
        )
        for worker in WORKERS
    ]
    try:
        yield
    finally:
        for each in mortals:
            each.terminate()
        killed += [int(each.communicate()[0].split()[-1]) for each in mortals]


def _register(publication: Publication, guests: int) -> set[str]:
    addresses = set()
    for entry in islice(entries(publication, numbers), guests):
        service.register(publication, entry, at=timezone.now())
        addresses.add(entry.email)
        time.sleep(PAUSE)
    return addresses


def _wait_until_all_left() -> None:
    deadline = time.monotonic() + PATIENCE
    while waiting := Message.objects.waiting().count():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{waiting} letters still wait.")
        time.sleep(0.5)


def _check(addresses: set[str], copies: Counter[str]) -> None:
    if missing := addresses - copies.keys():
        raise RuntimeError(f"{len(missing)} guests got no letter.")
    states = Message.objects.filter(to_address__in=addresses).values_list("state", flat=True)
    if set(states.distinct().order_by()) != {Message.State.SENT}:
        raise RuntimeError("A letter was taken and is not marked as sent.")
