"""``python -m bench.mortals sweep|db_worker``: a worker that is killed at random and begun anew.

It is killed some time after it has begun, until this process is told to end, which then
prints how many were killed. The worker is a copy of this process, which has no connection itself.
"""

import multiprocessing
import random
import signal
import sys
import threading
import time

import django
from django.core.management import call_command
from django.utils import timezone

LIFETIME = 4.0  # seconds at most, once a worker has begun
PATIENCE = 60  # seconds until it must have


def main(kind: str) -> None:
    django.setup()
    told_to_end, killed = threading.Event(), 0
    signal.signal(signal.SIGTERM, lambda *_: told_to_end.set())
    processes = multiprocessing.get_context("fork")
    while not told_to_end.is_set():
        has_begun = processes.Event()
        worker = processes.Process(target=work, args=[kind, has_begun])
        worker.start()
        has_begun.wait(PATIENCE)
        told_to_end.wait(random.uniform(0, LIFETIME))
        worker.kill()
        worker.join()
        killed += 1
    print(killed)


def work(kind: str, has_begun: threading.Event) -> None:
    if kind == "db_worker":
        has_begun.set()
        call_command("db_worker", queue_name="*", interval=0.05, startup_delay=False, reload=False)
    else:
        sweep(has_begun)


def sweep(has_begun: threading.Event) -> None:
    """As the heartbeat does, more often."""
    from events.services import outbox  # noqa: PLC0415 (needs loaded apps)

    outbox.sweep(at=timezone.now(), limit=1)
    has_begun.set()
    while True:
        outbox.sweep(at=timezone.now())
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1])
