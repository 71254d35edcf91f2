"""Keeps a few processes running until told to stop, and leaves none behind.

Each piece of work is a function, forked from this process with everything already imported, in a
session of its own: Ctrl-C reaches this process alone, which then asks each child once to end. A
child that dies is started again. Should this process itself be killed, the children notice and end.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from threading import Thread
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.1  # seconds between two looks at the children
PAUSE = 2  # seconds before a child that died is started again
GRACE = 75  # seconds a child may take to end: a letter on its way has 45 for each step


class Supervisor:
    """``works``: a name for each piece of work, and the function that does it until SIGTERM."""

    def __init__(self, works: dict[str, Callable[[], None]]) -> None:
        self.works = works
        self.running: dict[int, str] = {}
        self.due = dict.fromkeys(works, 0.0)
        self.stopping = False
        self.lifeline, self.lifeline_end = os.pipe()

    def run(self, at_each_tick: Callable[[], None]) -> None:
        """Keep everything running until one of SIGNALS comes, then end it."""
        for number in SIGNALS:
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                self._start_what_is_due()
                self._reap()
                at_each_tick()
                time.sleep(TICK)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # Any further signal means the same: make sends a second one along with its own.
        self.stopping = True

    def _start_what_is_due(self) -> None:
        now = time.monotonic()
        for name in [name for name, instant in self.due.items() if instant <= now]:
            del self.due[name]
            self.running[self._fork(name)] = name

    def _reap(self) -> None:
        while self.running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            name = self.running.pop(pid)
            if not self.stopping:
                say(f"{name} ended ({os.waitstatus_to_exitcode(status)}); it is started again.")
                self.due[name] = time.monotonic() + PAUSE

    def _end(self) -> None:
        groups = list(self.running)
        for pid in groups:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while self.running and time.monotonic() < deadline:
            self._reap()
            time.sleep(TICK)
        for pid in groups:  # whoever took too long, and what a killed child left behind
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _fork(self, name: str) -> int:
        flush()
        # A signal that came between the fork and the child's own handlers would be lost in it.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        pid = os.fork()
        if pid == 0:
            self._become(name)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return pid

    def _become(self, name: str) -> None:
        code: int | str | None = 1
        try:
            os.setsid()
            os.close(self.lifeline_end)
            for number in SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            Thread(target=self._end_with_parent, daemon=True).start()
            self.works[name]()
            code = 0
        except SystemExit as end:
            code = end.code
        except BaseException:
            traceback.print_exc()
        finally:
            flush()
            os._exit(code if isinstance(code, int) else int(code is not None))

    def _end_with_parent(self) -> None:
        os.read(self.lifeline, 1)  # returns when the last holder of the other end is gone
        os.kill(os.getpid(), signal.SIGTERM)


def say(sentence: str) -> None:
    try:
        print(sentence, flush=True)
    except OSError:  # nobody is listening any more
        return


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
