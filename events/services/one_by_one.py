"""Work that is due for many, where one piece that fails keeps none of the others waiting."""

from collections.abc import Callable, Iterable


def one_by_one(pieces: Iterable[Callable[[], int]]) -> int:
    """Do each piece of work; return the sum of what they return.

    Raise an ExceptionGroup of what went wrong, once all others are done.
    """
    done, failures = 0, []
    for do in pieces:
        try:
            done += do()
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some of what is due could not be done.", failures)
    return done
