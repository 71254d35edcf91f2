"""A look at the site from inside this process."""

import gc
import tracemalloc
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HOST = "127.0.0.1"


def visitor() -> Client:
    return Client(headers={"host": HOST})


def queries_of(path: str) -> int:
    """Return how many queries a page costs that is made anew in a process that is warm."""
    client = visitor()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path, {"visit": "0"})
    return len(queries)


def staff(session: str) -> Client:
    """Return a client of somebody who is logged in."""
    client = visitor()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def download(client: Client, path: str) -> int:
    """Fetch a file as a browser does; return its length in bytes."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} for {path}")
    return sum(map(len, answer))


def peak_memory(work: Callable[[], object]) -> float:
    """Return how many bytes Python held at most, above what it held before the work."""
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
