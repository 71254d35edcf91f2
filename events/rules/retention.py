"""When personal answers are erased (GDPR art. 5(1)(e): no longer than needed)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .window import instant

DEFAULT_DAYS = 30


def erase_on(ends_at: datetime, zone: ZoneInfo, days: int) -> date:
    """Return the local date on which answers are erased: ``days`` after the event's last day."""
    last_day = (ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return last_day + timedelta(days=days)


def is_due(erase_on: date, zone: ZoneInfo, at: datetime) -> bool:
    """Tell whether the day of erasure has begun in the zone at the instant ``at``."""
    return at.astimezone(UTC) >= instant(erase_on, time.min, zone)
