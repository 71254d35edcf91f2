import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules import capacity
from events.rules.capacity import Option, Room


@pytest.mark.parametrize(
    ("seats", "taken", "party", "fits"),
    [
        (None, 10_000, 10, True),
        (20, 19, 1, True),
        (20, 19, 2, False),
        (20, 20, 1, False),
        (20, 25, 1, False),
        (0, 0, 1, False),
    ],
    ids=["no limit", "the last seat", "one too many", "full", "overbooked", "no seats at all"],
)
def test_a_party_fits_if_everybody_finds_a_seat(seats, taken, party, fits):
    assert capacity.fits(seats, taken, party) is fits


@pytest.mark.parametrize(
    ("seats", "taken", "left"), [(None, 5, None), (20, 5, 15), (20, 20, 0), (20, 25, 0), (0, 0, 0)]
)
def test_seats_left_are_never_below_zero(seats, taken, left):
    assert capacity.seats_left(seats, taken) == left


def test_full_means_not_one_more():
    assert capacity.is_full(20, 20)
    assert not capacity.is_full(20, 19)
    assert not capacity.is_full(None, 10_000)
    assert capacity.is_full(0, 0)


@pytest.mark.parametrize(
    ("seats", "left", "few"),
    [(20, 5, True), (20, 6, False), (100, 10, True), (100, 11, False), (3, 3, True), (0, 0, True)],
)
def test_few_are_five_or_a_tenth(seats, left, few):
    assert capacity.are_few(seats, left) is few


TOUR, LUNCH, WALK = Option("q1", "Tour"), Option("q1", "Lunch"), Option("q2", "Walk")


class TestRoom:
    def test_without_limits_everybody_fits(self):
        room = Room(None, 10_000)
        assert room.fits(10, [TOUR])
        assert (room.seats_left, room.is_full) == (None, False)

    @pytest.mark.parametrize(("party", "fits"), [(1, True), (2, True), (3, False)])
    def test_a_party_needs_seats_at_all_it_chose(self, party, fits):
        room = Room(10, 5, {TOUR: 4, WALK: 3}, {TOUR: 2, WALK: 1})
        assert room.fits(party, [TOUR, WALK]) is fits
        assert room.fits(party, [])

    def test_the_event_itself_must_have_seats_too(self):
        assert not Room(5, 5, {TOUR: 4}).fits(1, [TOUR])

    def test_what_has_no_limit_is_never_taken(self):
        assert not Room(5, 0, {TOUR: 0}).is_taken(LUNCH, 5)

    def test_those_taken_are_named(self):
        room = Room(None, 3, {TOUR: 2, LUNCH: 3, WALK: 0}, {TOUR: 1, LUNCH: 2})
        assert room.taken_among([TOUR, LUNCH, WALK], 1) == [WALK]
        assert room.taken_among([TOUR, LUNCH, WALK], 2) == [TOUR, LUNCH, WALK]

    def test_overbooked_is_full_and_no_less_than_empty(self):
        room = Room(5, 7)
        assert (room.seats_left, room.is_full, room.fits(1)) == (0, True, False)

    @pytest.mark.parametrize(
        ("lunch", "full"), [(1, False), (2, True), (3, True)], ids=["one left", "none", "too many"]
    )
    def test_it_is_full_when_a_question_that_must_be_answered_has_no_choice_left(self, lunch, full):
        limits, chosen = {TOUR: 1, LUNCH: 2, WALK: 9}, {TOUR: 1, LUNCH: lunch}
        needed = [[TOUR, LUNCH], [WALK]]
        room = Room(None, 3, limits, chosen, needed)
        assert room.is_full is full
        assert room.exhausted == ({TOUR.question} if full else set())

    def test_what_a_party_takes_is_gone_everywhere_and_the_room_before_is_as_it_was(self):
        before = Room(10, 5, {TOUR: 4}, {TOUR: 1})
        after = before.after(2, [TOUR, WALK])
        assert (after.taken, after.chosen) == (7, {TOUR: 3, WALK: 2})
        assert (before.taken, before.chosen) == (5, {TOUR: 1})

    @given(st.integers(0, 30), st.lists(st.tuples(st.integers(1, 5), st.booleans())))
    def test_whoever_is_let_in_one_after_the_other_never_overfills(self, seats, parties):
        room = Room(seats, 0, {TOUR: seats // 2})
        for party, takes_tour in parties:
            wish = [TOUR] if takes_tour else []
            if room.fits(party, wish):
                room = room.after(party, wish)
        assert room.taken <= seats
        assert room.chosen.get(TOUR, 0) <= seats // 2
