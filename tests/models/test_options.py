"""Options as they are published: their limits, their words, and who has chosen them."""

import pytest

from events.forms import Condition, Question
from events.models.options import Options
from events.rules.capacity import Option

TOUR, LUNCH = Option("q1", "Tour"), Option("q1", "Lunch")


def question(choices: str, kind="radio", key="q1", **fields) -> Question:
    return Question(key, "Part", kind, choices=choices, **{"required": False} | fields)


def options(*choices: str, **fields) -> Options:
    first, *others = ([question(words, **fields)] for words in choices)
    return Options.of(first, others)


def test_only_what_has_seats_of_its_own_is_limited():
    assert options("Tour [2]\nLunch\nWalk [0]").limits == {TOUR: 2, Option("q1", "Walk"): 0}


def test_a_question_that_is_no_choice_has_no_options():
    assert not options("Tour [2]", kind="singleline")


def test_options_are_known_by_their_question_too():
    both = [question("Tour [2]"), question("Tour [3]", key="q2")]
    assert Options.of(both, []).limits == {TOUR: 2, Option("q2", "Tour"): 3}


def test_they_are_the_same_after_being_stored():
    kept = options("Tour [2]\nLunch [3]", "Rundtur\nFrokost", required=True)
    assert Options.from_json(kept.as_json()).limited == kept.limited


class TestNeeded:
    def test_a_question_that_must_be_answered_and_has_no_free_choice(self):
        assert options("Tour [2]\nLunch [3]", required=True).needed == [[TOUR, LUNCH]]

    @pytest.mark.parametrize(
        ("choices", "required"), [("Tour [2]\nLunch [3]", False), ("Tour [2]\nLunch", True)]
    )
    def test_not_one_that_can_be_left_or_has_a_free_choice(self, choices, required):
        assert options(choices, required=required).needed == []

    def test_nor_one_that_not_everybody_is_asked(self):
        asked_of_some = options("Tour [2]", required=True, shown_when=Condition("q0", "Yes"))
        assert asked_of_some.needed == []


def words(found):
    return {each.option: each.words for each in found}


class TestWords:
    def test_each_language_has_its_own_for_the_choice_at_the_same_place(self):
        three = options("Tour [2]\nLunch [3]", "Rundtur\nFrokost", "Rundgang\nMittag")
        assert words(three)[TOUR] == ("Tour", "Rundtur", "Rundgang")
        assert words(three)[LUNCH] == ("Lunch", "Frokost", "Mittag")

    def test_a_shorter_translation_has_no_words_for_the_rest(self):
        assert words(options("Tour [2]\nLunch [3]", "Rundtur"))[LUNCH] == ("Lunch",)

    def test_a_word_that_is_another_choice_is_no_translation(self):
        swapped = options("Lunch [3]\nTour [2]", "Tour\nLunch")
        assert [each.words for each in swapped] == [("Lunch",), ("Tour",)]


class TestChosen:
    @pytest.mark.parametrize(
        ("answers", "chosen"),
        [
            ({}, []),
            ({"q1": "Tour"}, [TOUR]),
            ({"q1": "Rundtur"}, [TOUR]),
            ({"q1": ["Lunch", "Tour"]}, [TOUR, LUNCH]),
            ({"q1": []}, []),
            ({"q1": "Tours"}, []),
            ({"q1": None}, []),
            ({"q1": True}, []),
            ({"q2": "Tour"}, []),
        ],
    )
    def test_alone_or_in_a_list_in_any_language(self, answers, chosen):
        two = options("Tour [2]\nLunch [3]", "Rundtur\nFrokost")
        assert two.chosen(answers) == chosen
