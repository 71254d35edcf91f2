"""When one can register, and what state an event is in at an instant.

Editors write dates and wall times in the event's own zone; here they become instants in UTC.
Every interval is half-open: at its last instant it is already over.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

CLOSING_SOON = timedelta(hours=48)
#: A guest can take a cancellation back for this long, while there are seats.
UNDO_FOR = timedelta(hours=24)


class State(StrEnum):
    """The states of an event, the first that holds."""

    CANCELLED = "cancelled"
    PAST = "past"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    NOT_OPEN_YET = "not_open_yet"
    FULL = "full"
    WAITING_LIST = "waiting_list"
    CLOSING_SOON = "closing_soon"
    OPEN = "open"

    @property
    def takes_registrations(self) -> bool:
        """Whether guests may send the form, be it for a seat or for the waiting list."""
        return self in (State.OPEN, State.CLOSING_SOON, State.WAITING_LIST)


@dataclass(frozen=True)
class Window:
    """The instants (UTC) at which an event's state changes, and whether one can wait for seats."""

    opens_at: datetime | None
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False
    waiting_list: bool = False

    def state(self, at: datetime, *, full: bool = False) -> State:
        """Return the state that holds at the instant ``at``; ``full`` says no seat is left."""
        if self.cancelled:
            return State.CANCELLED
        if at >= self.ends_at:
            return State.PAST
        if at >= self.starts_at:
            return State.IN_PROGRESS
        if at >= self.closes_at:
            return State.CLOSED
        if self.opens_at and at < self.opens_at:
            return State.NOT_OPEN_YET
        if full:
            return State.WAITING_LIST if self.waiting_list else State.FULL
        return State.CLOSING_SOON if at >= self.closes_at - CLOSING_SOON else State.OPEN

    def next_change(self, at: datetime, *, full: bool = False) -> datetime | None:
        """Return the first instant after ``at`` at which another state holds, if there is one."""
        now = self.state(at, full=full)
        changes = (b for b in self._boundaries if b > at and self.state(b, full=full) != now)
        return min(changes, default=None)

    @property
    def _boundaries(self) -> tuple[datetime, ...]:
        soon = self.closes_at - CLOSING_SOON
        opening = (self.opens_at,) if self.opens_at else ()
        return (*opening, soon, self.closes_at, self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Schedule:
    """Dates and wall times as an editor writes them, in the event's zone.

    No end time: the event ends with its last day. No opening time: it opens with that day.
    No deadline: one can register until the start. A deadline without a time lasts through its day.
    """

    zone: ZoneInfo
    start_date: date
    start_time: time
    end_date: date | None = None
    end_time: time | None = None
    opens_date: date | None = None
    opens_time: time | None = None
    deadline_date: date | None = None
    deadline_time: time | None = None

    @property
    def starts_at(self) -> datetime:
        return instant(self.start_date, self.start_time, self.zone)

    @property
    def ends_at(self) -> datetime:
        day = self.end_date or self.start_date
        if self.end_time is None:
            return end_of_day(day, self.zone)
        return instant(day, self.end_time, self.zone, last=True)

    @property
    def opens_at(self) -> datetime | None:
        if self.opens_date is None:
            return None
        return instant(self.opens_date, self.opens_time or time.min, self.zone)

    @property
    def deadline_at(self) -> datetime | None:
        """The instant from which the deadline has passed."""
        if self.deadline_date is None:
            return None
        if self.deadline_time is None:
            return end_of_day(self.deadline_date, self.zone)
        return instant(self.deadline_date, self.deadline_time, self.zone, last=True)

    def window(self, *, cancelled: bool = False, waiting_list: bool = False) -> Window:
        """Return the window; it closes at the deadline or the start, whichever comes first."""
        closes_at = min(self.deadline_at or self.starts_at, self.starts_at)
        instants = (self.opens_at, closes_at, self.starts_at, self.ends_at)
        return Window(*instants, cancelled, waiting_list)


def instant(day: date, wall_time: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """Return the UTC instant of a wall time.

    A wall time that a clock change doubles means its first occurrence, or its second if ``last``
    (deadlines and ends: in the guest's favour). One that a clock change skips is taken as if the
    clock had not been changed (PEP 495); editors are asked for another, see ``is_skipped``.
    """
    return datetime.combine(day, wall_time, zone).replace(fold=int(last)).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the day is over in the zone."""
    return instant(day + timedelta(days=1), time.min, zone)


def is_skipped(day: date, wall_time: time, zone: ZoneInfo) -> bool:
    """Tell whether a clock change skips the wall time, so that no clock ever shows it."""
    wall = datetime.combine(day, wall_time)
    return instant(day, wall_time, zone).astimezone(zone).replace(tzinfo=None) != wall
