"""``python -m bench.mortals sweep|deliver``: a worker that is killed at random and begun anew.

It is killed some time after its first letters left, until this process is told to end, which then
prints how many were killed. The worker is a copy of this process, which has no connection itself.
"""

import multiprocessing
import random
import signal
import sys
import threading
import time

import django

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
    from django.utils import timezone  # noqa: PLC0415 (needs loaded apps)

    from events.models import Message  # noqa: PLC0415
    from events.services import outbox  # noqa: PLC0415

    def sweep(limit: int = 100) -> None:
        outbox.sweep(at=timezone.now(), limit=limit)

    def deliver(limit: int = 100) -> None:
        """As the tasks do."""
        for number in Message.objects.waiting().order_by("?").values_list("pk", flat=True)[:limit]:
            outbox.deliver(number, at=timezone.now())

    do = {"sweep": sweep, "deliver": deliver}[kind]
    do(limit=1)
    has_begun.set()
    while True:
        do()
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1])
