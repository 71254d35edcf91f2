"""When guests are reminded, on the clocks at the event."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from events.rules.reminders import remind_at

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_two_days_before_at_nine_on_the_events_clocks():
    found = remind_at(date(2027, 3, 11), COPENHAGEN, 2, time(9))
    assert found == datetime(2027, 3, 9, 8, tzinfo=UTC)
    assert remind_at(date(2027, 3, 11), ZoneInfo("America/New_York"), 2, time(9)) == datetime(
        2027, 3, 9, 14, tzinfo=UTC
    )


@pytest.mark.parametrize("days", [0, None])
def test_no_days_no_reminder(days):
    assert remind_at(date(2027, 3, 11), COPENHAGEN, days, time(9)) is None


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        (date(2027, 3, 29), datetime(2027, 3, 27, 8, tzinfo=UTC)),  # to summer time on the 28th
        (date(2027, 11, 1), datetime(2027, 10, 30, 7, tzinfo=UTC)),  # to winter time on the 31st
    ],
)
def test_a_clock_change_in_between_keeps_the_wall_time(start, utc):
    assert remind_at(start, COPENHAGEN, 2, time(9)) == utc


def test_a_time_that_is_skipped_is_taken_as_if_the_clock_had_not_been_changed():
    found = remind_at(date(2027, 3, 29), COPENHAGEN, 1, time(2, 30))
    assert found == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_of_a_doubled_time_the_first_counts():
    found = remind_at(date(2027, 11, 1), COPENHAGEN, 1, time(2, 30))
    assert found == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_days_before_may_lie_in_the_year_before():
    found = remind_at(date(2027, 1, 1), COPENHAGEN, 2, time(9))
    assert found == datetime(2026, 12, 30, 8, tzinfo=UTC)
