import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from events.forms import Entry
from events.models import EventPage
from events.views import receipts
from tests.factories import OPEN_AT, event_page, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def registered(page, email="cleo@example.org"):
    publication = page.event.publication()
    return register(publication, Entry("Cleo", email, (), {}, {}, None), at=OPEN_AT)


def receipt(page, registration):
    token = receipts.seal(registration, page.event.publication())
    return Client().get(reverse("tilmeld:received", args=[token]))


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_it_says_what_happened_and_what_comes_next():
    page = event_page(programme_to_come=True)
    response = receipt(page, registered(page))
    shown = html(response)
    for words in (
        "You are registered",
        "We have sent a confirmation to <strong>cleo@example.org</strong>.",
        "Thursday 11 March 2027<br>16:00",
        "Town hall",
        "Wait for the programme",
        "mailto:ada@example.org",
        "We erase your answers on 10 April 2027.",
        reverse("tilmeld:event_calendar", args=[page.event.translation_key, "en"]),
        page.get_url(),
    ):
        assert words in shown, words
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_it_leads_nobody_to_the_registration():
    page = event_page()
    registration = registered(page)
    shown = html(receipt(page, registration))
    assert registration.token not in shown
    assert not re.search(r"/tilmeld/registration/", shown)
    assert "Cleo" not in shown


def test_the_address_is_shown_the_same_however_it_was_typed():
    """Or a repeat would show a stranger how somebody else once typed it."""
    page = event_page()
    assert "<strong>cleo@example.org</strong>" in html(
        receipt(page, registered(page, "Cleo@Example.ORG"))
    )


def test_an_international_address_stays_readable():
    page = event_page()
    assert "<strong>cleo@blåbær.example</strong>" in html(
        receipt(page, registered(page, "cleo@blåbær.example"))
    )


def test_its_address_tells_nothing_of_which_registration_it_is():
    page = event_page()
    registration = registered(page)
    one, other = (receipts.seal(registration, registration.publication) for _ in range(2))
    assert one.split(".")[0] != other.split(".")[0]
    for token in (one, other):
        assert registration.pk.to_bytes(8) not in signing.b64_decode(token.split(".")[0].encode())
    assert (
        receipts.unseal(one)
        == receipts.unseal(other)
        == (
            registration.pk,
            registration.publication_id,
        )
    )


@pytest.mark.parametrize("token", ["x", "1.2.3", "ø", "a" * 300, "%00"])
def test_a_forged_address_leads_to_a_page_that_points_to_the_letter(token):
    response = Client().get(reverse("tilmeld:received", args=[token]))
    assert response.status_code == 404
    assert "Your letter says what you are registered for" in html(response)


def test_a_token_of_another_kind_is_no_receipt():
    token = signing.TimestampSigner(salt="other", sep=".").sign("AAAA")
    assert Client().get(reverse("tilmeld:received", args=[token])).status_code == 404


def test_it_ends_after_an_hour(monkeypatch):
    page = event_page()
    token = receipts.seal(registered(page), page.event.publication())
    address = reverse("tilmeld:received", args=[token])
    now = signing.time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3590)
    assert Client().get(address).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3610)
    assert Client().get(address).status_code == 404


def test_it_ends_when_the_answers_are_erased():
    page = event_page()
    registration = registered(page)
    registration.erased_at = OPEN_AT + timedelta(minutes=1)
    registration.save()
    assert receipt(page, registration).status_code == 404


def test_it_does_without_the_page():
    page = event_page()
    registration = registered(page)
    page.unpublish()
    shown = html(receipt(page, registration))
    assert "You are registered" in shown
    assert f'href="{EventPage.objects.get(pk=page.pk).get_url()}"' not in shown
