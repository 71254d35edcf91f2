"""What one letter tells and others don't."""

import pytest
from django.utils import translation

from events.emails import changes_in_words, news
from events.models import RegistrationChange
from tests.emails.support import LAPSED, WAITING, a_guest, a_page, message
from tests.factories import OPEN_AT


def told(old, new, label="Question", sensitive=False) -> tuple[str, str, str]:
    change = {"label": label, "old": old, "new": new, "sensitive": sensitive}
    with translation.override("en"):
        (found,) = changes_in_words(RegistrationChange(changes=[change]))
    label, old, new = found
    return label, old.replace("\u00a0", " "), new.replace("\u00a0", " ")


class TestChanges:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("Library", "Museum", ("Library", "Museum")),
            ("", "Museum", ("nothing", "Museum")),
            (True, None, ("Yes", "nothing")),
            ("3", "0", ("3", "0")),
            (["a", "b", "c"], [], ("a, b, c", "nothing")),
            ("2027-03-11", "", ("Thursday 11 March 2027", "nothing")),
            ("2027-02-30", "20240511", ("2027-02-30", "20240511")),
            ("x" * 301, "y" * 300, ("x" * 299 + "…", "y" * 300)),
        ],
    )
    def test_values_read_well(self, old, new, words):
        assert told(old, new) == ("Question", *words)

    def test_the_fixed_questions_have_labels(self):
        assert told("Cleo", "Cleo B", "name") == ("Name", "Cleo", "Cleo B")
        assert told([], ["Bo"], "companions") == ("Companions", "nobody", "Bo")

    def test_companions_without_names_are_counted(self):
        assert told(["", ""], [""], "companions") == ("Companions", "2 companions", "1 companion")

    def test_what_is_sensitive_is_not_told(self):
        assert told("Vegan", "Halal", "Diet", sensitive=True) == ("Diet", "", "Changed")

    def test_nothing_typed_becomes_a_link(self):
        _, old, new = told("www.example.com", ["eve@example.com"])
        assert "example.com" not in old + new


@pytest.mark.django_db
class TestQueries:
    @pytest.mark.parametrize("others", [1, 3])
    def test_their_number_does_not_grow_with_the_line(self, others, django_assert_num_queries):
        page = a_page()
        for number in range(others):
            a_guest(page, name=f"Guest{number}", email="cleo@example.org", **WAITING)
        link = message("link", a_guest(page, **WAITING))
        with django_assert_num_queries(2):
            found = news.of(link)
        assert found["place"] == len(found["registrations"]) == others + 1

    def test_an_offer_that_passed_says_until_when_it_held(self):
        page = a_page()
        found = news.of(message("offer_expired", a_guest(page, **LAPSED), created_at=OPEN_AT))
        assert found["until"].replace("\u00a0", " ") == "Wednesday 3 February 2027 at 13:00"
        assert found["can_ask_again"]
