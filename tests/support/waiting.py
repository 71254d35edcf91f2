import time
from collections.abc import Callable
from typing import Any


def until(happened: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait for something that another process or thread does; return what it gave."""
    deadline = time.monotonic() + seconds
    while not (result := happened()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)
    return result
