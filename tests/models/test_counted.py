"""What the database counts of answers is what one counts by reading them."""

from collections import Counter

import pytest

from tests.factories import event_page, registration
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

#: Texts that a database might take for something else than text.
TEXTS = ["true", "null", "123", "1e9", '"quoted"', '["A", "B"]', "{}", "", " A ", "Ærø", "a\\nb"]
KEY = 'q"odd.key\\ $'


def count(answers, sensitive_answers=(), keys=("q",), sensitive_keys=()):
    event = event_page().event
    for number, answer in enumerate(answers):
        registration(event, f"guest{number}", answers={keys[0]: answer, "other": "x"})
    for number, answer in enumerate(sensitive_answers):
        registration(event, f"shy{number}", sensitive_answers={keys[0]: answer})
    return event.registrations.all().count_choices(keys, sensitive_keys)


def test_texts_are_texts_whatever_they_look_like():
    assert count([*TEXTS, *TEXTS]) == {("q", text): 2 for text in TEXTS}


def test_what_people_type_is_counted_as_it_is():
    texts = [text for text in VALUES.values() if "\0" not in text and text.isprintable()]
    assert count(texts) == Counter(("q", text) for text in texts)


def test_each_word_of_a_list_counts():
    found = count([["A", "B"], ["B", "A"], ["B"], [], "B"])
    assert found == {("q", "A"): 2, ("q", "B"): 4}


def test_a_ticked_box_counts_and_an_empty_one_does_not():
    assert count([True, False, True, None, "True"]) == {("q", True): 2, ("q", "True"): 1}


def test_numbers_and_files_are_no_words():
    assert count([1, 1.5, {"name": "a.pdf", "digest": "x"}]) == {}


def test_a_key_may_be_of_any_characters():
    assert count(["A"], keys=(KEY,)) == {(KEY, "A"): 1}


def test_sensitive_answers_count_to_the_questions_for_which_they_are_asked():
    assert count(["A"], ["A", "B"]) == {("q", "A"): 1}


def test_sensitive_answers_are_added_to_the_others():
    found = count(["A"], ["A", "B"], sensitive_keys=("q",))
    assert found == {("q", "A"): 2, ("q", "B"): 1}


def test_it_takes_one_query_and_none_where_nothing_is_asked(django_assert_num_queries):
    registrations = event_page().event.registrations.all()
    with django_assert_num_queries(1):
        assert registrations.count_choices(["q", "r"], ["q"]) == {}
    with django_assert_num_queries(0):
        assert registrations.count_choices([]) == {}
