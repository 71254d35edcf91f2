"""Servers of the run: each a child of ours, on a free port, ended by its id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

PATIENCE = 60  # seconds that a server may take to listen, or to end
#: As ``make run`` serves the site.
GUNICORN = ["--workers", "2", "--threads", "8", "--log-level", "warning", "--no-control-socket"]


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen
    port: int

    def cpu_seconds(self) -> float:
        """Return the processor time that the server and its workers have used."""
        parent = psutil.Process(self.process.pid)
        times = [each.cpu_times() for each in [parent, *parent.children(recursive=True)]]
        return sum(time.user + time.system for time in times)


@contextmanager
def web_server(application: str, **environment: str) -> Iterator[Server]:
    """Serve a WSGI application by gunicorn."""
    port = free_port()
    command = ["gunicorn", application, "--bind", f"127.0.0.1:{port}", *GUNICORN]
    with _running(command, port, environment) as server:
        yield server


@contextmanager
def mail_server(delay: float = 0, *taken: str) -> Iterator[Server]:
    """Take every letter, ``delay`` seconds after it was handed over, and throw it away.

    Only the recipients are kept, in the file ``taken``.
    """
    port = free_port()
    with _running(["bench.mailserver", str(port), str(delay), *taken], port, {}) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, "-m", *command], env=os.environ | environment)
    try:
        _wait_until_it_listens(process, port)
        yield Server(process, port)
    finally:
        _end(process)


def _wait_until_it_listens(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen on port {port}.")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
