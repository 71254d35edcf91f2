from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.window import (
    CLOSING_SOON,
    Schedule,
    State,
    Window,
    end_of_day,
    instant,
    is_skipped,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SECOND = timedelta(seconds=1)
ZONES = [
    "Europe/Copenhagen",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
    "UTC",
]


def utc(*parts) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def letter(**changes) -> Schedule:
    """The invitation of 2024: Thursday 22 February 16-18, deadline Friday 9 February."""
    facts = {
        "zone": COPENHAGEN,
        "start_date": date(2024, 2, 22),
        "start_time": time(16),
        "end_time": time(18),
        "deadline_date": date(2024, 2, 9),
    }
    return Schedule(**facts | changes)


class TestTheLetter:
    def test_the_deadline_lasts_through_its_day_in_copenhagen(self):
        window = letter().window()
        assert window.closes_at == utc(2024, 2, 9, 23)

    def test_one_second_either_side_of_the_deadline(self):
        window = letter().window()
        assert window.state(utc(2024, 2, 9, 22, 59, 59)) is State.CLOSING_SOON
        assert window.state(utc(2024, 2, 9, 23)) is State.CLOSED

    def test_it_runs_from_four_to_six(self):
        window = letter().window()
        assert (window.starts_at, window.ends_at) == (utc(2024, 2, 22, 15), utc(2024, 2, 22, 17))

    def test_the_zone_decides_not_the_wall_time(self):
        window = letter(zone=ZoneInfo("America/New_York")).window()
        assert window.closes_at == utc(2024, 2, 10, 5)


WINDOW = Window(
    opens_at=utc(2027, 1, 4, 8),
    closes_at=utc(2027, 1, 20, 23),
    starts_at=utc(2027, 2, 1, 15),
    ends_at=utc(2027, 2, 1, 17),
)


@pytest.mark.parametrize(
    ("boundary", "before", "after"),
    [
        (WINDOW.opens_at, State.NOT_OPEN_YET, State.OPEN),
        (WINDOW.closes_at - CLOSING_SOON, State.OPEN, State.CLOSING_SOON),
        (WINDOW.closes_at, State.CLOSING_SOON, State.CLOSED),
        (WINDOW.starts_at, State.CLOSED, State.IN_PROGRESS),
        (WINDOW.ends_at, State.IN_PROGRESS, State.PAST),
    ],
    ids=["opens", "closing soon", "closes", "starts", "ends"],
)
def test_each_boundary_one_second_either_side(boundary, before, after):
    assert WINDOW.state(boundary - SECOND) is before
    assert WINDOW.state(boundary) is after
    assert WINDOW.next_change(boundary - SECOND) == boundary


@pytest.mark.parametrize("at", [WINDOW.opens_at - SECOND, WINDOW.opens_at, WINDOW.ends_at])
def test_a_cancelled_event_is_cancelled_at_any_instant_and_stays_so(at):
    cancelled = Window(WINDOW.opens_at, WINDOW.closes_at, WINDOW.starts_at, WINDOW.ends_at, True)
    assert cancelled.state(at) is State.CANCELLED
    assert cancelled.next_change(at) is None


def test_full_shows_only_while_one_could_register():
    assert WINDOW.state(WINDOW.opens_at - SECOND, full=True) is State.NOT_OPEN_YET
    assert WINDOW.state(WINDOW.opens_at, full=True) is State.FULL
    assert WINDOW.state(WINDOW.closes_at, full=True) is State.CLOSED


def test_a_full_event_changes_next_at_its_deadline_as_closing_soon_does_not_show():
    assert WINDOW.next_change(WINDOW.opens_at, full=True) == WINDOW.closes_at


def test_a_past_event_never_changes_again():
    assert WINDOW.next_change(WINDOW.ends_at) is None


def test_closing_soon_means_the_last_two_days():
    closing = WINDOW.closes_at
    assert WINDOW.state(closing - timedelta(days=2)) is State.CLOSING_SOON
    assert WINDOW.state(closing - timedelta(days=2) - SECOND) is State.OPEN


def test_only_open_states_and_the_waiting_list_take_registrations():
    taking = {State.OPEN, State.CLOSING_SOON, State.WAITING_LIST}
    assert {s for s in State if s.takes_registrations} == taking


class TestSchedule:
    def test_without_a_deadline_one_can_register_until_the_start(self):
        assert letter(deadline_date=None).window().closes_at == letter().starts_at

    def test_a_deadline_on_the_day_of_the_event_ends_at_its_start(self):
        assert letter(deadline_date=date(2024, 2, 22)).window().closes_at == letter().starts_at

    def test_a_deadline_with_a_time_is_exact(self):
        assert letter(deadline_time=time(12)).window().closes_at == utc(2024, 2, 9, 11)

    def test_without_an_end_it_ends_with_its_day(self):
        assert letter(end_time=None).ends_at == utc(2024, 2, 22, 23)

    def test_without_an_end_time_a_longer_event_ends_with_its_last_day(self):
        schedule = letter(end_date=date(2024, 2, 24), end_time=None)
        assert schedule.ends_at == utc(2024, 2, 24, 23)

    def test_an_opening_without_a_time_opens_with_the_day(self):
        assert letter(opens_date=date(2024, 1, 17)).opens_at == utc(2024, 1, 16, 23)

    def test_without_an_opening_it_is_open_at_once(self):
        assert letter().window().state(utc(2020, 1, 1)) is State.OPEN


class TestClockChanges:
    """Copenhagen: forward on 28 March 2027 at 2:00, back on 31 October 2027 at 3:00."""

    def test_the_missing_hour_is_known(self):
        assert is_skipped(date(2027, 3, 28), time(2, 30), COPENHAGEN)
        assert not is_skipped(date(2027, 3, 28), time(3), COPENHAGEN)
        assert not is_skipped(date(2027, 10, 31), time(2, 30), COPENHAGEN)

    def test_a_doubled_hour_opens_at_its_first_and_closes_at_its_last(self):
        day, clock = date(2027, 10, 31), time(2, 30)
        assert instant(day, clock, COPENHAGEN) == utc(2027, 10, 31, 0, 30)
        assert instant(day, clock, COPENHAGEN, last=True) == utc(2027, 10, 31, 1, 30)

    def test_a_deadline_in_the_doubled_hour_is_in_the_guests_favour(self):
        schedule = letter(
            start_date=date(2027, 11, 4),
            deadline_date=date(2027, 10, 31),
            deadline_time=time(2, 30),
        )
        assert schedule.window().closes_at == utc(2027, 10, 31, 1, 30)

    def test_an_end_in_the_doubled_hour_is_its_last(self):
        night = date(2027, 10, 31)
        schedule = letter(start_date=night, start_time=time(1), end_time=time(2, 30))
        assert schedule.ends_at == utc(2027, 10, 31, 1, 30)

    @pytest.mark.parametrize(
        ("day", "hours"),
        [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)],
        ids=["forward", "back", "neither"],
    )
    def test_a_day_is_as_long_as_it_is(self, day, hours):
        start = instant(day, time.min, COPENHAGEN)
        assert end_of_day(day, COPENHAGEN) - start == timedelta(hours=hours)

    def test_a_day_whose_midnight_is_skipped_ends_when_the_clock_jumps(self):
        cairo = ZoneInfo("Africa/Cairo")  # 24 April 2026, 0:00 -> 1:00
        assert end_of_day(date(2026, 4, 23), cairo) == utc(2026, 4, 23, 22)


# Hypothesis wants its bounds without a zone.
EARLIEST, LATEST = datetime(1999, 1, 1), datetime(2038, 1, 1)  # noqa: DTZ001

moments = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
days = st.dates(date(2000, 1, 1), date(2037, 12, 31))
times = st.times().map(lambda clock: clock.replace(microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@st.composite
def windows(draw) -> Window:
    starts = draw(moments)
    hours = st.integers(0, 24 * 60).map(lambda h: timedelta(hours=h))
    closes = starts - draw(hours)
    opens = draw(st.none() | hours.map(lambda h: closes - h))
    return Window(opens, closes, starts, starts + draw(hours) + SECOND, draw(st.booleans()))


@given(windows(), moments, st.booleans())
def test_nothing_changes_before_the_next_change_and_something_does_then(window, at, full):
    change = window.next_change(at, full=full)
    if change is None:
        assert window.state(at + timedelta(days=36500), full=full) is window.state(at, full=full)
        return
    assert change > at
    assert window.state(change, full=full) is not window.state(at, full=full)
    assert window.state(change - timedelta(microseconds=1), full=full) is window.state(
        at, full=full
    )


@given(windows(), moments)
def test_one_can_register_exactly_inside_the_half_open_window(window, at):
    inside = (window.opens_at is None or window.opens_at <= at) and at < window.closes_at
    assert window.state(at).takes_registrations is (inside and not window.cancelled)


@given(days, times, zones)
def test_an_instant_shows_the_wall_time_unless_the_clock_skips_it(day, clock, zone):
    shown = instant(day, clock, zone).astimezone(zone).replace(tzinfo=None)
    assert (shown == datetime.combine(day, clock)) is not is_skipped(day, clock, zone)


@given(days, times, zones)
def test_the_first_occurrence_is_never_later_than_the_last_where_both_exist(day, clock, zone):
    if not is_skipped(day, clock, zone):
        assert instant(day, clock, zone) <= instant(day, clock, zone, last=True)


@given(days, times, zones)
def test_every_wall_time_of_a_day_lies_before_its_end(day, clock, zone):
    if not is_skipped(day, clock, zone):
        assert instant(day, clock, zone, last=True) < end_of_day(day, zone)


@given(days, zones, st.none() | times, st.integers(0, 60))
def test_it_closes_at_the_deadline_or_the_start_whichever_comes_first(day, zone, clock, before):
    schedule = Schedule(
        zone,
        start_date=day,
        start_time=time(12),
        deadline_date=day - timedelta(days=before),
        deadline_time=clock,
    )
    assert schedule.window().closes_at == min(schedule.deadline_at, schedule.starts_at)
