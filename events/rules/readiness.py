"""What keeps an event from being published: facts that are missing or contradict each other."""

from datetime import date, time
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .window import Schedule, is_skipped

#: Asked several times a page, and each time it would walk through hundreds of files.
known_zones = cache(available_timezones)

DATES = ("start_date", "end_date", "opens_date", "deadline_date")
TOO_FAR = gettext_lazy("That is too far away. Choose another date.")
#: What is reckoned from a date, as the day of erasure, must fit into the calendar too.
FIRST_YEAR, LAST_YEAR = 1000, 9000


class Facts(Protocol):
    """The fields of an event page that these rules read."""

    start_date: date | None
    start_time: time | None
    end_date: date | None
    end_time: time | None
    opens_date: date | None
    opens_time: time | None
    deadline_date: date | None
    deadline_time: time | None
    timezone: str


def problems(facts: Facts, *, contact_email: str) -> dict[str, str]:
    """Return a sentence for each field that must be mended first, by the field's name."""
    found = _missing(facts) or _too_far(facts)
    found = found or _skipped_times(facts) | _contradictions(facts)
    if not contact_email:
        found["contact_email"] = _(
            "Write the e-mail address that guests can ask. Answers to letters go there."
        )
    return found


def schedule(facts: Facts) -> Schedule | None:
    """Return the schedule, or None while it has no start, no known zone, or a date too far away."""
    if facts.start_date is None or facts.start_time is None:
        return None
    if facts.timezone not in known_zones() or _too_far(facts):
        return None
    return Schedule(
        ZoneInfo(facts.timezone),
        facts.start_date,
        facts.start_time,
        facts.end_date,
        facts.end_time,
        facts.opens_date,
        facts.opens_time,
        facts.deadline_date,
        facts.deadline_time,
    )


def is_too_far(day: date) -> bool:
    return not FIRST_YEAR <= day.year <= LAST_YEAR


def _missing(facts: Facts) -> dict[str, str]:
    rules = {
        "start_date": (facts.start_date is None, _("Write the date on which the event starts.")),
        "start_time": (facts.start_time is None, _("Write the time at which the event starts.")),
        "timezone": (
            facts.timezone not in known_zones(),
            _("Choose a time zone, for example Europe/Copenhagen."),
        ),
        "opens_date": (
            facts.opens_time is not None and facts.opens_date is None,
            _("Write the date on which registration opens, or remove the time."),
        ),
        "deadline_date": (
            facts.deadline_time is not None and facts.deadline_date is None,
            _("Write the date of the deadline, or remove the time."),
        ),
    }
    return {field: sentence for field, (wrong, sentence) in rules.items() if wrong}


def _too_far(facts: Facts) -> dict[str, str]:
    days = {name: getattr(facts, name) for name in DATES}
    return {name: str(TOO_FAR) for name, day in days.items() if day and is_too_far(day)}


def _skipped_times(facts: Facts) -> dict[str, str]:
    zone = ZoneInfo(facts.timezone)
    wall_times = {
        "start_time": (facts.start_date, facts.start_time),
        "end_time": (facts.end_date or facts.start_date, facts.end_time),
        "opens_time": (facts.opens_date, facts.opens_time),
        "deadline_time": (facts.deadline_date, facts.deadline_time),
    }
    sentence = _("The clocks go forward that night and skip this time. Choose another.")
    return {
        field: sentence
        for field, (day, clock) in wall_times.items()
        if day and clock and is_skipped(day, clock, zone)
    }


def _contradictions(facts: Facts) -> dict[str, str]:
    plan = schedule(facts)
    found: dict[str, str] = {}
    if plan is None:
        return found
    if plan.ends_at <= plan.starts_at:
        field = "end_date" if facts.end_date and facts.end_date < plan.start_date else "end_time"
        found[field] = _("The event ends before it starts. Correct the end or the start.")
    if plan.deadline_date and plan.deadline_date > plan.start_date:
        found["deadline_date"] = _(
            "The deadline lies after the day the event starts. Choose an earlier date."
        )
    if plan.opens_at and plan.opens_at >= plan.window().closes_at:
        found["opens_date"] = _(
            "Registration opens after it has closed. Choose an earlier opening or a later deadline."
        )
    return found
