"""Finding registrations by whatever was written in them, as far as one may see it."""

import pytest
from django.urls import reverse

from events.forms import Entry
from events.services import retention
from events.services.registration import change
from tests.factories import OPEN_AT, editor, event_page, registration, republished

from .support import names

pytestmark = pytest.mark.django_db

ORGANISATION = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
ORGANISATION |= {"required": False}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}


def found(client, event, query: str) -> list[str]:
    results = reverse("tilmeld_admin:registrations_results", args=[event.pk])
    return names(client.get(results, {"q": query}))


@pytest.fixture
def event():
    return event_page(questions=[ORGANISATION, DIET]).event


@pytest.fixture
def ben(client, event):
    """May see the list, not the sensitive answers."""
    client.force_login(editor(event.page.get_parent(), "view_registration"))
    return client


@pytest.mark.parametrize(
    ("answer", "query"),
    [
        ("Ærø Museum", "ærø"),
        ("Ærø Museum", "MUSEUM ærØ"),
        ("Анна Каренина", "АННА"),
        ("Οδυσσεύς", "οδυσσευσ".replace("ευσ", "εύς").upper()),
        ("Straße", "STRASSE"),
        ("Ⅷ", "viii"),
        ("😀 \\ back", "😀 \\"),
        ("100%", "0%"),
        ("two\nlines", "lines two"),
        (["Choir", "Dance"], "dance"),
        ({"name": "Åse.pdf", "digest": "x"}, "åSE.PDF"),
        ("3336 2451", "2451 cleo"),
    ],
)
def test_an_answer_is_found_whatever_its_case_and_alphabet(admin, event, answer, query):
    registration(event, answers={"qorg": answer})
    registration(event, "Dora", answers={"qorg": "Elsewhere"})
    assert found(admin, event, query) == ["Cleo"]


@pytest.mark.parametrize("query", ["%", "_", "q", "qorg", "digest", "true", "['", "'; drop"])
def test_signs_keys_and_ticks_are_no_words(admin, event, query):
    registration(event, answers={"qorg": {"name": "a", "digest": "b"}, "qtick": True})
    assert found(admin, event, query) == []


def test_companions_are_found_with_whom_they_come(admin, event):
    registration(event, companions=["Åse", ""])
    assert found(admin, event, "ÅSE") == ["Cleo"]


def test_sensitive_answers_are_found_by_those_alone_who_may_see_them(admin, event):
    registration(event, sensitive_answers={"qdiet": ["Vegan food"]})
    assert found(admin, event, "VEGAN") == ["Cleo"]


class TestWithoutTheRight:
    def test_sensitive_answers_are_not_looked_into(self, ben, event):
        registration(event, sensitive_answers={"qdiet": ["Vegan food"], "qorg": "Vegan food"})
        assert found(ben, event, "vegan") == []

    def test_nor_are_those_to_a_question_that_became_sensitive(self, ben, event):
        registration(event, answers={"qorg": "Secret"})
        assert found(ben, event, "secret") == ["Cleo"]
        republished(event.page, [ORGANISATION | {"sensitive": True}])
        assert found(ben, event, "secret") == []


def test_what_was_changed_is_found_by_the_new_words(admin, event):
    guest = registration(event, answers={"qorg": "Library"})
    entry = Entry("Cleo", guest.email, (), {"qorg": "Museum"}, {}, guest.publication_id)
    change(guest, event.publication(), entry, at=OPEN_AT)
    assert (found(admin, event, "library"), found(admin, event, "museum")) == ([], ["Cleo"])


def test_nothing_is_found_of_what_was_erased(admin, event):
    guest = registration(event, answers={"qorg": "Library"}, companions=["Dora"])
    retention.erase_event(event, at=OPEN_AT)
    guest.refresh_from_db()
    assert (guest.answers_key, guest.sensitive_answers_key) == ({}, {})
    assert found(admin, event, "library") == found(admin, event, "dora") == []
