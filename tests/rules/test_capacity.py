import pytest

from events.rules import capacity


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
