"""Links into calendars on the web say what the calendar file says."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from events.views import web_calendars
from tests.factories import event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

URL = "https://www.example.org/events/tea/"


def queries(page) -> dict[str, dict[str, str]]:
    links = web_calendars.links(page.event.publication(), URL)
    return {
        name: {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        for name, url in links
    }


def test_they_are_filled_in():
    page = event_page(title="Tea & cake", venue_room="Room #1", venue_directions="Ring.")
    found = queries(page)
    assert found["Google"] == {
        "action": "TEMPLATE",
        "text": "Tea & cake",
        "dates": "20270311T150000Z/20270311T170000Z",
        "location": "Town hall, Room #1",
        "details": f"Ring.\n\n{URL}",
    }
    outlook = found["Outlook"]
    assert (outlook["subject"], outlook["body"]) == ("Tea & cake", f"Ring.\n\n{URL}")
    assert (outlook["startdt"], outlook["enddt"]) == (
        "2027-03-11T15:00:00Z",
        "2027-03-11T17:00:00Z",
    )


@pytest.mark.parametrize(
    ("facts", "dates"),
    [
        ({"end_time": None}, "20270311T150000Z/20270311T150000Z"),
        ({"end_date": date(2027, 3, 12)}, "20270311T150000Z/20270312T170000Z"),
        ({"timezone": "Asia/Kathmandu"}, "20270311T101500Z/20270311T121500Z"),
        ({"start_date": date(2027, 7, 1)}, "20270701T140000Z/20270701T160000Z"),
    ],
)
def test_they_mean_the_same_instants(facts, dates):
    assert queries(event_page(**facts))["Google"]["dates"] == dates


def test_the_link_for_taking_part_is_not_told():
    page = event_page(online_url="https://meet.example.org/x")
    assert "meet.example.org" not in str(web_calendars.links(page.event.publication(), URL))


def test_the_page_offers_them_and_tells_them_nothing_by_itself():
    page = event_page()
    shown = BeautifulSoup(Client().get(page.get_url()).content, "html.parser")
    links = [a for a in shown.main("a") if "calendar" in (urlsplit(a["href"]).hostname or "")]
    links += [a for a in shown.main("a") if urlsplit(a["href"]).hostname == "outlook.office.com"]
    assert len(links) == 2
    assert {tuple(a["rel"]) for a in links} == {("noreferrer",)}
    sources = [tag["src"] for tag in shown(src=True)]
    assert not [source for source in sources if urlsplit(source).hostname]
