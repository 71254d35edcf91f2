"""``python -m bench.mortals COMMAND …``: a worker that is killed at random and begun anew.

It does so until it is told to end, and prints how many were killed. The worker is a copy of this
process, which has no connection of its own, and so begins at once.
"""

import random
import signal
import sys
import threading
from multiprocessing import get_context

import django
from django.core.management import call_command

LIFETIME = (0.05, 2.0)  # seconds


def main(command: list[str]) -> None:
    django.setup()
    told_to_end, killed = threading.Event(), 0
    signal.signal(signal.SIGTERM, lambda *_: told_to_end.set())
    while not told_to_end.is_set():
        worker = get_context("fork").Process(target=call_command, args=command)
        worker.start()
        told_to_end.wait(random.uniform(*LIFETIME))
        worker.kill()
        worker.join()
        killed += 1
    print(killed)


if __name__ == "__main__":
    main(sys.argv[1:])
