"""Guests find an event and subscribe, without a script, on a telephone and on a desk."""

from datetime import date

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser

from tests.factories import event_index, event_page

pytestmark = pytest.mark.usefixtures("open_now")

SCREENS = [{"width": 320, "height": 740}, {"width": 768, "height": 900}]


@pytest.fixture(params=SCREENS, ids=["telephone", "tablet"])
def screen(request, browser: Browser):
    context = browser.new_context(viewport=request.param, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def index(live_site):
    index = event_index(introduction="What we do.")
    for number in range(1, 23):
        event_page(
            index,
            title=f"Meeting {number} about Donaudampfschifffahrtsgesellschaftskapitänsmützen",
            slug=f"meeting-{number}",
            start_date=date(2027, 4, number),
            venue_name="Library" if number % 2 else "Town hall",
            capacity=0 if number < 5 else 60,
        )
    return index


def test_finding_and_subscribing(screen, index):
    screen.goto(index.full_url)
    screen.get_by_role("link", name="Next page").click()
    assert screen.get_by_role("listitem").filter(has_text="Meeting 22").count() == 1
    screen.get_by_label("Place").select_option("Library")
    screen.get_by_label("Open for registration").check()
    screen.get_by_role("button", name="Show").click()
    assert screen.get_by_role("heading", name="Meeting").count() == 9
    assert screen.get_by_label("Place").input_value() == "Library"
    assert screen.get_by_label("Open for registration").is_checked()
    box = screen.locator("html").bounding_box()
    assert box
    assert box["width"] <= screen.viewport_size["width"]
    for button in screen.locator("main .ev-button, main select, main summary").all():
        assert button.bounding_box()["height"] >= 44
    screen.get_by_role("link", name="Show all").click()
    assert screen.url == index.full_url
    webcal = screen.get_by_role("link", name="Subscribe in your calendar").get_attribute("href")
    fetched = screen.request.get(webcal.replace("webcal:", "http:")).body()
    assert len(Calendar.from_ical(fetched).walk("VEVENT")) == 22
