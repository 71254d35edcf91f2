"""Pages as readers have set them: larger, in their own colours, without motion, right to left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.factories import event_page, registration
from tests.support import everywhere
from tests.support.browser import fits

pytestmark = [
    pytest.mark.asks_browser,
    pytest.mark.usefixtures("open_now", "pictures"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

QUESTIONS = everywhere.QUESTIONS[:4]
TELEPHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
#: What a reader's browser does to a page, on which screen.
SETTINGS = {
    "text twice as large": ("document.documentElement.style.fontSize = '200%'", DESK),
    "right to left, narrow": ("document.documentElement.dir = 'rtl'", TELEPHONE),
    "right to left, wide": ("document.documentElement.dir = 'rtl'", DESK),
}


def test_nothing_sticks_out(page, live_site):
    """Nor is anything cut: a page that is wider than the screen scrolls to the side."""
    found = []
    for name, path in everywhere.of_guests().items():
        page.goto(live_site + path.removeprefix(live_site))
        for setting, (script, size) in SETTINGS.items():
            page.set_viewport_size(size)
            page.evaluate(script)
            found += [] if fits(page) else [f"{name}, {setting}"]
            page.evaluate("document.documentElement.removeAttribute('style')")
    assert found == []


def test_the_longest_word_of_a_title_stays_on_its_card(page, live_site):
    """What sticks out of the card is cut there, and so makes no page wider."""
    page.set_viewport_size(TELEPHONE)
    page.goto(event_page(title="Gadeplansmedarbejdernetværksmøder").full_url)
    card, title = (page.locator(each).bounding_box() for each in (".ev-letter", ".ev-title"))
    assert title["x"] + title["width"] <= card["x"] + card["width"]


@pytest.fixture
def invitation(page: Page, live_site) -> Page:
    page.goto(event_page(capacity=9, questions=QUESTIONS, contact_telephone="+45 12 34").full_url)
    return page


def test_right_to_left_the_form_begins_at_the_right(invitation):
    invitation.set_viewport_size(DESK)
    invitation.evaluate("document.documentElement.dir = 'rtl'")
    form = invitation.locator("form.ev-form").bounding_box()
    field = invitation.get_by_label("E-mail").bounding_box()
    assert field["x"] + field["width"] == pytest.approx(form["x"] + form["width"], abs=1)
    number = invitation.get_by_role("link", name="+45 12 34")
    assert number.evaluate("each => getComputedStyle(each).direction") == "ltr"


EDGES = """buttons => buttons.filter(each => each.checkVisibility()).map(each => {
  const style = getComputedStyle(each);
  return [style.borderTopStyle, parseFloat(style.borderTopWidth) >= 1,
          style.borderTopColor !== getComputedStyle(document.body).backgroundColor];
})"""


def test_in_the_readers_own_colours_what_can_be_pressed_has_an_edge(invitation):
    invitation.emulate_media(forced_colors="active")
    pressed = invitation.locator(".ev-button, .ev-input, .ev-choices, .ev-meter")
    assert {tuple(edge) for edge in pressed.evaluate_all(EDGES)} == {("solid", True, True)}


def test_paper_says_where_one_registers_instead_of_having_a_form(invitation):
    address, form = invitation.get_by_text("Register at"), invitation.locator("form.ev-form")
    assert (address.is_visible(), form.is_visible()) == (False, True)
    invitation.emulate_media(media="print")
    assert (address.is_visible(), form.is_visible()) == (True, False)
    assert "/dialogue-meeting" in address.inner_text()


def test_without_motion_nothing_moves(invitation):
    moves = "each => each.map(e => getComputedStyle(e).transitionDuration)"
    buttons = invitation.locator(".ev-button")
    assert set(buttons.evaluate_all(moves)) != {"0s"}
    invitation.emulate_media(reduced_motion="reduce")
    assert set(buttons.evaluate_all(moves)) == {"0s"}


#: What has the focus, and again if something lies over all of it. Of a choice, its row shows it.
COVERED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return ["", ""];
  const shown = (element) => [...element.getClientRects()].some(box =>
    [0.1, 0.5, 0.9].some(part => {
      const x = box.x + box.width / 2, y = box.y + box.height * part;
      return element.contains(document.elementFromPoint(x, y));
    }));
  const row = focused.closest("label") || focused;
  const name = focused.outerHTML.slice(0, 120);
  return [name, shown(focused) || shown(row) ? "" : name];
}"""


def under_something(page: Page) -> list[str]:
    """What the tab key leads to, both ways through the page, without its being seen."""
    hidden = []
    for key in ("Tab", "Shift+Tab"):
        for _press in range(60):
            page.keyboard.press(key)
            name, covered = page.evaluate(COVERED)
            hidden += [covered] if covered else []
            if not name:
                break
    return hidden


@pytest.mark.parametrize("size", [{"width": 320, "height": 500}, {"width": 1280, "height": 600}])
def test_the_focus_is_never_hidden_at_the_door(page, live_site, set_clock, size):
    """Its head and foot stay where they are while the list moves under them."""
    event = event_page(max_companions=1).event
    set_clock(event.starts_at - timedelta(minutes=10))
    for name in ("Cleo", "Emil", "Finn", "Gerda", "Hans", "Ida", "Jan"):
        registration(event, name, companions=["Ben"])
    page.set_viewport_size(size)
    page.goto(live_site + reverse("tilmeld:door", args=[event.door_token]))
    assert under_something(page) == []


def test_nor_on_what_else_guests_see(page, live_site):
    paths = everywhere.of_guests()
    page.set_viewport_size({"width": 320, "height": 500})
    found = {}
    for name in ("list", "filtered list", "manage when confirmed", "change when confirmed"):
        page.goto(live_site + paths[name].removeprefix(live_site))
        found[name] = under_something(page)
    assert found == {name: [] for name in found}
