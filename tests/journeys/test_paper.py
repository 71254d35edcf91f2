"""What comes out of the printer, as a browser lays it out."""

import re
from io import BytesIO

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from tests.factories import administrator, event_page, registration
from tests.nasty import EMOJI, NAMES

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST = ["W" * 120, "李" * 120, "Wolfeschlegelsteinhausen " * 4, "ﷺ" * 20]
CALLED = [name[:120] for name in (*NAMES.values(), *EMOJI.values(), *LONGEST)]

#: Whether a badge's texts lie within it.
FITS = """badge => {
  const card = badge.getBoundingClientRect();
  return [...badge.children].every(text => {
    const place = text.getBoundingClientRect();
    return place.top >= card.top && place.bottom <= card.bottom
      && text.scrollWidth <= text.clientWidth + 1;
  });
}"""


#: Whether a name begins beside its box.
BESIDE = """person => {
  const box = person.querySelector(".pr-box").getBoundingClientRect();
  const text = document.createRange();
  text.selectNodeContents(person.querySelector("bdi"));
  const name = text.getBoundingClientRect();
  const end = person.getBoundingClientRect().right;
  return name.left - box.right < 2 * box.width && name.right <= end + 1;
}"""


@pytest.fixture
def desk(page, client, live_site, settings):
    """The browser of an administrator: ``desk(name, number)`` opens an address of the admin."""
    client.force_login(administrator())
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_site}])

    def open_at(name: str, *args: int):
        page.goto(live_site + reverse(f"tilmeld_admin:{name}", args=args))
        return page

    return open_at


def pages_of(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def guests(event, names) -> None:
    for number, name in enumerate(names):
        registration(event, name, email=f"{number}@example.org", companions=[""])


def test_every_name_fits_on_its_badge_ten_on_a_sheet(desk):
    event = event_page(title="A title that goes on and on " * 5).event
    guests(event, CALLED)
    page = desk("print_badges", event.pk)
    page.emulate_media(media="print")
    badges = page.locator(".pr-badge")
    assert badges.count() == 2 * len(CALLED)
    crowded = [each.inner_text() for each in badges.all() if not each.evaluate(FITS)]
    assert crowded == []
    assert pages_of(page) == -(-2 * len(CALLED) // 10)


def test_a_telephone_reads_the_poster_which_is_one_sheet(desk, live_site):
    page = event_page(title="A meeting about what we can do together " * 6, venue_address="x\n" * 4)
    poster = desk("poster", page.pk)
    poster.emulate_media(media="print")
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(poster.screenshot(full_page=True))))
    assert code.text == page.full_url
    assert code.ec_level == "M"
    assert pages_of(poster) == 1


def test_each_name_of_the_door_list_stands_beside_its_box_whatever_its_direction(desk):
    event = event_page().event
    guests(event, CALLED)
    page = desk("print_door", event.pk)
    page.emulate_media(media="print")
    people = page.locator(".pr-person")
    assert people.count() == 2 * len(CALLED)
    far = [each.inner_text() for each in people.all() if not each.evaluate(BESIDE)]
    assert far == []


def test_counts_of_the_summary_stand_on_one_line(desk):
    choices = {"choices": "Room to live in the city, for everybody [20000]\nShelter", "key": "qw"}
    question = {"label": "Workshop", "field_type": "radio"} | choices
    page = desk("print_summary", event_page(questions=[question]).event.pk)
    page.emulate_media(media="print")
    counts = page.locator(".pr-counted td").all()
    assert "0 of 20000" in [" ".join(each.inner_text().split()) for each in counts]
    assert len({round(each.bounding_box()["height"]) for each in counts}) == 1


def test_a_button_prints_where_there_is_a_script(desk):
    page = desk("print_door", event_page().event.pk)
    page.evaluate("window.print = () => document.title = 'printed'")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printed"
