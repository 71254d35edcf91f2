"""Visitors on keep-alive connections, lean enough to leave the processors to the servers."""

import itertools
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from .interleave import Sample
from .processes import Server

PATIENCE = 60  # seconds that one answer may take before the run is given up
#: Never used twice, so that every registration is somebody new.
numbers = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Visitor:
    """One connection to a server, which asks and reads one answer at a time."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")
        always = {"Host": f"127.0.0.1:{port}"} | (headers or {})
        self.headers = "".join(f"{name}: {value}\r\n" for name, value in always.items())

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n{self.headers}\r\n".encode())

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode(fields)
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{self.headers}{kind}\r\n{body}".encode())

    def _ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        status = int(self.stream.readline().split(None, 2)[1])
        headers = {}
        while line := self.stream.readline().strip():
            name, value = line.decode("latin-1").split(":", 1)
            headers[name.lower()] = value.strip()
        return Answer(status, headers, self.stream.read(int(headers["content-length"])))

    def close(self) -> None:
        self.stream.close()
        self.socket.close()


Visit = Callable[[Visitor, int], None]


def expect(answer: Answer, status: int) -> Answer:
    """Return the answer; a benchmark of wrong answers would be worth nothing."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}: {answer.body[:500]!r}")
    return answer


def pour(
    server: Server, visit: Visit, *, at_once: int, span: float, headers: dict | None = None
) -> Sample:
    """Let ``at_once`` visitors come again and again for ``span`` seconds."""
    durations: list[float] = []
    failures: list[BaseException] = []
    cpu, start = server.cpu_seconds(), time.perf_counter()
    threads = [
        threading.Thread(
            target=_come, args=(server, visit, start + span, headers, durations, failures)
        )
        for _visitor in range(at_once)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    elapsed = time.perf_counter() - start
    return Sample(len(durations), elapsed, server.cpu_seconds() - cpu, median(durations))


def _come(
    server: Server,
    visit: Visit,
    until: float,
    headers: dict | None,
    durations: list[float],
    failures: list[BaseException],
) -> None:
    try:
        visitor = Visitor(server.port, headers)
        while (start := time.perf_counter()) < until:
            visit(visitor, next(numbers))
            durations.append(time.perf_counter() - start)
        visitor.close()
    except BaseException as error:  # raised again by whoever waits
        failures.append(error)
