from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.waiting_list import moves, offered_until, takes
from events.rules.window import Window

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)
CLOSES_AT = STARTS_AT - timedelta(days=10)


def window(**facts) -> Window:
    return Window(None, CLOSES_AT, STARTS_AT, STARTS_AT + 2 * HOUR, **facts)


@pytest.mark.parametrize(
    ("seats_left", "accepts_waiting", "does"),
    [(0, False, True), (0, True, True), (1, False, False), (1, True, True)],
)
def test_it_takes_who_accepts_to_wait_or_has_no_choice(seats_left, accepts_waiting, does):
    assert takes(seats_left, accepts_waiting=accepts_waiting) is does


@pytest.mark.parametrize(
    ("at", "after_deadline", "does"),
    [
        (CLOSES_AT - SECOND, False, True),
        (CLOSES_AT, False, False),
        (CLOSES_AT, True, True),
        (STARTS_AT - SECOND, True, True),
        (STARTS_AT, True, False),
        (STARTS_AT + 9 * HOUR, True, False),
    ],
)
def test_it_moves_until_the_deadline_or_until_the_start(at, after_deadline, does):
    assert moves(window(), at, after_deadline=after_deadline) is does


@pytest.mark.parametrize("after_deadline", [False, True])
def test_it_never_moves_for_a_cancelled_event(after_deadline):
    at = CLOSES_AT - HOUR
    assert not moves(window(cancelled=True), at, after_deadline=after_deadline)


def test_it_moves_before_registration_has_opened():
    opens_later = Window(CLOSES_AT - HOUR, CLOSES_AT, STARTS_AT, STARTS_AT + HOUR)
    assert moves(opens_later, CLOSES_AT - 9 * HOUR, after_deadline=False)


@pytest.mark.parametrize(
    ("left", "holds"),
    [(97, 48), (96, 48), (95, 47.5), (10, 5), (1, 0.5)],
    ids=["long before", "just the hours", "a little less", "half of ten hours", "half an hour"],
)
def test_an_offer_holds_its_hours_but_half_the_time_left_at_most(left, holds):
    at = STARTS_AT - left * HOUR
    assert offered_until(at, 48, STARTS_AT) - at == timedelta(hours=holds)


@given(st.integers(1, 720), st.timedeltas(SECOND, timedelta(days=400)))
def test_an_offer_is_never_over_when_it_is_made_and_ends_before_the_start(hours, left):
    at = STARTS_AT - left
    assert at < offered_until(at, hours, STARTS_AT) < STARTS_AT
