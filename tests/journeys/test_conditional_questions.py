"""Cleo is asked what concerns her: by HTTP alone, and in a browser with and without scripts."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from events import exports
from events.models import Message, Registration
from events.services import outbox
from tests.factories import OPEN_AT, administrator, event_page, invitation
from tests.journeys.test_browser import DESK, STRICT, TELEPHONE, fits
from tests.journeys.test_guest import Guest
from tests.views.admin.support import detail_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("open_now")]

QUESTIONS = [
    {
        "label": "Meals",
        "field_type": "checkboxes",
        "choices": "Lunch\nDinner",
        "key": "qmeals",
        "required": False,
    },
    {
        "label": "Food",
        "field_type": "dropdown",
        "choices": "Anything\nVegan\nSomething else",
        "key": "qfood",
        "shown_when": "qmeals 2",
    },
    {
        "label": "What do you eat?",
        "field_type": "singleline",
        "key": "qeat",
        "shown_when": "qfood 3",
        "sensitive": True,
    },
    {"label": "I come by car", "field_type": "checkbox", "key": "qcar", "required": False},
    {
        "label": "Number plate",
        "field_type": "singleline",
        "key": "qplate",
        "shown_when": "qcar",
    },
]
HIDDEN = {"qfood": "Something else", "qeat": "Nuts", "qplate": "AB 12 345"}


@pytest.fixture
def page():
    return event_page(questions=QUESTIONS)


def cells(event) -> dict[str, object]:
    columns = exports.columns(event, sensitive=True)
    (row,) = exports.rows(event.registrations.all(), columns)
    return dict(zip((column.heading for column in columns), row, strict=True))


class TestByHTTPAlone:
    def test_what_is_not_asked_is_kept_nowhere(self, page, mailserver):
        cleo = Guest()
        cleo.open(page.get_url())
        cleo.send(name="Cleo", email="cleo@example.org", qmeals="Lunch", **HIDDEN)
        assert cleo.heading == "You are registered"
        registration = Registration.objects.get()
        assert registration.given == {"qmeals": ["Lunch"]}

        outbox.sweep(at=OPEN_AT)
        letter = Message.objects.get()
        own_page = cleo.open(f"/tilmeld/registration/{registration.token}/").get_text()
        ada = Client()
        ada.force_login(administrator())
        shown = ada.get(detail_url(registration)).content.decode()
        for text in (letter.text, letter.html, own_page, shown):
            assert not [word for word in HIDDEN.values() if word in text]
        row = cells(page.event)
        assert (row["Meals"], row["Food"], row["Number plate"]) == ("Lunch", None, None)

    def test_what_is_asked_is_demanded_and_nothing_typed_is_lost(self, page):
        cleo = Guest()
        cleo.open(page.get_url())
        answers = {"name": "Cleo", "email": "cleo@example.org", "qmeals": "Dinner", "qcar": "on"}
        cleo.send(**answers, qeat="Nuts")
        assert "Correct 2 answers and send again" in cleo.text
        assert "Choose an answer to “Food”." in cleo.text
        assert "Write an answer to “Number plate”." in cleo.text
        assert cleo.page.find(id="id_qeat")["value"] == "Nuts"
        cleo.send(**answers, qeat="Nuts", qfood="Something else", qplate="AB 12 345")
        assert cleo.heading == "You are registered"
        registration = Registration.objects.get()
        assert registration.sensitive_answers == {"qeat": "Nuts"}
        assert registration.answers == {
            "qmeals": ["Dinner"],
            "qfood": "Something else",
            "qcar": True,
            "qplate": "AB 12 345",
        }

    def test_changing_ones_mind_takes_along_what_depended_on_it(self, page, mailserver):
        cleo = Guest()
        cleo.open(page.get_url())
        first = {"qmeals": "Dinner", "qfood": "Something else", "qeat": "Nuts"}
        cleo.send(name="Cleo", email="cleo@example.org", **first)
        registration = Registration.objects.get()
        cleo.open(f"/tilmeld/registration/{registration.token}/change/")
        cleo.send(name="Cleo", **first | {"qfood": "Vegan"})
        registration.refresh_from_db()
        assert registration.given == {"qmeals": ["Dinner"], "qfood": "Vegan"}
        outbox.sweep(at=OPEN_AT)
        assert "Nuts" not in Message.objects.get(kind=Message.Kind.CHANGED).text

    def test_an_invitee_is_asked_likewise(self, page):
        cleo = Guest()
        cleo.open(f"/tilmeld/invitation/{invitation(page.event).token}/")
        cleo.send(name="Cleo", email="cleo@example.org", qcar="on")
        assert "Correct 1 answer and send again" in cleo.text
        cleo.send(name="Cleo", email="cleo@example.org", **HIDDEN)
        assert Registration.objects.get().given == {}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def telephone(request, browser: Browser) -> Page:
    context = browser.new_context(java_script_enabled=request.param, viewport=TELEPHONE)
    yield context.new_page()
    context.close()


class TestInABrowser:
    @pytest.fixture
    def page(self, live_site):
        return event_page(questions=QUESTIONS)

    def test_questions_come_and_go_without_a_script(self, telephone, page):
        telephone.goto(page.full_url)
        food, eat = telephone.get_by_label("Food"), telephone.get_by_label("What do you eat?")
        expect(food).to_be_hidden()
        telephone.get_by_label("Dinner").check()
        expect(food).to_be_visible()
        expect(eat).to_be_hidden()
        food.select_option("Something else")
        expect(eat).to_be_visible()
        expect(telephone.get_by_text("Only if you answered").first).to_be_hidden()
        assert telephone.locator("html").bounding_box()["width"] <= TELEPHONE["width"]
        telephone.get_by_label("Dinner").uncheck()
        expect(food).to_be_hidden()
        expect(eat).to_be_hidden()
        telephone.get_by_label("I come by car").check()
        telephone.get_by_label("Number plate").fill("AB 12 345")
        telephone.get_by_label("Name", exact=True).fill("Cleo")
        telephone.get_by_label("E-mail").fill("cleo@example.org")
        telephone.get_by_role("button", name="Send registration").click()
        expect(telephone.get_by_role("heading", name="You are registered")).to_be_visible()
        assert Registration.objects.get().given == {"qcar": True, "qplate": "AB 12 345"}

    def test_what_was_typed_is_there_again_when_it_comes_back(self, telephone, page):
        telephone.goto(page.full_url)
        telephone.get_by_label("I come by car").check()
        telephone.get_by_label("Number plate").fill("AB 12 345")
        telephone.get_by_label("I come by car").uncheck()
        telephone.get_by_role("button", name="Send registration").click()
        expect(telephone.get_by_role("alert")).to_be_visible()
        expect(telephone.get_by_label("Number plate")).to_be_hidden()
        telephone.get_by_label("I come by car").check()
        expect(telephone.get_by_label("Number plate")).to_have_value("AB 12 345")

    def test_what_is_hidden_takes_no_focus(self, browser: Browser, page):
        window = browser.new_context(viewport=DESK).new_page()
        window.goto(page.full_url)
        window.get_by_label("Dinner").focus()
        window.keyboard.press("Tab")
        expect(window.get_by_label("I come by car")).to_be_focused()
        window.keyboard.press("Shift+Tab")
        window.keyboard.press("Space")
        window.keyboard.press("Tab")
        expect(window.get_by_label("Food")).to_be_focused()
        assert fits(window)
        window.context.close()

    def test_where_has_is_missing_the_condition_stands_in_words(self, browser: Browser, page):
        """The stylesheet of conditions can't be read there; here it is not delivered."""
        window = browser.new_context(viewport=TELEPHONE).new_page()
        window.route("**/conditions*.css", lambda route: route.abort())
        window.goto(page.full_url)
        expect(window.get_by_text("Only if you answered “Dinner” to “Meals”.")).to_be_visible()
        expect(window.get_by_text("Only if you ticked “I come by car”.")).to_be_visible()
        assert fits(window)
        window.context.close()

    def test_under_a_strict_policy(self, browser: Browser, page):
        window = browser.new_context().new_page()
        complaints: list[str] = []

        def strictly(route: Route) -> None:
            response = route.fetch(max_redirects=0)
            headers = response.headers | {"content-security-policy": STRICT}
            route.fulfill(response=response, headers=headers)

        window.on("console", lambda message: complaints.append(message.text))
        window.route(f"{page.full_url}**", strictly)
        window.goto(page.full_url)
        expect(window.get_by_label("Food")).to_be_hidden()
        assert complaints == []
        window.context.close()


def test_an_editor_chooses_the_answer_from_a_list(browser: Browser, live_site):
    """The list follows what the editor writes, before anything is saved."""
    page = event_page(questions=QUESTIONS[:2])
    client = Client()
    client.force_login(administrator())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}
    context = browser.new_context(viewport=DESK)
    context.add_cookies([cookie])
    window = context.new_page()
    window.goto(f"{live_site}/admin/pages/{page.pk}/edit/")
    window.wait_for_load_state("networkidle")
    window.get_by_role("tab", name="Registration").click()
    select = window.locator("select[name=registration_fields-1-shown_when]")
    expect(select).to_have_value("Meals: Dinner")
    expect(select.locator("option")).to_have_text(
        ["Ask everybody", "Meals: Lunch", "Meals: Dinner"]
    )
    window.locator("[name=registration_fields-0-choices]").fill("Tea\nLunch\nSupper")
    expect(select.locator("option")).to_have_text(
        ["Ask everybody", "Meals: Tea", "Meals: Lunch", "Meals: Supper", "Meals: Dinner"]
    )
    window.locator("[name=registration_fields-0-choices]").fill("Lunch\nDinner")
    window.locator("[name=registration_fields-0-label]").fill("What do you eat with us")
    expect(select).to_have_value("What do you eat with us: Dinner")
    context.close()
