"""Every page and letter is written as the HTML standard asks, and nothing in it points nowhere."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import administrator
from tests.support import answered, everywhere

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("open_now", "pictures"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

#: Attributes whose words are the ids of other elements.
REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls")


def faults(html: str) -> list[str]:
    """What a strict reader finds wrong: the parser's errors, and ids that are missing or twice."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    wrong = [f"{code} at {place} {more}" for place, code, more in parser.errors]
    found = BeautifulSoup(html, "html.parser")
    ids = [tag["id"] for tag in found(id=True)]
    wrong += [f"id twice: {each}" for each in set(ids) if ids.count(each) > 1]
    return wrong + [f"points nowhere: {each}" for each in _pointed_at(found) if each not in ids]


def _pointed_at(found: BeautifulSoup) -> list[str]:
    places = [a["href"][1:] for a in found("a", href=True) if a["href"].startswith("#")]
    for name in REFERENCES:
        for tag in found.find_all(attrs={name: True}):
            places += tag[name].split()
    return places


def in_all(pages: dict[str, str], client: Client) -> dict[str, list[str]]:
    answers = {name: client.get(path, follow=True) for name, path in pages.items()}
    assert {name for name, answer in answers.items() if answer.status_code >= 500} == set()
    found = {name: faults(answer.content.decode()) for name, answer in answers.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


def in_answers(posts: dict[str, answered.Post], client: Client) -> dict[str, list[str]]:
    answers = answered.answers(posts, client).items()
    found = {name: faults(html) for name, (_path, html) in answers}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_pages_of_guests():
    pages = everywhere.of_guests()
    assert in_all(pages, Client()) == {}
    assert in_answers(answered.to_guests(pages), Client()) == {}


def test_letters():
    everywhere.of_guests()
    found = {kind: faults(html) for kind, html in everywhere.letters().items()}
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def test_pages_of_staff(client):
    everywhere.of_guests()
    client.force_login(administrator())
    assert in_all(everywhere.of_staff(), client) == {}
    assert in_answers(answered.to_staff(), client) == {}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<!doctype html><title>a</title><p><div></p>", "unexpected-end-tag"),
        ("<!doctype html><title>a</title><p id=a><p id=a>", "id twice: a"),
        ("<!doctype html><title>a</title><label for=a>", "points nowhere: a"),
    ],
)
def test_the_control_sees_what_is_wrong(html, fault):
    assert any(found.startswith(fault) for found in faults(html))
