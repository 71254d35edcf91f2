"""The same in a real browser, on a telephone and on a desk."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from events.forms import Entry
from events.models import Registration
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, register
from tests.support.browser import fits

pytestmark = pytest.mark.usefixtures("open_now")

TELEPHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
QUESTIONS = [
    {"label": "I come as", "field_type": "radio", "choices": "Neighbour\nOther", "key": "qrole"},
    {"label": "What about?", "field_type": "multiline", "key": "qtopic", "required": False},
]


@pytest.fixture
def invitation(live_site):
    return event_page(
        title="Dialogue meeting about Donaudampfschifffahrtsgesellschaftskapitänsmützen",
        venue_name="Rindfleischetikettierungsüberwachungsaufgabenübertragungssaal",
        capacity=60,
        max_companions=1,
        questions=QUESTIONS,
    )


@pytest.fixture(params=[TELEPHONE, DESK], ids=["telephone", "desk"])
def screen(request, page: Page) -> Page:
    page.set_viewport_size(request.param)
    return page


def fill(page: Page, email: str = "cleo@example.org") -> None:
    page.get_by_label("Name", exact=True).fill("Cleo")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Neighbour").check()


def press(page: Page) -> None:
    page.get_by_role("button", name="Send registration").click()


def test_registering(screen, invitation):
    screen.goto(invitation.full_url)
    assert fits(screen)
    screen.get_by_role("link", name="Register", exact=True).click()
    fill(screen)
    screen.get_by_label("I'm bringing somebody").check()
    screen.get_by_label("Your companion's name").fill("Ben")
    press(screen)
    expect(screen.get_by_role("heading", name="You are registered")).to_be_visible()
    assert fits(screen)
    screen.reload()
    expect(screen.get_by_text("cleo@example.org")).to_be_visible()
    assert Registration.objects.get().companions == ["Ben"]


def test_correcting(screen, invitation):
    screen.goto(invitation.full_url)
    fill(screen, "cleo@example")
    press(screen)
    expect(screen).to_have_title(re.compile("^Error: Dialogue meeting"))
    summary = screen.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    assert fits(screen)
    summary.get_by_role("link", name="Write the whole e-mail address").click()
    field = screen.get_by_label("E-mail")
    expect(field).to_be_focused()
    expect(field).to_have_value("cleo@example")
    field.fill("cleo@example.org")
    press(screen)
    expect(screen.get_by_role("heading", name="You are registered")).to_be_visible()


def test_who_was_caught_by_the_trap_sends_it_again(page, invitation):
    """A password manager may have filled in what nobody sees."""
    page.goto(invitation.full_url)
    fill(page)
    page.get_by_label("Leave this empty").evaluate("field => { field.value = 'x' }")
    press(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("A field that people don't see was filled in")
    press(page)
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()


def test_cancelling(screen, invitation, live_site):
    screen.goto(invitation.full_url)
    fill(screen)
    press(screen)
    screen.wait_for_url("**/received/**")
    screen.goto(f"{live_site}/tilmeld/registration/{Registration.objects.get().token}/")
    assert fits(screen)
    screen.get_by_role("link", name="Cancel my registration").click()
    screen.get_by_role("button", name="Yes, cancel").click()
    expect(screen.get_by_role("heading", name="You have cancelled")).to_be_visible()
    assert Registration.objects.get().is_cancelled


def test_waiting_until_a_seat_is_free_and_changing_ones_mind(screen, invitation, live_site):
    invitation.capacity, invitation.waiting_list = 1, "offer"
    invitation.save_revision().publish()
    first = register(
        invitation.event.publication(),
        Entry("Dora", "dora@example.org", (), {"qrole": "Other"}, {}, None),
        at=OPEN_AT,
    )
    screen.goto(invitation.full_url)
    screen.get_by_role("link", name="Join the waiting list").click()
    fill(screen)
    screen.get_by_role("button", name="Join the waiting list").click()
    expect(screen.get_by_role("heading", name="You are on the waiting list")).to_be_visible()
    screen.get_by_text("Is the address wrong?").click()
    screen.get_by_label("E-mail").fill("cleo@example.com")
    screen.get_by_role("button", name="Send it to this address").click()
    expect(screen.get_by_text("cleo@example.com")).to_be_visible()
    assert fits(screen)

    cleo = Registration.objects.get(name="Cleo")
    assert cleo.email == "cleo@example.com"
    screen.goto(f"{live_site}/tilmeld/registration/{cleo.token}/")
    expect(screen.get_by_text("You are first in line.")).to_be_visible()
    assert fits(screen)
    cancel(first, at=OPEN_AT)
    screen.reload()
    screen.get_by_role("link", name="Accept the seat").click()
    screen.get_by_role("button", name="Yes, I am coming").click()
    expect(screen.get_by_role("heading", name="You are registered")).to_be_visible()

    screen.get_by_role("link", name="Change my answers").click()
    screen.get_by_label("What about?").fill("Benches")
    assert fits(screen)
    screen.get_by_role("button", name="Save my answers").click()
    expect(screen.get_by_text("Benches")).to_be_visible()
    screen.get_by_role("link", name="Cancel my registration").click()
    screen.get_by_role("button", name="Yes, cancel").click()
    screen.get_by_role("link", name="Take it back").click()
    screen.get_by_role("button", name="Yes, I want to come").click()
    expect(screen.get_by_role("heading", name="You are registered")).to_be_visible()


def test_a_full_choice_is_seen_and_can_not_be_chosen(screen, live_site):
    question = {"label": "Workshop", "field_type": "radio", "choices": "Paint [1]\nWood [2]"}
    page = event_page(questions=[question | {"key": "qshop"}])
    taken = Entry("Dora", "dora@example.org", (), {"qshop": "Paint"}, {}, None)
    register(page.event.publication(), taken, at=OPEN_AT)
    screen.goto(page.full_url)
    expect(screen.get_by_label("Paint (full)")).to_be_disabled()
    expect(screen.get_by_label("Wood (2 seats left)")).to_be_enabled()
    assert fits(screen)


def test_getting_ones_link_again_by_keyboard(page, invitation):
    page.goto(invitation.full_url)
    page.get_by_role("link", name="Get your link again").focus()
    page.keyboard.press("Enter")
    page.get_by_label("E-mail").focus()
    page.keyboard.type("nobody@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look for an e-mail from us")).to_be_visible()


def test_pressing_twice_is_once(page, invitation):
    page.goto(invitation.full_url)
    fill(page)
    page.get_by_role("button", name="Send registration").dblclick()
    page.wait_for_url("**/received/**")
    assert Registration.objects.count() == 1


def test_without_scripts(browser: Browser, invitation):
    context = browser.new_context(java_script_enabled=False, viewport=TELEPHONE)
    page = context.new_page()
    page.goto(invitation.full_url)
    fill(page, "cleo@example")
    press(page)
    expect(page.get_by_role("alert")).to_be_in_viewport()
    fill(page)
    press(page)
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    context.close()


def test_by_keyboard_alone(page, invitation):
    page.goto(invitation.full_url)
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Cleo")
    page.keyboard.press("Tab")
    page.keyboard.type("cleo@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    assert Registration.objects.get().answers == {"qrole": "Neighbour"}


def test_under_a_strict_policy_and_with_nobody_elses_files(page, invitation, live_site):
    complaints: list[str] = []
    addresses: list[str] = []

    def strictly(route: Route) -> None:
        response = route.fetch(max_redirects=0)
        headers = response.headers | {"content-security-policy": STRICT}
        route.fulfill(response=response, headers=headers)

    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: addresses.append(request.url))
    page.route(f"{invitation.full_url}**", strictly)
    page.goto(invitation.full_url)
    expect(page.get_by_label("Leave this empty")).to_be_hidden()
    fill(page)
    press(page)
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    assert complaints == []
    assert [url for url in addresses if not url.startswith(live_site)] == []


def invitation_form(page: Page, invitation) -> str:
    """Where the form on the invitation is sent to, without the place on the page."""
    page.goto(invitation.full_url)
    return page.locator("form").evaluate("form => form.action").partition("#")[0]


FOREIGN_FORM = """
<form method="post" action="{action}">
  <input name="name" value="Cleo"><input name="email" value="cleo@example.org">
  <input name="qrole" value="Neighbour"><button>Win a prize</button>
</form>
"""


def lay_out(page: Page, url: str, body: str, **headers: str) -> None:
    """Open a page that only this browser has."""
    headers = {"content-type": "text/html"} | {k.replace("_", "-"): v for k, v in headers.items()}
    page.route(url, lambda route: route.fulfill(body=body, headers=headers))
    page.goto(url)


def test_another_sites_form_registers_nobody_before_its_guest_has_looked(page, invitation):
    body = FOREIGN_FORM.format(action=invitation_form(page, invitation))
    lay_out(page, "http://other.example/", body)
    page.get_by_role("button", name="Win a prize").click()
    expect(page.get_by_text("We could not see that this came from our page.")).to_be_visible()
    assert not Registration.objects.exists()
    press(page)
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()


def test_nor_does_a_sandboxed_page_on_our_own_site(page, invitation, live_site):
    body = FOREIGN_FORM.format(action=invitation_form(page, invitation))
    sandbox = "sandbox allow-forms"
    lay_out(page, f"{live_site}/sandboxed", body, content_security_policy=sandbox)
    page.get_by_role("button", name="Win a prize").click()
    expect(page.get_by_text("We could not see that this came from our page.")).to_be_visible()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, invitation, scheme):
    """Contrast of at least 4.5 to 1 for every text on the page (WCAG 1.4.3)."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(invitation.full_url)
    press(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate(TOO_FAINT) == []
    context.close()


TOO_FAINT = """() => {
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = parse(getComputedStyle(element).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const walker = document.createTreeWalker(document.querySelector(".ev"), NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const color = light(parse(getComputedStyle(element).color));
    const found = ratio(color, light(ground(element)));
    if (found < 4.5) faint.push(`${found.toFixed(1)} ${walker.currentNode.data.trim()}`);
  }
  return faint;
}"""
