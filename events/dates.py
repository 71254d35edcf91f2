"""An event's dates in words, in the language that is active and in the event's own zone.

``when``, ``deadline``, ``opening`` … take facts: an event, or a page being drafted
(``models.event.EventFacts``). Whatever has not been written yet is an empty text.
"""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import EventFacts
from .rules import retention

NO_BREAK_SPACE = "\u00a0"


def long_date(day: date | None) -> str:
    """``Thursday 22 February 2024``."""
    # Translators: Django's date format; _ stands for a space at which no line may break.
    return _formatted(day, pgettext("date with weekday and year", "l j_F Y"))


def short_date(day: date | None) -> str:
    """``9 February``, where weekday and year are known."""
    return _formatted(day, pgettext("date alone", "j_F"))


def date_without_weekday(day: date | None) -> str:
    """``17 January 2024``, as at the head of a letter."""
    return _formatted(day, pgettext("date with year", "j_F Y"))


def day_number(day: date | None) -> str:
    """``22``, in Danish ``22.``, as on a calendar leaf."""
    return _formatted(day, pgettext("day of the month", "j"))


def clock(wall_time: time | None) -> str:
    """``16:00``, in Danish ``16.00``."""
    return _formatted(wall_time, pgettext("time of day", "G:i"))


def at_clock(wall_time: time | None) -> str:
    """``at 16:00``, for use inside a sentence."""
    if wall_time is None:
        return ""
    return _ties(_("at_%(time)s") % {"time": clock(wall_time)})


def o_clock(wall_time: time | None) -> str:
    """``16:00``, in Danish ``kl. 16.00``, where it stands alone."""
    if wall_time is None:
        return ""
    return _ties(pgettext("time on its own", "%(time)s") % {"time": clock(wall_time)})


def when(facts: EventFacts) -> str:
    """``Thursday 22 February 2024, 16:00–18:00``; with the zone where it is not the site's own."""
    if facts.start_date is None:
        return ""
    if facts.end_date and facts.end_date != facts.start_date:
        return with_zone(_days(facts), facts)
    return with_zone(_one_day(facts), facts)


def start(facts: EventFacts) -> str:
    """``Thursday 22 February 2024 at 16:00``; with the zone where it is not the site's own."""
    return with_zone(_start(facts), facts) if facts.start_date else ""


def deadline(facts: EventFacts) -> str:
    """``Friday 9 February 2024``, with the time if there is one; without a deadline, the start."""
    return _moment(*_closing(facts))


def short_deadline(facts: EventFacts) -> str:
    """``9 February at 12:00``, in lists."""
    day, wall_time = _closing(facts)
    return " ".join(filter(None, (short_date(day), at_clock(wall_time))))


def is_whole_day(facts: EventFacts) -> bool:
    """Tell whether one can register until the day of the deadline is over."""
    day, wall_time = _closing(facts)
    return day is not None and wall_time is None


def deadline_date(facts: EventFacts) -> date | None:
    """The day on which registration closes."""
    return _closing(facts)[0]


def deadline_time(facts: EventFacts) -> time | None:
    """The time at which registration closes, or None if the whole day counts."""
    return _closing(facts)[1]


def end(facts: EventFacts) -> str:
    """``at 18:00``, or the day too if it is another than the first; empty if none was announced."""
    if facts.end_date and facts.end_date != facts.start_date:
        return _("on %(moment)s") % {"moment": _moment(facts.end_date, facts.end_time)}
    return at_clock(facts.end_time)


def opening(facts: EventFacts) -> str:
    """``Monday 22 January 2024 at 9:00``."""
    return _moment(facts.opens_date, facts.opens_time)


def register_by(facts: EventFacts, at: datetime) -> str:
    """``Register by tomorrow``: the heading of the last two days, at the instant ``at``."""
    day = _closing(facts)[0]
    near = {0: _("Register by today"), 1: _("Register by tomorrow")}
    return near.get(_days_until(day, facts, at)) or _("Register by %(weekday)s") % {
        "weekday": weekday(day)
    }


def last_chance(facts: EventFacts, at: datetime) -> str:
    """``The last day is tomorrow, Friday 9 February.``, at the instant ``at``."""
    day, wall_time = _closing(facts)
    near = {0: _("today, %(date)s"), 1: _("tomorrow, %(date)s")}
    day_in_words = near.get(_days_until(day, facts, at), "%(date)s") % {"date": _day_and_month(day)}
    if wall_time is None:
        return _("The last day is %(day)s.") % {"day": day_in_words}
    moment = f"{day_in_words} {at_clock(wall_time)}"
    return _("The deadline is %(day)s.") % {"day": moment}


def moment(at: datetime | None, facts: EventFacts) -> str:
    """Return an instant on the event's own clocks: ``Friday 9 February 2024 at 12:00``."""
    if at is None:
        return ""
    local = timezone.localtime(at, facts.zone)
    return with_zone(f"{long_date(local.date())} {at_clock(local.time())}", facts)


def weekday(day: date | None) -> str:
    return _formatted(day, "l")


def month_and_year(day: date | None) -> str:
    return _formatted(day, "F Y")


def month(day: date | None) -> str:
    return _formatted(day, "F")


def iso(at: datetime | None, facts: EventFacts) -> str:
    """An instant for ``<time datetime>``: ``2024-02-22T16:00+01:00``."""
    return timezone.localtime(at, facts.zone).isoformat(timespec="minutes") if at else ""


def foreign_zone(facts: EventFacts) -> str:
    """The name of the event's zone where it is not the site's own."""
    return "" if facts.timezone == settings.TIME_ZONE else facts.timezone.replace("_", " ")


def erased_on(facts: EventFacts) -> date | None:
    """The day on which answers are erased, or None while there are no dates."""
    window = facts.window
    if window is None:
        return None
    return retention.erase_on(window.ends_at, facts.zone, facts.erase_after_days)


def _formatted(value: Any, fmt: str) -> str:
    """Return a date or a time in words, or an empty text for None."""
    return "" if value is None else _ties(date_format(value, fmt))


def _ties(text: str) -> str:
    return text.replace("_", NO_BREAK_SPACE)


def _moment(day: date | None, wall_time: time | None) -> str:
    if day is None:
        return ""
    return " ".join(filter(None, (long_date(day), at_clock(wall_time))))


def _start(facts: EventFacts) -> str:
    return _moment(facts.start_date, facts.start_time)


def _one_day(facts: EventFacts) -> str:
    if facts.start_time is None or facts.end_time is None:
        return _start(facts)
    # Translators: Thursday 22 February 2024, 16:00–18:00
    return _ties(_("%(date)s, %(start)s–%(end)s")) % {
        "date": long_date(facts.start_date),
        "start": clock(facts.start_time),
        "end": clock(facts.end_time),
    }


def _days(facts: EventFacts) -> str:
    # Translators: Thursday 22 February 2024 at 16:00 to Friday 23 February 2024 at 12:00
    return _("%(start)s to %(end)s") % {
        "start": _start(facts),
        "end": _moment(facts.end_date, facts.end_time),
    }


def with_zone(text: str, facts: EventFacts) -> str:
    """Return a time in words, with the event's zone where it is not the site's own."""
    zone = foreign_zone(facts)
    if not zone:
        return text
    return _("%(time)s (time zone %(zone)s)") % {"time": text, "zone": zone}


def _day_and_month(day: date | None) -> str:
    return _formatted(day, pgettext("date with weekday", "l j_F"))


def _days_until(day: date | None, facts: EventFacts, at: datetime) -> int:
    """Return the days from the local date of the instant ``at`` to a day; 0 is today."""
    return (day - timezone.localtime(at, facts.zone).date()).days if day else -1


def _closing(facts: EventFacts) -> tuple[date | None, time | None]:
    """The wall time from which it is too late: the deadline, or the start if that is earlier."""
    schedule = facts.schedule
    if schedule and schedule.deadline_at and schedule.deadline_at <= schedule.starts_at:
        return facts.deadline_date, facts.deadline_time
    return facts.start_date, facts.start_time
