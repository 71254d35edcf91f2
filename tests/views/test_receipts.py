import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from events.forms import Entry
from events.models import EventPage, Message
from events.views import receipts
from tests.factories import OPEN_AT, event_page, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def registered(page, email="cleo@example.org", at=OPEN_AT):
    publication = page.event.publication()
    return register(publication, Entry("Cleo", email, (), {}, {}, None), at=at)


def address(page, registration, *, is_waiting=False) -> str:
    numbers = registration.pk, page.event.publication().pk, 0
    token = receipts.seal(receipts.Receipt(*numbers, is_waiting))
    return reverse("tilmeld:received", args=[token])


def receipt(page, registration, **told):
    return Client().get(address(page, registration, **told))


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
    told = receipts.Receipt(registration.pk, registration.publication_id, 0, True)
    one, other = (receipts.seal(told) for _ in range(2))
    assert one.split(".")[0] != other.split(".")[0]
    for token in (one, other):
        assert registration.pk.to_bytes(8) not in signing.b64_decode(token.split(".")[0].encode())
    assert receipts.unseal(one) == receipts.unseal(other) == told


@pytest.mark.parametrize("token", ["x", "1.2.3", "ø", "a" * 300, "%00"])
def test_a_forged_address_leads_to_a_page_that_points_to_the_letter(token):
    response = Client().get(reverse("tilmeld:received", args=[token]))
    assert response.status_code == 404
    assert "Your e-mail says what you are registered for" in html(response)


def test_a_token_of_another_kind_is_no_receipt():
    token = signing.TimestampSigner(salt="other", sep=".").sign("AAAA")
    assert Client().get(reverse("tilmeld:received", args=[token])).status_code == 404


def test_it_ends_after_an_hour(monkeypatch):
    page = event_page()
    url = address(page, registered(page))
    now = signing.time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3590)
    assert Client().get(url).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3610)
    assert Client().get(url).status_code == 404


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


def test_one_who_waits_is_told_so_and_gets_no_calendar_entry():
    page = event_page(capacity=0, waiting_list="promote")
    shown = html(receipt(page, registered(page), is_waiting=True))
    assert "You are on the waiting list" in shown
    assert "Wait for your turn" in shown
    assert "calendar.ics" not in shown


class TestAMistypedAddress:
    """The guest sees it on the page, and has nothing but the page to show for themselves."""

    def mend(self, page, registration, email="cleo@example.org", **told):
        url = address(page, registration, **told)
        return Client().post(url, {"email": email}, follow=True)

    def letters(self) -> list[tuple[str, str, str]]:
        found = Message.objects.order_by("pk").values_list("kind", "to_address", "state")
        return list(found)

    def test_is_mended_and_links_to_the_old_one_die(self):
        page = event_page()
        registration = registered(page, "cloe@example.org")
        old = registration.token
        response = self.mend(page, registration)
        assert response.redirect_chain[0][1] == 303
        assert "We have written to <strong>cleo@example.org</strong>." in html(response)
        registration.refresh_from_db()
        assert registration.email == "cleo@example.org"
        assert Client().get(reverse("tilmeld:manage", args=[old])).status_code == 410
        assert self.letters() == [
            ("confirmed", "cloe@example.org", "cancelled"),
            ("confirmed", "cleo@example.org", "queued"),
        ]

    def test_of_a_registration_that_was_there_before_nothing_is_changed(self):
        """Or a stranger who types Cleo's name and address could take her registration over."""
        page = event_page()
        registration = registered(page)
        own = self.mend(page, registered(page, "x@example.org"), "eve@example.org")
        repeat = registered(page, at=OPEN_AT + timedelta(hours=1))
        response = self.mend(page, repeat, "eve@example.com")
        registration.refresh_from_db()
        assert registration.email == "cleo@example.org"
        assert self.letters()[-1] == ("confirmed", "eve@example.com", "queued")
        assert html(response) == html(own).replace("eve@example.org", "eve@example.com")

    def test_somebody_elsewhere_who_knows_all_answers_can_not_mend_it(self):
        """Not even by sending the form twice, as their network is known by then."""
        page = event_page()
        answers = {"name": "Cleo", "email": "cleo@example.org"}
        form = reverse("tilmeld:register", args=[page.event.translation_key, "en"])
        Client().post(form, answers)
        stranger = Client(REMOTE_ADDR="203.0.113.7")
        for _ in range(2):
            receipt = stranger.post(form, answers).url
        stranger.post(receipt, {"email": "mallory@example.org"})
        first, theirs = page.event.registrations.active().order_by("pk")
        assert (first.email, theirs.email) == ("cleo@example.org", "mallory@example.org")
        assert first.messages.filter(state="cancelled").count() == 0

    def test_where_the_same_person_is_registered_that_registration_stands(self):
        page = event_page()
        right = registered(page)
        wrong = registered(page, "cloe@example.org")
        other = self.mend(page, registered(page, "x@example.org"), "y@example.org")
        response = self.mend(page, wrong)
        wrong.refresh_from_db()
        right.refresh_from_db()
        assert (right.status, wrong.status) == ("confirmed", "cancelled")
        assert self.letters()[-1] == ("link", "cleo@example.org", "queued")
        assert html(response) == html(other).replace("y@example.org", "cleo@example.org")

    def test_can_not_be_mistyped_again_without_a_word(self):
        page = event_page()
        registration = registered(page, "cloe@example.org")
        response = self.mend(page, registration, "cleo@example")
        assert "Write the whole e-mail address" in html(response)
        assert 'value="cleo@example"' in html(response)
        assert re.search(r"<details[^>]* open", html(response))
        registration.refresh_from_db()
        assert registration.email == "cloe@example.org"

    def test_can_not_be_used_to_write_to_many(self):
        page = event_page()
        registration = registered(page, "cloe@example.org")
        for number in range(10):
            self.mend(page, registration, f"guest{number}@example.org")
        assert Message.objects.count() == 5

    def test_is_not_mended_from_another_site(self):
        page = event_page()
        registration = registered(page, "cloe@example.org")
        url = address(page, registration)
        Client().post(url, {"email": "cleo@example.org"}, headers={"Sec-Fetch-Site": "cross-site"})
        registration.refresh_from_db()
        assert registration.email == "cloe@example.org"
