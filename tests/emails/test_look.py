"""How a letter looks in a mail program that shows HTML as a browser does."""

import pytest
from wagtail.models import Locale

from events import emails
from events.models import Message
from tests.emails.support import a_page
from tests.support.contrast import faint

pytestmark = [pytest.mark.asks_browser, pytest.mark.django_db(transaction=True)]

OWN_WORDS = [
    ("confirmed", '<p>Read <a href="https://example.org/">this</a>.</p><ul><li>a</li></ul>')
]
BREAKS = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def letters() -> dict[str, str]:
    danish = Locale.objects.get_or_create(language_code="da")[0]
    page = a_page(own_words=OWN_WORDS, title="Dialogmøde om hjemløse migranter", locale=danish)
    return {kind: emails.sample(page, kind).html for kind in Message.kinds_to_guests()}


@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_is_easy_to_read_and_nothing_is_cut_off(letters, page, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for kind, html in letters.items():
        page.set_content(html)
        assert faint(page) == [], kind
        assert page.evaluate(BREAKS) <= 0, kind


def test_the_control_sees_what_is_hard_to_read(page):
    page.set_content("<p style='color: #888'>faint</p><p style='color: #767676'>enough</p>")
    assert faint(page) == ["faint"]


def test_a_button_is_as_wide_as_a_telephone_and_easy_to_hit(letters, page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.set_content(letters[Message.Kind.CONFIRMED])
    box = page.locator(".button a").bounding_box()
    assert box["height"] >= 44
    assert page.locator(".button table").bounding_box()["width"] > 300


def test_a_letter_is_as_wide_as_letters_are(letters, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.set_content(letters[Message.Kind.CONFIRMED])
    assert page.locator("h1").bounding_box()["width"] <= 600


def test_a_range_of_times_stays_on_one_line(letters):
    assert "16.00\u2060–\u206018.00" in letters[Message.Kind.CONFIRMED]
