"""The cells of a list, as the event's form takes them."""

import pytest
from django.core.exceptions import ValidationError

from events.forms import Question
from events.imports import cells

LUNCH = Question("qlunch", "Lunch", "checkboxes", choices="Fish\nMeat, cold\nC\nC++")
FROKOST = Question("qlunch", "Frokost", "checkboxes", choices="Fisk\nKødpålæg\nC\nC++")
PART = Question("qpart", "Part", "radio", choices="Tour\nTalk")
AGREE = Question("qagree", "Agree", "checkbox")
CHOICES = cells.choices_by_key([LUNCH, PART], [[FROKOST]])


def answer(cell: str, question: Question):
    return cells.answer_of(cell, question, CHOICES.get(question.key, {}))


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("Fish", ["Fish"]),
        ("meat,  COLD; fish", ["Meat, cold", "Fish"]),
        ("Kødpålæg", ["Meat, cold"]),
        ("c++, C", ["C++", "C"]),
        ("Fish, Cake", ["Fish", "cake"]),
        ("", []),
    ],
)
def test_choices_with_commas_between_in_any_language(cell, chosen):
    assert answer(cell, LUNCH) == chosen


def test_one_choice_in_any_case_and_what_is_none_stays_for_the_form_to_refuse():
    assert answer(" tour ", PART) == "Tour"
    assert answer("Dinner", PART) == "Dinner"


@pytest.mark.parametrize("cell", ["Ja", "yes", "x", "1", "True", "✓"])
def test_yes(cell):
    assert answer(cell, AGREE) == "on"


@pytest.mark.parametrize("cell", ["Nej", "no", "0", "False", "-", ""])
def test_no(cell):
    assert answer(cell, AGREE) == ""


def test_maybe_is_neither():
    with pytest.raises(ValidationError):
        answer("måske", AGREE)


def test_the_mark_of_a_text_that_is_no_formula_goes():
    assert answer("'+45 33 66 24 51", Question("q", "Phone", "telephone")) == "+45 33 66 24 51"
    assert answer("'n Roos", Question("q", "Song", "singleline")) == "'n Roos"


@pytest.mark.parametrize(
    ("named", "seats", "companions"),
    [
        ("", "", []),
        ("", "1", []),
        ("", "3", ["", ""]),
        ("Bo; Di", "", ["Bo", "Di"]),
        ("Bo, Di", "4", ["Bo", "Di", ""]),
        ("2", "", ["", ""]),
    ],
)
def test_companions_by_name_by_number_or_by_seats(named, seats, companions):
    assert cells.companions_of(named, seats) == companions


@pytest.mark.parametrize(("named", "seats"), [("Bo", "1"), ("", "0"), ("", "two"), ("", "9999")])
def test_seats_that_cant_be_meant(named, seats):
    with pytest.raises(ValidationError):
        cells.companions_of(named, seats)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Cleo Jensen", "", ""), "Cleo Jensen"),
        (("", "Cleo", "Jensen"), "Cleo Jensen"),
        (("Cleo", "", "Jensen"), "Cleo Jensen"),
        (("", "Cleo", ""), "Cleo"),
    ],
)
def test_names_in_one_column_or_two(parts, name):
    assert cells.name_of(*parts) == name
