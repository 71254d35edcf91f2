"""A host of a plainly different look: its frame and its ten colours, and our contrast in them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support import everywhere
from tests.support.browser import fits
from tests.support.contrast import faint

pytestmark = [
    pytest.mark.asks_browser,
    pytest.mark.usefixtures("open_now", "pictures"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

HOST = Path(__file__).parents[1] / "second_host"
LOOKED_AT = ("open", "cancelled", "list", "receipt", "manage when confirmed", "decline")
LOOK = """selector => {
  const { color, backgroundColor, fontFamily, borderRadius } =
    getComputedStyle(document.querySelector(selector));
  return { color, backgroundColor, fontFamily, borderRadius };
}"""


@pytest.fixture
def second_host(live_site, page: Page, settings) -> Page:
    (templates,) = settings.TEMPLATES
    settings.TEMPLATES = [templates | {"DIRS": [HOST / "templates"]}]
    page.route("**/house.css", lambda route: route.fulfill(path=HOST / "house.css"))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_pages_are_the_hosts(second_host, live_site, scheme):
    paths = everywhere.of_guests()
    second_host.set_viewport_size({"width": 390, "height": 800})
    second_host.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for name in LOOKED_AT:
        second_host.goto(live_site + paths[name].removeprefix(live_site))
        assert second_host.title().endswith(" | The second host"), name
        assert second_host.locator(".house-header").is_visible()
        assert second_host.locator(".host-header").count() == 0
        assert faint(second_host) == [], name
        assert fits(second_host), name
    second_host.goto(live_site + paths["open"].removeprefix(live_site))
    button = second_host.evaluate(LOOK, ".ev-button")
    assert button == {
        "color": "rgb(255, 255, 255)",
        "backgroundColor": "rgb(122, 31, 92)",
        "fontFamily": "Arial, Helvetica, sans-serif",
        "borderRadius": "0px",
    }
    assert second_host.evaluate(LOOK, ".ev-cover")["backgroundColor"] == "rgb(255, 233, 168)"
    assert second_host.evaluate(LOOK, "h1")["fontFamily"] == "Arial, Helvetica, sans-serif"
