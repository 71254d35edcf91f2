"""When those who wait may have a seat, and how long an offer of one holds."""

from datetime import datetime, timedelta

from .window import Window

DEFAULT_OFFER_HOURS = 48


def takes(seats_left: int, *, accepts_waiting: bool) -> bool:
    """Tell whether a party that finds too few seats waits: it has said so, or has no choice."""
    return accepts_waiting or not seats_left


def moves(window: Window, at: datetime, *, after_deadline: bool) -> bool:
    """Tell whether seats that come free may be given to those who wait at the instant ``at``.

    Never once the event has begun or is cancelled; after the deadline only if the editor says so.
    """
    if window.cancelled or at >= window.starts_at:
        return False
    return after_deadline or at < window.closes_at


def offered_until(at: datetime, hours: int, starts_at: datetime) -> datetime:
    """Return the instant at which an offer made at ``at`` ends.

    It holds for ``hours``, but for no more than half the time that is left until the event starts,
    so that the next in line can still be asked.
    """
    return at + min(timedelta(hours=hours), (starts_at - at) / 2)
