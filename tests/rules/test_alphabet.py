import pytest

from events.rules.alphabet import by_letter, in_order
from tests.nasty import VALUES

DANES = ["Åse", "Øjvind", "Æbelø", "Zoe", "Aage", "Anna", "Ärla", "Öz", "Ümit", "Yrsa"]


def test_danish_ends_with_its_own_letters_and_reads_two_a_as_one():
    expected = ["Anna", "Ümit", "Yrsa", "Zoe", "Æbelø", "Ärla", "Øjvind", "Öz", "Aage", "Åse"]
    assert in_order(DANES, "da") == expected


def test_english_knows_no_such_letters():
    expected = ["Aage", "Æbelø", "Anna", "Ärla", "Åse", "Øjvind", "Öz", "Ümit", "Yrsa", "Zoe"]
    assert in_order(DANES, "en-gb") == expected


@pytest.mark.parametrize(
    ("language", "letters"),
    [("da", ["A", "Z", "Æ", "Ø", "Å"]), ("sv", ["A", "Z", "Å", "Ä", "Ö"]), ("en", ["A", "O", "Z"])],
)
def test_groups_have_the_languages_letters(language, letters):
    names = ["Øjvind", "Åse", "Zoe", "Anna", "Æbelø"]
    assert [letter for letter, _ in by_letter(names, language)] == letters


def test_other_alphabets_digits_and_signs_come_last_together():
    groups = by_letter(["李小龍", "Bo", "Анна", "12345", "!?#%", "Żółć", "O'Neill"], "da")
    assert [letter for letter, _ in groups] == ["B", "O", "Z", ""]
    assert groups[-1][1] == ["!?#%", "12345", "Анна", "李小龍"]


def test_blanks_marks_and_case_do_not_move_a_name():
    assert in_order(["Boel", "bo Wu", "Bó-Ann", "O'Neill", "Oneida", "ONE"], "da") == [
        "Bó-Ann",
        "bo Wu",
        "Boel",
        "ONE",
        "Oneida",
        "O'Neill",
    ]


def test_a_decomposed_letter_is_the_same_letter():
    assert by_letter(["A\u030ase"], "da") == [("Å", ["A\u030ase"])]


@pytest.mark.parametrize("language", ["da", "en"])
def test_whatever_people_are_called_each_stands_in_one_group_once(language):
    called = sorted(value[:120] for value in VALUES.values())
    groups = by_letter(called, language)
    letters = [letter for letter, _ in groups]
    assert len(letters) == len(set(letters))
    assert sorted(name for _, names in groups for name in names) == called
