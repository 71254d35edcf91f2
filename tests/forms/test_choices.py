"""How an editor writes what guests can choose from, and how many seats there are of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.forms.choices import Choice, read_choices


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("Tour", [("Tour", None)]),
        ("Tour, Lunch", [("Tour", None), ("Lunch", None)]),
        ("Tour, with guide\nLunch", [("Tour, with guide", None), ("Lunch", None)]),
        ("Tour,\nLunch,", [("Tour", None), ("Lunch", None)]),
        ("\n\nTour\r\n \n", [("Tour", None)]),
        ("Tour\nTour\nLunch", [("Tour", None), ("Lunch", None)]),
        ("Tour [20]", [("Tour", 20)]),
        ("Tour[20]", [("Tour", 20)]),
        ("Tour  [ 20 ] ", [("Tour", 20)]),
        ("Tour [20], Lunch [3], Walk", [("Tour", 20), ("Lunch", 3), ("Walk", None)]),
        ("Tour [0]", [("Tour", 0)]),
        ("Tour [A] [20]", [("Tour [A]", 20)]),
        ("Tour [20] early", [("Tour [20] early", None)]),
        ("Tour [many]", [("Tour [many]", None)]),
        ("Tour [-1]", [("Tour [-1]", None)]),
        ("Tour [123456]", [("Tour [123456]", None)]),
        ("[20]", [("[20]", None)]),
        ("Tour [2]\nTour [3]", [("Tour", 2)]),
        ("Blåbær “på” Ærø [2]", [("Blåbær “på” Ærø", 2)]),
    ],
)
def test_one_a_line_or_with_commas_between_and_seats_in_brackets(written, read):
    assert read_choices(written) == [Choice(*choice) for choice in read]


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-zÆØÅæøå'\"\\%$.]{1,12}", fullmatch=True), st.integers(0, 99999)
        ),
        min_size=1,
        unique_by=lambda choice: choice[0],
    )
)
def test_what_is_written_with_seats_is_read_so(choices):
    written = "\n".join(f"{text} [{seats}]" for text, seats in choices)
    assert read_choices(written + "\n") == choices
