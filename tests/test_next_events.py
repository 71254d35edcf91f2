"""The block that shows the next events on a page of the host's own, here its front page."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import administrator, event_index, event_page, root_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


@pytest.fixture
def index():
    return event_index(title="Meetings")


def front_page(index, client=None, **values) -> BeautifulSoup:
    page = root_page().specific
    page.body = [("next_events", {"index": index, "number": 3} | values)]
    page.save_revision().publish()
    return BeautifulSoup((client or Client()).get("/").content, "html.parser")


def titles(page) -> list[str]:
    return [title.text for title in page("h3", class_="ev-item__title")]


def test_it_shows_those_that_come_next(index):
    for month in (9, 4, 6, 5):
        event_page(index, title=f"Month {month}", start_date=date(2027, month, 1))
    event_page(index, title="Past", start_date=date(2026, 1, 8), deadline_date=date(2026, 1, 1))
    page = front_page(index)
    assert titles(page) == ["Month 4", "Month 5", "Month 6"]
    assert page.main.h2.text == "Meetings"
    assert page.main.find("a", string="All events")["href"] == index.get_url()
    assert front_page(index, heading="Soon").main.h2.text == "Soon"


def test_without_any_it_says_so(index):
    assert "There are no coming events right now." in front_page(index).text


@pytest.mark.parametrize("audience", ["link", "invited"])
def test_events_by_invitation_are_not_shown(index, audience):
    event_page(index, audience=audience)
    assert titles(front_page(index)) == []


def test_a_restricted_list_is_shown_to_those_who_may_see_it(index, client):
    event_page(index)
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert front_page(index).main.section is None
    client.force_login(administrator())
    assert titles(front_page(index, client)) == ["Dialogue meeting"]


def test_a_list_that_is_gone_leaves_nothing(index):
    event_page(index)
    index.unpublish()
    assert front_page(index).main.section is None


def test_the_number_of_queries_does_not_grow_with_the_events(index):
    numbers = []
    for group in range(2):
        for n in range(1 + 2 * group):
            event_page(index, title=f"Coming {group} {n}", slug=f"coming-{group}-{n}")
        front_page(index, number=12)
        with CaptureQueriesContext(connection) as captured:
            Client().get("/")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
