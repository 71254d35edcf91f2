"""Narrowing the list of registrations by what was answered, and by invitation."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import (
    editor,
    event_page,
    in_danish,
    invitation,
    registration,
    republished,
)

from .support import list_url, names

pytestmark = pytest.mark.django_db

WORKSHOP = {"label": "Workshop", "field_type": "radio", "key": "qshop", "required": False}
WORKSHOP |= {"choices": "Song [20]\nDance\n+"}
TALK = {"label": "Talk", "field_type": "multiline", "key": "qtalk", "required": False}
PHOTO = {"label": "Photo", "field_type": "checkbox", "key": "qphoto", "required": False}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}


def found(client, event, **query) -> set[str]:
    return set(names(client.get(list_url(event), query)))


@pytest.fixture
def event():
    return event_page(questions=[WORKSHOP, TALK, PHOTO, DIET]).event


@pytest.fixture
def ben(client, event):
    """May see the list, not the sensitive answers."""
    client.force_login(editor(event.page.get_parent(), "view_registration"))
    return client


def test_by_a_choice_or_several(admin, event):
    registration(event, "Ada", answers={"qshop": "Song"})
    registration(event, "Ben", answers={"qshop": "Dance"})
    registration(event, "Cleo", answers={"qshop": "+"})
    assert found(admin, event, answer_qshop="=Song") == {"Ada"}
    assert found(admin, event, answer_qshop=["=Song", "=Dance"]) == {"Ada", "Ben"}
    assert found(admin, event, answer_qshop="=+") == {"Cleo"}


def test_a_choice_counts_whichever_language_it_was_made_in(admin, event):
    in_danish(event.page, [WORKSHOP | {"choices": "Sang [20]\nDans\n+"}])
    registration(event, "Ada", answers={"qshop": "Song"})
    registration(event, "Ben", answers={"qshop": "Sang"})
    registration(event, "Cleo", answers={"qshop": "Dans"})
    assert found(admin, event, answer_qshop="=Song") == {"Ada", "Ben"}


def test_by_whether_there_is_an_answer(admin, event):
    registration(event, "Ada", answers={"qtalk": "Trees", "qphoto": True})
    registration(event, "Ben")
    assert found(admin, event, answer_qtalk="+") == {"Ada"}
    assert found(admin, event, answer_qphoto="+") == {"Ada"}
    assert found(admin, event, answer_qtalk="-") == {"Ben"}
    assert found(admin, event, answer_qtalk=["-", "+"]) == {"Ada", "Ben"}


def test_several_questions_narrow_it_together(admin, event):
    registration(
        event, "Ada", answers={"qshop": "Song"}, sensitive_answers={"qdiet": ["Vegan food"]}
    )
    registration(event, "Ben", answers={"qshop": "Song"})
    vegan = {"answer_qdiet": "=Vegan food"}
    assert found(admin, event, answer_qshop="=Song", **vegan) == {"Ada"}
    assert found(admin, event, answer_qshop="=Dance", **vegan) == set()


def test_a_question_that_is_no_longer_asked_can_be_asked_for(admin, event):
    registration(event, "Ada", answers={"qshop": "Song"})
    registration(event, "Ben")
    republished(event.page, [TALK])
    assert found(admin, event, answer_qshop="=Song") == {"Ada"}
    assert "Workshop (removed)" in filters(admin, event)


def test_without_the_right_nothing_tells_a_sensitive_answer(ben, event):
    registration(event, "Ada", sensitive_answers={"qdiet": ["Vegan food"], "qshop": "Song"})
    registration(event, "Ben")
    assert "Diet" not in filters(ben, event)
    for query in (
        {"answer_qdiet": "=Vegan food"},
        {"answer_qdiet": "+"},
        {"answer_qshop": "-"},
    ):
        assert found(ben, event, **query) == {"Ada", "Ben"}
    assert found(ben, event, answer_qshop="=Song") == found(ben, event, answer_qshop="+") == set()


def test_nonsense_is_no_error(admin, event):
    registration(event, "Ada")
    for value in ("=Unknown", "", "=", "\0"):
        assert found(admin, event, answer_qshop=value, invited=value) == {"Ada"}


def test_by_invitation(admin, event):
    registration(event, "Ada", invitation=invitation(event, "Ada"))
    registration(event, "Ben")
    assert found(admin, event, invited="yes") == {"Ada"}
    assert found(admin, event, invited="no") == {"Ben"}


def filters(client, event) -> list[str]:
    soup = BeautifulSoup(client.get(list_url(event)).content, "html.parser")
    return [each.get_text(strip=True) for each in soup.select(".w-drilldown__toggle")]


def test_a_question_is_a_filter_named_as_it_is_asked(admin, event):
    assert filters(admin, event)[-4:] == ["Workshop", "Talk", "Photo", "Diet"]
