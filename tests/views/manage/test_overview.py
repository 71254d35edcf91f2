"""My registration: all that is known about it, shown to whoever holds the link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from events.models import Registration
from events.services.registration import cancel, lapse_offers
from tests.factories import OPEN_AT, event_page

from .support import CLOSES_AT, QUESTIONS, STARTS_AT, WORKSHOPS, html, kinds, registered, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

STEPS = ("manage", "change", "cancel", "restore", "accept", "registration_calendar")


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

    def test_an_event_that_is_over_is_told(self, set_clock):
        registration = registered()
        set_clock(STARTS_AT + timedelta(hours=2))
        shown = html(Client().get(url(registration)))
        assert "The event is over" in shown
        assert "ev-button" not in shown

    def test_companions_without_a_name_are_counted(self):
        page = event_page(max_companions=3, ask_companion_names=False)
        registration = registered(page, companions=("", ""), answers={}, sensitive_answers={})
        assert "<dt>Companions</dt><dd>2</dd>" in html(Client().get(url(registration)))

    @pytest.mark.parametrize("token", ["x", "1-1.forged", "1-1", "ø", "%00"])
    @pytest.mark.parametrize("name", STEPS)
    def test_a_wrong_link_is_told_so(self, token, name):
        response = Client().get(reverse(f"tilmeld:{name}", args=[token]))
        assert response.status_code == 404
        assert "This link leads nowhere" in html(response)
        assert '<a class="ev-button ev-button--quiet" href="/">Go to the front page</a>' in html(
            response
        )
        assert response.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("name", STEPS)
    def test_a_link_to_erased_answers_is_told_so(self, name):
        registration = registered()
        registration.erased_at = OPEN_AT
        registration.save()
        response = Client().get(url(registration, name))
        assert response.status_code == 410
        assert "Your answers have been erased" in html(response)
        assert "Cleo" not in html(response)

    @pytest.mark.parametrize("name", STEPS)
    def test_a_link_that_was_replaced_is_told_so(self, name):
        registration = registered()
        old = url(registration, name)
        registration.link_version += 1
        registration.save()
        response = Client().get(old)
        assert response.status_code == 410
        assert "A newer e-mail from us holds the link that works now." in html(response)

    @pytest.mark.parametrize("name", STEPS)
    @pytest.mark.parametrize("method", ["get", "head", "options"])
    def test_looking_changes_nothing(self, name, method):
        registration = registered()
        [before] = Registration.objects.values()
        assert getattr(Client(), method)(url(registration, name)).status_code < 500
        assert [before] == list(Registration.objects.values())
        assert kinds() == ["confirmed"]


class TestWaiting:
    @pytest.fixture
    def page(self):
        page = event_page(capacity=1, waiting_list="promote")
        self.first = registered(page, companions=(), answers={}, sensitive_answers={})
        return page

    def waiting(self, page, name):
        return registered(page, name=name, companions=(), answers={}, sensitive_answers={})

    def test_the_place_in_line_is_told(self, page):
        dora, emil = self.waiting(page, "Dora"), self.waiting(page, "Emil")
        assert "You are first in line." in html(Client().get(url(dora)))
        shown = html(Client().get(url(emil)))
        assert "You are on the waiting list" in shown
        assert "You are number 2 in line." in shown
        assert "Leave the waiting list" in shown

    def test_one_who_waits_has_no_calendar_entry(self, page):
        dora = self.waiting(page, "Dora")
        assert "calendar.ics" not in html(Client().get(url(dora)))
        response = Client().get(url(dora, "registration_calendar"))
        assert response.status_code == 404
        assert "You have no seat at this event." in html(response)

    def test_a_choice_that_is_full_is_named(self):
        page = event_page(capacity=1, waiting_list="promote", questions=[WORKSHOPS])
        registered(page, companions=(), answers={"qshop": "Paint"}, sensitive_answers={})
        dora = registered(
            page, name="Dora", companions=(), answers={"qshop": "Paint"}, sensitive_answers={}
        )
        shown = html(Client().get(url(dora)))
        assert "You also wait for a seat at “Paint”." in shown

    def test_when_the_event_has_begun_the_wait_is_over(self, page, set_clock):
        dora = self.waiting(page, "Dora")
        set_clock(STARTS_AT)
        assert "No seat came free in time." in html(Client().get(url(dora)))

    def test_an_offer_says_until_when(self, page):
        page.waiting_list = "offer"
        page.save_revision().publish()
        dora = self.waiting(page, "Dora")
        cancel(self.first, at=OPEN_AT)
        shown = html(Client().get(url(dora)))
        assert "A seat for you" in shown
        assert "until Wednesday 3 February 2027 at 13:00" in shown
        assert url(dora, "accept") in shown

    def test_one_that_expired_can_ask_again(self, page, set_clock):
        page.waiting_list = "offer"
        page.save_revision().publish()
        dora = self.waiting(page, "Dora")
        cancel(self.first, at=OPEN_AT)
        set_clock(OPEN_AT + timedelta(hours=48))
        assert url(dora, "accept") not in html(Client().get(url(dora)))
        lapse_offers(at=OPEN_AT + timedelta(hours=48))
        shown = html(Client().get(url(dora)))
        assert "The offer has expired" in shown
        assert url(dora, "restore") in shown


class TestWhatCanBeDone:
    def test_until_the_deadline_answers_can_be_changed(self, set_clock):
        registration = registered()
        set_clock(CLOSES_AT - timedelta(seconds=1))
        shown = html(Client().get(url(registration)))
        assert "Change my answers" in shown
        assert "Change answers by" in shown

    def test_after_it_only_fewer_people_can_come(self, set_clock):
        registration = registered()
        set_clock(CLOSES_AT)
        shown = html(Client().get(url(registration)))
        assert "Change my answers" not in shown
        assert "Bring fewer people" in shown
