"""What a column holds, guessed from its heading."""

import pytest

from events.forms import Question
from events.imports import guess, read_text, targets, with_headings

DIET = Question("qdiet", "What do you eat?", "singleline")
KOST = Question("qdiet", "Hvad spiser du?", "singleline")
CV = Question("qcv", "CV", "file")
TELEPHONE = Question("qtel", "How do we reach you?", "telephone")
WORDS = Question("qwords", "Welcome", "explanation")


def guessed(*headings: str, companions: bool = True) -> list[str]:
    possible = targets([[DIET, CV, TELEPHONE, WORDS], [KOST]], companions=companions)
    found = guess(headings, possible)
    return [found.get(column, "") for column in range(len(headings))]


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Name", "name"),
        ("Navn:", "name"),
        ("FORNAVN", "first_name"),
        ("Efternavn", "last_name"),
        ("E-mail-adresse", "email"),
        ("Ledsagere", "companions"),
        ("Pladser", "seats"),
        ("status", "status"),
        ("what do you eat", "qdiet"),
        ("Hvad spiser du?", "qdiet"),
        ("qdiet", "qdiet"),
        ("Tlf.", "qtel"),
        ("Mobilnummer", "qtel"),
        ("CV", ""),
        ("Welcome", ""),
        ("Number", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_in_every_language_and_spelling(heading, target):
    assert guessed(heading) == [target]


def test_each_thing_is_in_one_column():
    assert guessed("Navn", "E-mail", "Name") == ["name", "email", ""]


def test_companions_are_not_looked_for_where_nobody_can_bring_any():
    assert guessed("Companions", "Seats", companions=False) == ["", ""]


def test_a_first_row_with_a_known_question_is_the_headings():
    possible = targets([[DIET]], companions=False)
    table = with_headings(read_text("Deltager\tqdiet\nCleo\tVegan"), possible)
    assert (table.headings, [row.line for row in table.rows]) == (("Deltager", "qdiet"), [2])
    unknown = with_headings(read_text("Deltager\tKost\nCleo\tVegan"), possible)
    assert (unknown.headings, len(unknown.rows)) == (None, 2)
