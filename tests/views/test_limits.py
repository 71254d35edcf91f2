"""Posts that are too many, or no person's: nothing is written, and nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Locale

from events.exceptions import TooManyPosts
from events.forms import TRAP
from events.forms.trap import TRAPPED
from events.models import Message, PostCount, Registration
from tests.factories import OPEN_AT, event_page
from tests.views.test_register import (
    CLEO,
    CLOSED,
    TOPIC,
    address,
    assert_kept_by_nobody,
    html,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

OURS = "http://testserver"
FOOD = {"label": "Food", "field_type": "checkboxes", "choices": "Vegan\nNone", "key": "qfood"}


def in_danish(page) -> None:
    """Publish the page's Danish translation."""
    danish, _ = Locale.objects.get_or_create(language_code="da")
    page.copy_for_translation(danish, copy_parents=True).save_revision().publish()


class TestTooMany:
    """Posts of one network, within an hour."""

    @pytest.fixture
    def page(self, settings):
        settings.TILMELD = {"POSTS_PER_HOUR": 2, "POSTS_PER_HOUR_WITHOUT_ORIGIN": 1}
        return event_page(questions=[TOPIC])

    def guests(self, page, *names, **options) -> list[int]:
        """Send the form for each; return how each was answered."""
        options = {"origin": OURS} | options
        answers = [{"name": name, "email": f"{name}@example.org"} for name in names]
        return [send(page, answer, **options).status_code for answer in answers]

    def test_as_many_as_the_limit_are_registered(self, page):
        assert self.guests(page, "ada", "ben", "cleo") == [303, 303, 429]
        assert Registration.objects.count() == Message.objects.count() == 2
        assert max(PostCount.objects.values_list("posts", flat=True)) == 2

    @pytest.mark.parametrize("language", ["en", "da"])
    def test_one_more_reads_what_to_do_and_keeps_their_words(self, page, set_clock, language):
        in_danish(page)
        self.guests(page, "ada", "ben")
        set_clock(OPEN_AT.replace(minute=40))
        answers = CLEO | {"qtopic": "More <b>light</b>"}
        response = Client().post(address(page, language), answers, headers={"origin": OURS})
        shown = html(response)
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "1200"
        with translation.override(language):
            assert f'role="alert"><span>{TooManyPosts()}</span>' in shown
        assert "More &lt;b&gt;light&lt;/b&gt;</textarea>" in shown
        assert 'value="cleo@example.org"' in shown
        assert "mailto:ada@example.org" in shown
        assert shown.count('type="submit"') == 1
        assert_kept_by_nobody(response)

    def test_in_the_next_hour_they_can_send_it_again(self, page, set_clock):
        self.guests(page, "ada", "ben")
        set_clock(OPEN_AT.replace(minute=59, second=59))
        assert self.guests(page, "cleo") == [429]
        set_clock(OPEN_AT.replace(hour=13))
        assert self.guests(page, "cleo") == [303]

    def test_another_network_is_not_held_up(self, page):
        self.guests(page, "ada", "ben")
        elsewhere = Client(REMOTE_ADDR="203.0.113.7")
        assert self.guests(page, "cleo", client=elsewhere) == [303]

    def test_a_forged_header_makes_no_other_network(self, page):
        self.guests(page, "ada", "ben")
        assert self.guests(page, "cleo", x_forwarded_for="203.0.113.7") == [429]

    def test_behind_a_proxy_each_guest_has_a_network(self, page, settings):
        settings.TILMELD |= {"TRUSTED_PROXIES": 1}
        for number, name in enumerate(("ada", "ben", "cleo")):
            assert self.guests(page, name, x_forwarded_for=f"203.0.113.{number}") == [303]

    def test_no_address_is_kept(self, page):
        self.guests(page, "ada", client=Client(REMOTE_ADDR="203.0.113.7"))
        assert "203.0.113" not in str(list(PostCount.objects.values()))

    def test_faulty_and_foreign_forms_do_not_count(self, page):
        send(page, {"name": "Cleo"}, origin=OURS)
        send(page, CLEO, origin="https://other.example")
        assert not PostCount.objects.exists()

    def test_a_program_that_says_nothing_of_its_origin_may_send_less(self, page):
        statuses = [send(page, CLEO | {"name": name}).status_code for name in ("Ada", "Ben")]
        assert statuses == [303, 429]
        assert self.guests(page, "cleo") == [303]

    def test_a_trusted_sites_guests_are_like_ours(self, page, settings):
        partner = "https://partner.example"
        settings.TILMELD |= {"TRUSTED_ORIGINS": [partner]}
        assert self.guests(page, "ada", "ben", origin=partner) == [303, 303]

    def test_who_comes_too_late_besides_reads_that(self, page, set_clock):
        set_clock(CLOSED)
        self.guests(page, "ada", "ben")
        response = send(page, origin=OURS)
        assert response.status_code == 429
        assert "Registration has closed" in html(response)
        assert "<dd>cleo@example.org</dd>" in html(response)

    def test_a_whole_town_hall_can_register_within_an_hour(self, settings):
        settings.TILMELD = {}
        page = event_page()
        self.guests(page, "ada")
        PostCount.objects.update(posts=999)
        assert self.guests(page, "ben", "cleo") == [303, 429]
        assert Registration.objects.count() == 2


class TestTheTrap:
    @pytest.mark.parametrize("language", ["en", "da"])
    def test_it_registers_nobody_and_keeps_all_that_was_typed(self, language):
        page = event_page(questions=[TOPIC, FOOD], max_companions=1)
        in_danish(page)
        answers = CLEO | {"qtopic": "More light", "qfood": "Vegan"}
        answers |= {"companions": "on", "companion_1": "Ben", TRAP: "Cheap watches"}
        response = Client().post(address(page, language), answers)
        shown = html(response)
        assert response.status_code == 200
        with translation.override(language):
            assert f"<li>{escape(TRAPPED)}</li>" in shown
        for kept in ('value="Cleo"', 'value="cleo@example.org"', 'value="Ben"', "More light<"):
            assert kept in shown
        assert shown.count("checked") == 2
        assert "Cheap watches" not in shown
        assert_kept_by_nobody(response)
        written = (Registration, Message, PostCount)
        assert [model.objects.count() for model in written] == [0, 0, 0]

    def test_who_was_caught_by_their_browser_can_send_it_again(self):
        page = event_page()
        soup = BeautifulSoup(html(send(page, CLEO | {TRAP: "x"})), "html.parser")
        again = {field["name"]: field.get("value", "") for field in soup.select("form input")}
        assert again[TRAP] == ""
        assert send(page, again).status_code == 303

    def test_it_stands_in_the_page_that_anybody_may_keep(self):
        answer = Client().get(event_page().get_url())
        assert "public" in answer.headers["Cache-Control"]
        assert html(answer).count(f'name="{TRAP}"') == 1

    def test_it_is_none_of_the_answers_that_a_late_guest_gets_back(self, set_clock):
        page = event_page()
        set_clock(CLOSED)
        shown = html(send(page, CLEO | {TRAP: "Cheap watches"}))
        assert "<dd>cleo@example.org</dd>" in shown
        assert "Cheap watches" not in shown

    def test_nor_of_those_for_an_event_that_never_was(self):
        unknown = reverse("tilmeld:register", args=["00000000-0000-4000-8000-000000000000", "en"])
        shown = html(Client().post(unknown, CLEO | {TRAP: "Cheap watches"}))
        assert "<dd>cleo@example.org</dd>" in shown
        assert "Cheap watches" not in shown
