"""Sending the form: a good answer is registered, any other comes back with all that was typed."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from events.exceptions import NotEnoughSeats
from events.models import EventPage, Message, Registration
from events.services import registration as registration_service
from tests.factories import OPEN_AT, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

CLEO = {"name": "Cleo", "email": "cleo@example.org"}
TOPIC = {"label": "What about?", "field_type": "multiline", "key": "qtopic", "required": False}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}
CLOSED = datetime(2027, 2, 26, 23, tzinfo=UTC)


def address(page, language="en") -> str:
    return reverse("tilmeld:register", args=[page.event.translation_key, language])


def send(page, answers=CLEO, client=None, **headers):
    return (client or Client(enforce_csrf_checks=True)).post(
        address(page), answers, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def assert_kept_by_nobody(response) -> None:
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in response.headers


class TestGoodAnswers:
    def test_they_are_registered_and_lead_to_a_page_that_can_be_reloaded(self):
        response = send(
            event_page(questions=[TOPIC, DIET]), CLEO | {"qtopic": "Toilets", "qdiet": "Vegan food"}
        )
        assert response.status_code == 303
        registration = Registration.objects.get()
        assert (registration.name, registration.email) == ("Cleo", "cleo@example.org")
        assert registration.answers == {"qtopic": "Toilets"}
        assert registration.sensitive_answers == {"qdiet": ["Vegan food"]}
        assert registration.created_at == OPEN_AT
        assert Message.objects.get().kind == "confirmed"
        receipt = Client().get(response.url)
        assert receipt.status_code == 200
        assert "You are registered" in html(receipt)

    def test_they_may_come_with_companions(self):
        send(event_page(max_companions=1), CLEO | {"companions": "on", "companion_1": "Ben"})
        assert Registration.objects.get().companions == ["Ben"]

    def test_sent_twice_they_are_one_registration(self):
        page = event_page()
        first, second = send(page), send(page)
        assert (first.status_code, second.status_code) == (303, 303)
        assert Registration.objects.count() == 1
        assert Message.objects.count() == 1

    def test_a_repeat_looks_like_a_first_registration(self, set_clock):
        page = event_page()
        once = Client().get(send(page).url)
        set_clock(OPEN_AT.replace(hour=18))
        again = Client().get(send(page, {"name": " CLEO ", "email": "Cleo@Example.org"}).url)
        assert html(again) == html(once)
        assert again.headers["Cache-Control"] == once.headers["Cache-Control"]
        assert Registration.objects.active().count() == 1

    def test_they_are_registered_in_the_language_of_the_page(self):
        page = event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translation = page.copy_for_translation(danish, copy_parents=True)
        translation.save_revision().publish()
        response = Client().post(address(page, "da"), CLEO)
        assert Registration.objects.get().language_code == "da"
        assert "Du er tilmeldt" in html(Client().get(response.url))

    def test_their_faults_are_told_in_the_language_of_the_page(self):
        page = event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True).save_revision().publish()
        shown = html(Client().post(address(page, "da"), {"email": "cleo@example"}))
        assert "Skriv hele e-mailadressen, for eksempel navn@example.org." in shown
        assert ">Navn</label>" in shown

    def test_an_alias_and_a_moved_page_register_for_the_same_event(self):
        page = event_page()
        alias = page.create_alias(update_slug="again")
        page.slug = "moved"
        page.save_revision().publish()
        assert send(alias).status_code == 303
        assert Registration.objects.get().event == page.event

    def test_the_answer_leads_to_no_personal_data(self):
        response = send(event_page())
        assert "cleo" not in response.url.lower()
        assert_kept_by_nobody(Client().get(response.url))


class TestFaultyAnswers:
    def test_the_page_comes_back_with_all_that_was_typed(self):
        page = event_page(questions=[TOPIC])
        response = send(page, {"name": "Cleo", "email": "cleo@example", "qtopic": "More light"})
        shown = html(response)
        assert response.status_code == 200
        assert "<title>Error: Dialogue meeting" in shown
        assert "Correct 1 answer and send again" in shown
        assert '<a href="#id_email">Write the whole e-mail address' in shown
        assert 'value="cleo@example"' in shown
        assert 'value="Cleo"' in shown
        assert "More light</textarea>" in shown
        assert_kept_by_nobody(response)
        assert not Registration.objects.exists()

    def test_an_empty_form_asks_for_what_is_needed(self):
        shown = html(send(event_page(), {}))
        assert "Correct 2 answers and send again" in shown
        assert "Write your name." in shown

    def test_a_party_larger_than_the_seats_left_can_be_made_smaller(self):
        page = event_page(capacity=2, max_companions=2)
        party = {"companions": "on", "companion_1": "Ben", "companion_2": "Dora"}
        shown = html(send(page, CLEO | party))
        assert "There are only 2 seats left. Register fewer people." in shown
        assert 'value="Dora"' in shown
        assert "<form" in shown
        assert not Registration.objects.exists()

    def test_what_was_typed_stays_text(self):
        shown = html(
            send(event_page(questions=[TOPIC]), {"name": "<script>", "qtopic": "</textarea><b>"})
        )
        assert "<script>" not in shown.replace("<script src", "")
        assert "</textarea><b>" not in shown


class TestTooLateAndTooEarly:
    @pytest.mark.parametrize(
        ("at", "sentence"),
        [
            (CLOSED, "Registration has closed"),
            (datetime(2027, 3, 11, 15, tzinfo=UTC), "The event is under way"),
            (datetime(2027, 3, 11, 17, tzinfo=UTC), "The event is over"),
        ],
    )
    def test_a_late_guest_reads_why_and_keeps_their_words(self, set_clock, at, sentence):
        page = event_page(questions=[TOPIC])
        set_clock(at)
        response = send(page, CLEO | {"qtopic": "More <b>light</b>"})
        shown = html(response)
        assert sentence in shown
        assert "<dd>More &lt;b&gt;light&lt;/b&gt;</dd>" in shown
        assert "<dd>cleo@example.org</dd>" in shown
        assert "mailto:ada@example.org" in shown
        assert "<form" not in shown
        assert_kept_by_nobody(response)
        assert not Registration.objects.exists()

    def test_one_second_decides(self, set_clock):
        page = event_page()
        set_clock(datetime(2027, 2, 26, 22, 59, 59, tzinfo=UTC))
        assert send(page).status_code == 303
        set_clock(CLOSED)
        assert send(page, {"name": "Dora", "email": "dora@example.org"}).status_code == 200
        assert Registration.objects.get().name == "Cleo"

    def test_faulty_answers_that_come_late_are_not_asked_to_be_corrected(self, set_clock):
        page = event_page()
        set_clock(CLOSED)
        shown = html(send(page, {"name": "Cleo", "email": "cleo@example"}))
        assert "Registration has closed" in shown
        assert "<dd>cleo@example</dd>" in shown

    def test_an_early_guest_reads_when_it_opens(self, set_clock):
        page = event_page(opens_date=datetime(2027, 1, 22, tzinfo=UTC).date())
        set_clock(datetime(2027, 1, 1, tzinfo=UTC))
        shown = html(send(page))
        assert "You can register from Friday 22 January 2027." in shown
        assert "<dd>Cleo</dd>" in shown

    def test_a_full_event_keeps_their_words_too(self):
        page = event_page(capacity=1)
        send(page)
        shown = html(send(page, {"name": "Dora", "email": "dora@example.org"}))
        assert "All seats are taken" in shown
        assert "<dd>dora@example.org</dd>" in shown
        assert Registration.objects.count() == 1

    def test_a_cancelled_event_takes_nobody(self):
        shown = html(send(event_page(cancelled=True)))
        assert "The event is cancelled" in shown
        assert not Registration.objects.exists()


class TestForeignForms:
    def test_another_sites_form_comes_back_with_one_button_to_send(self):
        page = event_page(questions=[TOPIC])
        foreign = {"sec_fetch_site": "cross-site", "origin": "https://other.example"}
        response = send(page, CLEO | {"qtopic": "More light"}, **foreign)
        shown = html(response)
        assert response.status_code == 403
        assert "We could not see that this came from our page." in shown
        assert "More light</textarea>" in shown
        assert 'value="cleo@example.org"' in shown
        assert shown.count('type="submit"') == 1
        assert "Error:" not in shown
        assert_kept_by_nobody(response)
        assert not Registration.objects.exists()

    def test_our_own_form_is_taken_without_a_cookie_or_token(self):
        assert send(event_page(), sec_fetch_site="same-origin").status_code == 303


class TestPagesThatAreNotThere:
    def test_an_unpublished_page_takes_nobody_and_gives_the_words_back(self):
        page = event_page()
        page.unpublish()
        response = send(page)
        assert response.status_code == 410
        assert "The invitation is no longer here" in html(response)
        assert "<dd>cleo@example.org</dd>" in html(response)
        assert "mailto:ada@example.org" in html(response)
        assert_kept_by_nobody(response)
        assert not Registration.objects.exists()

    def test_nor_does_a_deleted_one(self):
        page = event_page()
        key = page.event.translation_key
        EventPage.objects.get(pk=page.pk).delete()
        response = Client().post(reverse("tilmeld:register", args=[key, "en"]), CLEO)
        assert response.status_code == 410
        assert "<dd>Cleo</dd>" in html(response)

    def test_nor_an_event_that_never_was(self):
        unknown = "00000000-0000-4000-8000-000000000000"
        response = Client().post(reverse("tilmeld:register", args=[unknown, "xx"]), CLEO)
        assert response.status_code == 404
        assert "<dd>cleo@example.org</dd>" in html(response)

    def test_looking_at_the_forms_address_leads_to_the_page(self):
        page = event_page()
        response = Client().get(address(page))
        assert (response.status_code, response.url) == (303, page.get_url())
        page.unpublish()
        assert Client().get(address(page)).status_code == 410

    @pytest.mark.parametrize("kind", ["login", "password", "groups"])
    def test_a_restricted_page_asks_for_its_key_first(self, kind):
        page = event_page()
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="pw")
        response = send(page)
        assert (response.status_code, response.url) == (303, page.get_url())
        assert b"cleo" not in response.content
        assert not Registration.objects.exists()

    def test_who_has_the_key_can_register(self, django_user_model):
        page = event_page()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        client = Client()
        client.force_login(django_user_model.objects.create_user("cleo"))
        assert send(page, client=client).status_code == 303
        assert Registration.objects.count() == 1


class TestStrangeBodies:
    def post(self, page, body: bytes, content_type="application/x-www-form-urlencoded", **extra):
        return Client().post(address(page), body, content_type=content_type, **extra)

    def test_one_that_is_too_large_is_refused_with_a_sentence(self):
        body = urlencode(CLEO | {"qtopic": "x" * 10_000_000}).encode()
        response = self.post(event_page(questions=[TOPIC]), body)
        assert response.status_code == 413
        assert "Your answers are too long to be sent" in html(response)
        assert "what you wrote is still there" in html(response)

    def test_so_is_one_with_too_many_fields(self):
        body = "&".join(f"a{n}=1" for n in range(10_001)).encode()
        assert self.post(event_page(), body).status_code == 413

    def test_so_is_one_with_large_files(self):
        file = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        body = file + b"x" * 3_000_000 + b"\r\n--x--\r\n"
        assert self.post(event_page(), body, "multipart/form-data; boundary=x").status_code == 413

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b"name=Cleo", "application/x-www-form-urlencoded; charset=utf-16"),
            (b"--x\r\nnonsense", "multipart/form-data"),
            (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=\xc3"),
        ],
    )
    def test_one_that_can_not_be_read_is_told_so(self, body, content_type):
        response = self.post(event_page(), body, content_type)
        assert response.status_code == 400
        assert "Your answers could not be read" in html(response)

    @pytest.mark.parametrize("length", ["x", "1.5", "9" * 5000], ids=["text", "part", "long"])
    def test_so_is_one_whose_length_is_no_number(self, length):
        assert self.post(event_page(), b"name=Cleo", CONTENT_LENGTH=length).status_code == 400

    @pytest.mark.parametrize(
        "body", [b"name=%ff%fe&email=%80", b"\x00\x01\x02", b"name=%00&email=a%0ab", b"{}"]
    )
    def test_nonsense_in_the_fields_is_asked_to_be_corrected(self, body):
        response = self.post(event_page(), body)
        assert response.status_code == 200
        assert "send again" in html(response)

    def test_another_kind_of_body_is_an_empty_form(self):
        response = self.post(event_page(), b'{"name": "Cleo"}', "application/json")
        assert "Correct 2 answers and send again" in html(response)


class TestABusyDatabase:
    def test_the_guest_is_asked_to_send_again_and_keeps_their_words(self, monkeypatch):
        def locked(*args, **kwargs):
            raise OperationalError("database is locked")

        monkeypatch.setattr(registration_service, "register", locked)
        response = send(event_page(questions=[TOPIC]), CLEO | {"qtopic": "More light"})
        shown = html(response)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert "There is a rush right now." in shown
        assert "More light</textarea>" in shown
        assert_kept_by_nobody(response)


def test_a_registration_costs_few_queries(django_assert_max_num_queries):
    page = event_page(capacity=60)
    client, url = Client(), address(page)
    with django_assert_max_num_queries(18):
        assert client.post(url, CLEO).status_code == 303


def test_a_seat_that_becomes_free_at_that_moment_can_be_asked_for_again(monkeypatch):
    """The service saw no seat, but the page that tells so finds one."""

    def full(*args, **kwargs):
        raise NotEnoughSeats(0)

    monkeypatch.setattr(registration_service, "register", full)
    shown = html(send(event_page(capacity=60)))
    assert "All seats are taken." in shown
    assert 'value="cleo@example.org"' in shown
    assert "<form" in shown
