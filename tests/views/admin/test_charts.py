"""The curve: whole pixels, steps, and honest ends."""

import re
from datetime import date, timedelta

import pytest

from events.views.admin.charts import BOTTOM, LEFT, LINES, RIGHT, TOP, Curve

FIRST, DEADLINE = date(2027, 2, 1), date(2027, 2, 26)


def curve(*days: tuple[int, int], today=DEADLINE, capacity=None, closes_on=DEADLINE) -> Curve:
    """Seats taken so many days after the first."""
    counted = [(FIRST + timedelta(days=after), seats) for after, seats in days]
    return Curve.of(counted, today, closes_on, capacity)


def test_nobody_yet_has_no_curve():
    assert curve() is None


def test_it_ends_today_and_at_the_top_with_all_seats_that_are_taken():
    drawn = curve((0, 2), (5, 3), today=date(2027, 2, 11))
    assert drawn.path.endswith(f"H{LEFT + round(11 / 26 * (RIGHT - LEFT))}")
    assert (drawn.total, drawn.deadline) == (5, RIGHT)
    assert f"V{TOP}" in drawn.path


def test_after_the_deadline_it_goes_on_while_staff_let_people_in():
    drawn = curve((0, 1), (30, 1), today=date(2027, 3, 20))
    assert drawn.last == date(2027, 3, 3)
    assert drawn.now == RIGHT
    assert LEFT < drawn.deadline < RIGHT


def test_a_single_day_is_wide_enough_to_be_drawn():
    drawn = curve((0, 1), today=FIRST, closes_on=FIRST)
    assert drawn.path == f"M{LEFT} {BOTTOM}H{LEFT}V{TOP}H{RIGHT}"


def test_a_deadline_before_the_first_seat_is_not_drawn():
    assert curve((0, 1), closes_on=FIRST - timedelta(days=1)).deadline is None


@pytest.mark.parametrize(
    ("capacity", "is_drawn"), [(None, False), (8, True), (1, True), (9, False)]
)
def test_the_limit_is_drawn_where_it_is_near(capacity, is_drawn):
    assert (curve((0, 2), capacity=capacity).limit is not None) == is_drawn


@pytest.mark.parametrize("seats", [1, 2, 5, 6, 49, 50, 51, 999, 100_000])
def test_few_round_numbers_stand_at_the_side(seats):
    numbers = [line.number for line in curve((0, seats)).lines]
    assert numbers[0] == 0
    assert len(numbers) <= LINES + 1
    assert re.fullmatch(r"[125]0*", str(numbers[1]))


def test_the_table_has_a_row_for_each_week_in_which_somebody_came():
    weeks = curve((0, 2), (6, 1), (7, 4), (21, 1)).weeks
    assert [(week.first, week.new, week.all) for week in weeks] == [
        (date(2027, 2, 1), 3, 3),
        (date(2027, 2, 8), 4, 7),
        (date(2027, 2, 22), 1, 8),
    ]
