"""Send a test to myself, as an editor does it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import draft_event_page, editor, event_index, event_page, root_page

pytestmark = pytest.mark.django_db


def url(page) -> str:
    return reverse("tilmeld_admin:trial", args=[page.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def said(response) -> str:
    told = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return " ".join(told.split())


@pytest.fixture
def ben(client):
    client.user = editor(root_page())
    client.force_login(client.user)
    return client


def test_the_editor_leads_there(ben):
    page = draft_event_page()
    soup = BeautifulSoup(ben.get(edit_url(page)).content, "html.parser")
    assert url(page) in {a.get("href") for a in soup.select("header a")}
    assert url(page) in {a.get("href") for a in soup.select(".help-block a")}


def test_it_says_where_it_goes_and_offers_the_confirmation(ben):
    response = ben.get(url(draft_event_page()))
    assert "They go to <strong>ben@example.org</strong>" in response.content.decode()
    ticked = BeautifulSoup(response.content, "html.parser").select("input[checked]")
    assert [box["value"] for box in ticked] == ["confirmed"]


def test_each_chosen_letter_of_the_newest_draft_comes(ben, mailserver):
    page = event_page()
    page.title = "Another meeting"
    page.save_revision()
    response = ben.post(url(page), {"letters": ["confirmed", "offered"]})
    assert response.url == edit_url(page)
    assert said(response) == "Sent to ben@example.org: Confirmation and Offer of a seat."
    assert [mail["Subject"] for mail in mailserver.messages] == [
        "[Test] You are registered: Another meeting on 11 March",
        "[Test] A seat for you: Another meeting on 11 March",
    ]
    assert {mail["To"] for mail in mailserver.messages} == {"ben@example.org"}


def test_without_a_letter_nothing_is_sent(ben, mailserver):
    response = ben.post(url(draft_event_page()), {})
    assert "Choose a letter." in response.content.decode()
    assert mailserver.envelopes == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("550 5.7.1 No", "refused the letter “Confirmation” to ben@example.org"),
        ("421 4.3.2 No", "takes no letters from this website"),
        ("451 4.3.0 No", "Try again in a few minutes."),
    ],
)
def test_why_none_came_is_said(ben, mailserver, answer, sentence):
    mailserver.refuse(answer)
    response = ben.post(url(draft_event_page()), {"letters": ["confirmed"]})
    assert response.status_code == 200
    assert sentence in said(response)


def test_whoever_has_no_address_is_told_where_to_write_it(ben, mailserver):
    ben.user.email = ""
    ben.user.save()
    page = draft_event_page()
    response = ben.post(url(page), {"letters": ["confirmed"]})
    assert response.url == edit_url(page)
    assert "Write your e-mail address in your account" in said(response)
    assert mailserver.envelopes == []


def test_others_pages_and_other_pages_have_none(client, mailserver):
    index = event_index()
    theirs = event_page(event_index(slug="theirs"))
    client.force_login(editor(index))
    assert client.post(url(theirs), {"letters": ["confirmed"]}).status_code == 404
    assert client.get(url(index)).status_code == 404
    assert mailserver.envelopes == []
