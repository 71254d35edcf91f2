"""Work that is due for many, where one that fails keeps none of the others waiting."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def one_by_one(work: Callable[[Thing], int], things: Iterable[Thing]) -> int:
    """Do the work for each thing; return the sum of what it returns.

    Raise an ExceptionGroup of what went wrong, once all others are done.
    """
    done, failures = 0, []
    for thing in things:
        try:
            done += work(thing)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some of what is due could not be done.", failures)
    return done
