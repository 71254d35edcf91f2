"""My registration: shown to whoever holds the link, changed only by a POST."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from events.forms import Entry
from events.models import Message, Registration
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)
QUESTIONS = [
    {"label": "What about?", "field_type": "multiline", "key": "qtopic"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet"},
    {"label": "When do you come?", "field_type": "date", "key": "qday"},
]


def registered(page=None, **entry) -> Registration:
    page = page or event_page(questions=QUESTIONS, max_companions=1)
    given = {
        "name": "Cleo",
        "email": "cleo@example.org",
        "companions": ("Ben",),
        "answers": {"qtopic": "Light\nand <b>toilets</b>", "qday": "2027-03-11"},
        "sensitive_answers": {"qdiet": ["Vegan food", "Food without gluten"]},
        "publication_id": None,
    }
    publication = page.event.publication(entry.pop("language", None))
    return register(publication, Entry(**given | entry), at=OPEN_AT)


def url(registration, name="manage") -> str:
    return reverse(f"tilmeld:{name}", args=[registration.token])


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def is_cancelled(registration) -> bool:
    registration.refresh_from_db()
    return registration.is_cancelled


class TestLooking:
    def test_guests_see_all_that_they_answered(self):
        response = Client().get(url(registered()))
        shown = html(response)
        for words in (
            "You are registered",
            "<dd>Cleo</dd>",
            "<dd>cleo@example.org</dd>",
            "<dd>Light<br>and &lt;b&gt;toilets&lt;/b&gt;</dd>",
            "<dd>Vegan food, Food without gluten</dd>",
            "<dd>Thursday 11 March 2027</dd>",
            "<dd>Ben</dd>",
            "<dt>Seats</dt>",
            "<dd>2</dd>",
            "Thursday 11 March 2027<br>16:00",
            "mailto:ada@example.org",
            "We erase your answers on 10 April 2027.",
        ):
            assert words in shown, words

    def test_nobody_keeps_a_copy_and_no_other_site_learns_the_link(self):
        registration = registered()
        for name in ("manage", "cancel", "registration_calendar"):
            headers = Client().get(url(registration, name)).headers
            assert headers["Cache-Control"] == "private, no-store"
            assert headers["X-Robots-Tag"] == "noindex"
            assert headers["Referrer-Policy"] == "same-origin"
            assert "Set-Cookie" not in headers

    def test_the_online_link_is_there_while_one_has_a_seat(self):
        registration = registered(event_page(online_url="https://meet.example.org/x"))
        assert "https://meet.example.org/x" in html(Client().get(url(registration)))
        cancel(registration, at=OPEN_AT)
        assert "https://meet.example.org/x" not in html(Client().get(url(registration)))

    def test_it_outlives_the_page(self):
        page = event_page(questions=QUESTIONS)
        registration = registered(page)
        page.unpublish()
        response = Client().get(url(registration))
        assert response.status_code == 200
        assert "Town hall" in html(response)
        assert page.get_url() not in html(response)

    def test_it_speaks_the_language_the_guest_registered_in(self):
        page = event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True).save_revision().publish()
        registration = registered(page, language="da", answers={}, sensitive_answers={})
        response = Client().get(url(registration))
        assert "Du er tilmeldt" in html(response)
        assert response.headers["Content-Language"] == "da"

    def test_a_cancelled_event_is_told(self):
        page = event_page(cancellation_reason="Snow.")
        registration = registered(page, answers={}, sensitive_answers={})
        page.cancelled = True
        page.save_revision().publish()
        shown = html(Client().get(url(registration)))
        assert "The event is cancelled" in shown
        assert "Snow." in shown

    @pytest.mark.parametrize("token", ["x", "1-1.forged", "1-1", "ø", "%00"])
    @pytest.mark.parametrize("name", ["manage", "cancel", "registration_calendar"])
    def test_a_wrong_link_is_told_so(self, token, name):
        response = Client().get(reverse(f"tilmeld:{name}", args=[token]))
        assert response.status_code == 404
        assert "This link leads to no registration" in html(response)
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_so_is_a_link_to_erased_answers(self):
        registration = registered()
        registration.erased_at = OPEN_AT
        registration.save()
        assert Client().get(url(registration)).status_code == 404


class TestCancelling:
    def test_looking_changes_nothing(self):
        registration = registered()
        for method in ("get", "head"):
            for name in ("manage", "cancel"):
                assert getattr(Client(), method)(url(registration, name)).status_code == 200
        assert not is_cancelled(registration)

    def test_it_is_asked_once_more_with_its_consequence(self):
        shown = html(Client().get(url(registered(), "cancel")))
        assert "Do you want to cancel?" in shown
        assert "You and those you bring give back 2 seats." in shown
        assert shown.count('type="submit"') == 1

    def test_then_the_seats_are_given_back(self):
        registration = registered()
        response = Client(enforce_csrf_checks=True).post(url(registration, "cancel"), follow=True)
        assert response.redirect_chain == [(url(registration), 303)]
        assert "You have cancelled" in html(response)
        assert "Thank you for telling us." in html(response)
        assert is_cancelled(registration)
        assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
            "confirmed",
            "cancelled",
        ]

    def test_twice_is_once(self):
        registration = registered()
        for _ in range(2):
            response = Client().post(url(registration, "cancel"))
            assert (response.status_code, response.url) == (303, url(registration))
        assert Message.objects.filter(kind="cancelled").count() == 1
        assert Client().get(url(registration, "cancel")).url == url(registration)

    def test_until_the_event_starts(self, set_clock):
        registration = registered()
        set_clock(STARTS_AT)
        assert "Cancel my registration" not in html(Client().get(url(registration)))
        asked, sent = (
            Client().get(url(registration, "cancel")),
            Client().post(url(registration, "cancel")),
        )
        assert (asked.status_code, sent.status_code) == (200, 409)
        for response in (asked, sent):
            assert "The event has begun, so you can no longer cancel here." in html(response)
            assert "<form" not in html(response)
        assert not is_cancelled(registration)

    def test_not_from_another_site(self):
        registration = registered()
        response = Client().post(
            url(registration, "cancel"), headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403
        assert "Press the button once more." in html(response)
        assert not is_cancelled(registration)

    def test_a_busy_database_is_told(self, monkeypatch):
        def locked(*args, **kwargs):
            raise OperationalError("database is locked")

        registration = registered()
        monkeypatch.setattr(registration_service, "cancel", locked)
        response = Client().post(url(registration, "cancel"))
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert "There is a rush right now." in html(response)
