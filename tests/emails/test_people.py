"""Guests and their answers, as letters know them."""

import pytest
from django.utils import translation

from events import emails
from events.forms import Question


class TestAnswersInWords:
    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("singleline", "Library", "Library"),
            ("checkboxes", ["a", "b"], "a, b"),
            ("checkbox", False, "No"),
            ("date", "2027-03-11", "Thursday 11 March 2027"),
            ("date", "", ""),
            ("number", 3, "3"),
            ("singleline", None, ""),
        ],
    )
    def test_they_read_well(self, kind, value, words):
        with translation.override("en"):
            answer = emails.in_words(Question("q", "Label", kind), value)
        assert answer.replace("\u00a0", " ") == words
