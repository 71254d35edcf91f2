"""Every page, in every state: for all eyes, without a mouse, a script or a stylesheet.

``tests/test_html.py`` makes the same pages and letters from both databases.
"""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from events.models import EventPage, Registration
from tests.factories import administrator, event_page
from tests.support import answered, axe, everywhere
from tests.support.browser import fits

pytestmark = [
    pytest.mark.usefixtures("open_now", "pictures"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

NARROWEST = {"width": 320, "height": 640}  # 1280 at four times its size
#: Of a page in a site; a letter is a document in a mail program.
OF_SITES = ("landmark-one-main", "region")
#: Wagtail's own: its red button is pale in the dark, and its text editor has no name.
WAGTAILS = (".button.serious", ".public-DraftEditor-content")


def wrong(page: Page, urls: dict[str, str], **how) -> dict[str, set[str]]:
    """What axe finds on each of the pages where it finds something."""
    found = {}
    for name, url in urls.items():
        page.goto(url)
        found[name] = axe.violations(page, **how)
    return {name: violations for name, violations in found.items() if violations}


def wrong_answers(page: Page, site: str, answers: dict[str, tuple[str, str]]):
    """What axe finds on pages that nobody can open."""
    found = {}
    for name, (path, html) in answers.items():
        show(page, site + path, html)
        found[name] = axe.violations(page, beside=WAGTAILS, looks=axe.IN_TWO_PLACES)
    return {name: violations for name, violations in found.items() if violations}


def show(page: Page, url: str, html: str) -> None:
    """Show an answer at its address, among the site's own files."""
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html"), times=1)
    page.goto(url)


@pytest.mark.asks_browser
def test_axe_finds_nothing_on_pages_of_guests(page, live_site):
    paths = everywhere.of_guests()
    urls = {name: live_site + path.removeprefix(live_site) for name, path in paths.items()}
    assert wrong(page, urls) == {}
    assert [name for name, url in urls.items() if not _fits(page, url)] == []
    for name, button in {"open": "Send registration", "link again": "Send me my link"}.items():
        page.goto(urls[name])
        page.get_by_role("button", name=button).click()
        page.get_by_role("alert").wait_for()
        assert axe.violations(page) == set(), name
    answers = answered.answers(answered.to_guests(paths), Client())
    assert wrong_answers(page, live_site, answers) == {}


@pytest.mark.asks_browser
def test_nor_in_letters(page, live_site):
    everywhere.of_guests()
    for kind, html in everywhere.letters().items():
        page.set_content(html)
        assert axe.violations(page, without=OF_SITES) == set(), kind


@pytest.mark.asks_browser
def test_nor_on_pages_of_staff(page, client, live_site, settings):
    settings.SESSION_COOKIE_AGE = 10**8  # the clock is set to another year
    everywhere.of_guests()
    client.force_login(administrator())
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_site}/admin/")
    urls = {name: live_site + path for name, path in everywhere.of_staff().items()}
    assert wrong(page, urls, beside=WAGTAILS, looks=axe.IN_TWO_PLACES) == {}
    answers = answered.answers(answered.to_staff(), client)
    assert wrong_answers(page, live_site, answers) == {}


def _fits(page: Page, url: str) -> bool:
    page.set_viewport_size(NARROWEST)
    page.goto(url)
    return fits(page)


@pytest.fixture
def invitation(live_site) -> EventPage:
    everywhere.of_guests()
    return EventPage.objects.get(slug="open")


#: What has the focus: its place among all elements, and whether something else lies over it.
FOCUSED = """() => {
  const element = document.activeElement, [box] = element.getClientRects();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const shown = document.body === element || element.contains(top);
  const shows = shown || element.closest("label")?.contains(top);
  return [[...document.querySelectorAll("*")].indexOf(element), shows ? "" : element.outerHTML];
}"""
PLACE = "element => [...document.querySelectorAll('*')].indexOf(element)"


@pytest.mark.asks_browser
@pytest.mark.parametrize("size", [NARROWEST, {"width": 1280, "height": 500}])
def test_the_tab_key_goes_down_the_page_and_never_under_anything(page, invitation, size):
    page.set_viewport_size(size)
    page.goto(invitation.full_url)
    places, hidden = [0], []
    while places == sorted(places):  # a field for a date has three places of its own
        page.keyboard.press("Tab")
        place, covered = page.evaluate(FOCUSED)
        places.append(place)
        hidden += [covered] if covered else []
    button = page.get_by_role("button", name="Send registration")
    assert places[-2] > button.evaluate(PLACE)
    assert hidden == []


def test_without_a_stylesheet_and_a_script(browser: Browser, live_site):
    invitation = event_page(max_companions=1, title="Dialogue meeting")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(invitation.full_url)
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Cleo")
    page.get_by_label("E-mail").fill("cleo@example.org")
    page.get_by_role("button", name="Send registration").click()
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    assert Registration.objects.get().name == "Cleo"
    context.close()
