from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.rules import retention

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_thirty_days_after_the_letters_meeting():
    ends_at = datetime(2024, 2, 22, 17, tzinfo=UTC)
    assert retention.DEFAULT_DAYS == 30
    assert retention.erase_on(ends_at, COPENHAGEN, retention.DEFAULT_DAYS) == date(2024, 3, 23)


def test_an_event_that_ends_with_its_day_counts_that_day():
    ends_at = datetime(2024, 2, 22, 23, tzinfo=UTC)  # midnight in Copenhagen
    assert retention.erase_on(ends_at, COPENHAGEN, 30) == date(2024, 3, 23)


def test_the_local_day_counts_not_the_one_in_utc():
    ends_at = datetime(2024, 2, 22, 23, 30, tzinfo=UTC)  # half past midnight
    assert retention.erase_on(ends_at, COPENHAGEN, 0) == date(2024, 2, 23)


def test_it_is_due_from_the_first_second_of_the_local_day():
    midnight = datetime(2024, 3, 22, 23, tzinfo=UTC)
    assert retention.is_due(date(2024, 3, 23), COPENHAGEN, midnight)
    assert not retention.is_due(date(2024, 3, 23), COPENHAGEN, midnight - timedelta(seconds=1))
