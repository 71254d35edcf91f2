"""What the one small script of the public pages adds; each is done without it as well."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

from events.models import Registration
from tests.factories import event_page

pytestmark = pytest.mark.usefixtures("open_now")

TOPIC = {"label": "What about?", "field_type": "multiline", "key": "qtopic", "required": False}
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"


@pytest.fixture
def invitation(live_site):
    return event_page(title="Dialogue meeting", max_companions=3, questions=[TOPIC])


@pytest.fixture
def form(page: Page, invitation) -> Page:
    page.goto(invitation.full_url)
    return page


def fill(page: Page, **answers: str) -> None:
    for label, value in ({"Name": "Cleo", "E-mail": "cleo@example.org"} | answers).items():
        page.get_by_label(label, exact=True).fill(value)


def press(page: Page) -> None:
    page.get_by_role("button", name="Send registration").click()


def leave(page: Page) -> list[str]:
    """Try to go elsewhere; return what the browser asked, and stay if it did."""
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.assign('/nowhere/')")
    page.wait_for_timeout(300)  # nothing tells that a browser has stayed
    return asked


class TestUnsentAnswers:
    def test_are_not_lost_by_a_wrong_press(self, form):
        fill(form)
        assert leave(form) == ["beforeunload"]
        expect(form.get_by_label("Name", exact=True)).to_have_value("Cleo")

    def test_nor_those_that_must_be_corrected(self, form):
        fill(form, **{"E-mail": "cleo@"})
        press(form)
        expect(form.get_by_role("alert")).to_be_visible()
        assert leave(form) == ["beforeunload"]

    def test_nor_without_a_network(self, form):
        fill(form)
        form.context.set_offline(True)
        press(form)
        expect(form.get_by_text("You have no network just now")).to_be_visible()
        expect(form.get_by_label("Name", exact=True)).to_have_value("Cleo")
        form.context.set_offline(False)
        press(form)
        expect(form.get_by_role("heading", name="You are registered")).to_be_visible()

    def test_whoever_wrote_nothing_or_has_sent_it_goes_on(self, form):
        assert leave(form) == []
        form.go_back()
        fill(form)
        press(form)
        expect(form.get_by_role("heading", name="You are registered")).to_be_visible()
        assert leave(form) == []


class TestRoomThatIsLeft:
    def test_is_told_when_it_gets_narrow(self, form):
        topic = form.get_by_label("What about?")
        told = form.get_by_role("status")
        topic.fill("a" * 4499)
        expect(told).to_be_empty()
        topic.fill("a" * 4501)
        expect(told).to_have_text("Characters left: 499")
        topic.fill("😀" * 5000 + "  ")
        expect(told).to_have_text("Characters left: 0")
        topic.fill("a" * 6234)
        expect(told).to_have_text("Characters too many: 1,234")

    def test_is_counted_as_the_server_counts(self, form):
        for text, is_taken in {"😀" * 5001: False, "😀" * 4999 + "\n": True}.items():
            fill(form)
            form.get_by_label("What about?").fill(text)
            press(form)
            if not is_taken:
                expect(form.get_by_role("alert")).to_contain_text("It is 5,001 now.")
                expect(form.get_by_role("status")).to_have_text("Characters too many: 1")
        form.wait_for_url("**/received/**")


class TestCompanions:
    def test_are_asked_for_one_by_one(self, form):
        form.get_by_label("I'm bringing somebody").check()
        rows = [form.get_by_label(f"Name of companion {number}") for number in (1, 2, 3)]
        assert [row.is_visible() for row in rows] == [True, False, False]
        rows[0].fill("Ben")
        assert [row.is_visible() for row in rows] == [True, True, False]
        rows[0].fill("")
        assert rows[1].is_visible()  # nothing goes away under one's hands
        fill(form)
        rows[1].fill("Dora")
        press(form)
        form.wait_for_url("**/received/**")
        assert Registration.objects.get().companions == ["Dora"]

    def test_those_who_are_known_are_shown(self, form):
        form.get_by_label("I'm bringing somebody").check()
        form.get_by_label("Name of companion 1").fill("Ben")
        form.get_by_label("Name of companion 2").fill("Dora")
        press(form)
        expect(form.get_by_role("alert")).to_be_visible()
        shown = [form.get_by_label(f"Name of companion {n}").is_visible() for n in (1, 2, 3)]
        assert shown == [True, True, True]

    def test_without_the_script_there_is_room_for_all(self, browser: Browser, invitation):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(invitation.full_url)
        page.get_by_label("I'm bringing somebody").check()
        fill(page)
        page.get_by_label("Name of companion 3").fill("Ben")
        press(page)
        page.wait_for_url("**/received/**")
        assert Registration.objects.get().companions == ["Ben"]
        context.close()


def test_a_strict_policy_has_nothing_against_it(page, invitation):
    def strictly(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, headers=response.headers | {"content-security-policy": STRICT}
        )

    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(invitation.full_url, strictly)
    page.goto(invitation.full_url)
    page.get_by_label("I'm bringing somebody").check()
    page.get_by_label("Name of companion 1").fill("Ben")
    expect(page.get_by_label("Name of companion 2")).to_be_visible()
    assert complaints == []


def test_it_is_small():
    assert Path(str(finders.find("tilmeld/events.js"))).stat().st_size < 3200
