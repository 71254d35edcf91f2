"""The heartbeat: does what time makes due, however often it runs and wherever."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from ...services import (
    announcements,
    bulk,
    event,
    files,
    following,
    limits,
    outbox,
    registration,
    retention,
)

logger = logging.getLogger("tilmeld")


class Command(BaseCommand):
    help = (
        "Publish scheduled pages, repair what publishing missed, pass on seats nobody accepted, "
        "send letters that wait and erase what is due; again every few seconds, until told to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do it once and end.")
        parser.add_argument(
            "--interval", type=float, default=20, help="Seconds from one beat to the next."
        )

    def handle(self, *, once: bool, interval: float, **options: Any) -> None:
        self.stopping = threading.Event()
        self.interval = interval
        self._stop_when_told()
        while not self.stopping.is_set():
            self.ends_at = time.monotonic() + interval
            self.beat()
            if once:
                return
            self.stopping.wait(max(0, self.ends_at - time.monotonic()))

    def beat(self) -> None:
        """Do all that is due. A piece that fails keeps none of the others from being done."""
        self._do("publish scheduled pages", lambda at: call_command("publish_scheduled"))
        self._do("repair events", lambda at: event.repair(at=at))
        self._do("take back offers", lambda at: registration.lapse_offers(at=at))
        self._do("act upon many", self._act_upon_many)
        self._do("write announcements", lambda at: announcements.write_due(at=at))
        self._do("write to staff", lambda at: following.write_due(at=at))
        self._do("send letters", lambda at: self._send_letters())
        self._do("forget old counts", lambda at: limits.forget_old(at=at))
        self._do("erase what is due", lambda at: retention.erase_due(at=at))
        self._do("remove files", lambda at: files.remove_due(at=at))

    def _do(self, what: str, work: Callable[[datetime], object]) -> None:
        if self.stopping.is_set():
            return
        close_old_connections()  # a lost connection would fail every piece that follows
        try:
            work(timezone.now())
        except Exception:
            logger.exception("The heartbeat could not %s.", what)

    def _send_letters(self) -> None:
        while self._has_time() and outbox.sweep(at=timezone.now(), go_on=self._has_time):
            pass

    def _act_upon_many(self, at: datetime) -> None:
        """Leave half of the time to letters."""
        ends_at = time.monotonic() + self.interval / 2
        bulk.carry_on_all(at=at, go_on=lambda: self._has_time() and time.monotonic() < ends_at)

    def _has_time(self) -> bool:
        """Tell whether another letter may be begun: pages and erasure wait while letters go."""
        return not self.stopping.is_set() and time.monotonic() < self.ends_at

    def _stop_when_told(self) -> None:
        """Let SIGTERM and SIGINT end the loop after the piece, or the letter, that is under way."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopping.set())
