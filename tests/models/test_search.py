"""Wagtail's own search finds an invitation by what people remember of it."""

from datetime import date

import pytest
from modelsearch.index import insert_or_update_object  # what the worker does after a page is saved

from events.models import EventPage
from tests.factories import event_index, event_page

pytestmark = pytest.mark.django_db

FACTS = {
    "title": "Cycling through the harbour",
    "kicker": "Save the date",
    "summary": "Come and talk.",
    "venue_name": "Town hall",
    "venue_room": "Cashier's office",
    "venue_address": "Square 1\n1599 Copenhagen",
    "body": [("text", "<p>We have seen lorries.</p>")],
    "start_date": date(2027, 3, 11),
}


@pytest.mark.parametrize(
    "words",
    [
        "harbour",
        "lorries",
        "talk",
        "town hall",
        "cashier",
        "Copenhagen",
        "March",
        "March 2027",
        "11 March 2027",
        "Thursday",
        "2027",
        "harbour March",
    ],
)
def test_by_words_place_and_date(words):
    index = event_index()
    insert_or_update_object(event_page(index, **FACTS))
    other = {"title": "Another", "venue_name": "Library", "start_date": date(2028, 6, 2)}
    insert_or_update_object(event_page(index, **other))
    assert [page.title for page in EventPage.objects.search(words, operator="and")] == [
        FACTS["title"]
    ]


def test_on_the_date_to_which_it_was_moved():
    page = event_page(**FACTS)
    page.start_date = date(2027, 8, 12)
    page.save_revision().publish()
    insert_or_update_object(page)
    assert not EventPage.objects.search("March")
    assert list(EventPage.objects.search("August 2027", operator="and")) == [page]


def test_in_the_language_of_the_page():
    page = event_page(**FACTS)
    page.locale.language_code = "da"
    assert page.date_in_words() == "torsdag 11 marts 2027 2027-03-11"
