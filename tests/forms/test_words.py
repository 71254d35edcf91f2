"""Answers as people read them, wherever they stand."""

import pytest
from django.utils import translation

from events.forms import answer_in_words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Library", "Library"),
        ("0", "0"),
        (0, "0"),
        (True, "Yes"),
        (False, ""),
        (None, ""),
        ("", ""),
        ([], ""),
        (["Vegan food", "Access"], "Vegan food, Access"),
        ({"name": "poster.pdf", "digest": "x"}, "poster.pdf"),
    ],
)
def test_an_answer_in_words(answer, words):
    with translation.override("en"):
        assert answer_in_words(answer) == words
