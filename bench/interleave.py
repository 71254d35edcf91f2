"""Contestants take turns, so that whatever else the machine does befalls them alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One turn: ``count`` pieces of work in ``seconds``; ``cpu`` seconds spent on them by servers.

    ``each`` is what a single one took in the middle, in seconds; ``memory`` the bytes held at most.
    Whatever was not looked at is 0.
    """

    count: int
    seconds: float
    cpu: float = 0
    each: float = 0
    memory: float = 0


Turn = Callable[[], Sample]


def interleave(contestants: dict[str, Turn], rounds: int) -> dict[str, list[Sample]]:
    """Let each take a turn that does not count, then ``rounds`` turns, A B A B."""
    for turn in contestants.values():
        turn()
    samples: dict[str, list[Sample]] = {name: [] for name in contestants}
    for _round in range(rounds):
        for name, turn in contestants.items():
            samples[name].append(turn())
    return samples


def timed(count: int, work: Callable[[], object]) -> Sample:
    """Do the work once and count it as ``count`` pieces."""
    start = time.perf_counter()
    work()
    return Sample(count, time.perf_counter() - start)
