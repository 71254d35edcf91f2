"""When those who come are reminded of an event."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .window import instant

DEFAULT_DAYS, DEFAULT_TIME = 2, time(9)
#: Whoever registered or got their seat so shortly before knows it still.
STILL_FRESH = timedelta(hours=24)


def remind_at(start_date: date, zone: ZoneInfo, days: int | None, at: time) -> datetime | None:
    """Return the UTC instant of the reminder, or None if the editor wants none.

    It is a wall time so many days before, so a clock change in between moves no reminder. One that
    is skipped is taken as if the clock had not been changed; of two the first counts.
    """
    return instant(start_date - timedelta(days=days), at, zone) if days else None
