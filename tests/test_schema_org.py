"""An event as search engines read it."""

from datetime import UTC, date, datetime, time

import pytest

from events.models import Sender
from events.rules.window import State
from events.schema_org import as_json_ld
from tests.factories import event_page

pytestmark = pytest.mark.django_db

URL = "https://www.example.org/events/dialogue/"


def told(state=State.OPEN, more=None, **facts):
    event = event_page(**facts).event
    words = event.publication()
    return as_json_ld(event, words, title=words.title, url=URL, state=state, **(more or {}))


def test_all_that_an_ordinary_event_says():
    assert told() == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Dialogue meeting",
        "url": URL,
        "startDate": "2027-03-11T16:00+01:00",
        "endDate": "2027-03-11T18:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [{"@type": "Place", "name": "Town hall", "address": "Town hall"}],
        "offers": {
            "@type": "Offer",
            "url": f"{URL}#registration",
            "availability": "https://schema.org/InStock",
            "availabilityEnds": "2027-02-26T23:00:00+00:00",
        },
    }


def test_summer_time_has_its_own_offset():
    spoken = told(start_date=date(2027, 7, 1), deadline_date=None, end_time=None)
    assert spoken["startDate"] == "2027-07-01T16:00+02:00"
    assert "endDate" not in spoken


def test_an_end_on_another_day():
    spoken = told(end_date=date(2027, 3, 12), end_time=time(1))
    assert spoken["endDate"] == "2027-03-12T01:00+01:00"


def test_a_cancelled_event_keeps_its_date():
    spoken = told(State.CANCELLED, cancelled=True)
    assert spoken["eventStatus"] == "https://schema.org/EventCancelled"
    assert spoken["startDate"] == "2027-03-11T16:00+01:00"
    assert "offers" not in spoken


@pytest.mark.parametrize(
    ("state", "availability"),
    [
        (State.NOT_OPEN_YET, "PreOrder"),
        (State.OPEN, "InStock"),
        (State.CLOSING_SOON, "InStock"),
        (State.FULL, "SoldOut"),
        (State.WAITING_LIST, "SoldOut"),
        (State.CLOSED, None),
        (State.IN_PROGRESS, None),
        (State.PAST, None),
    ],
)
def test_whether_there_are_seats(state, availability):
    offer = told(state).get("offers", {})
    assert offer.get("availability") == (availability and f"https://schema.org/{availability}")


def test_when_one_can_ask_for_them():
    offer = told(opens_date=date(2027, 1, 1), opens_time=time(9))["offers"]
    opens_at = datetime(2027, 1, 1, 8, tzinfo=UTC)
    assert datetime.fromisoformat(offer["availabilityStarts"]) == opens_at


@pytest.mark.parametrize(
    ("venue", "mode", "places"),
    [("Town hall", "Mixed", ["Place", "VirtualLocation"]), ("", "Online", ["VirtualLocation"])],
)
def test_the_link_for_taking_part_online_stays_with_registrants(venue, mode, places):
    spoken = told(online_url="https://video.example.org/secret", venue_name=venue)
    assert spoken["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [place["@type"] for place in spoken["location"]] == places
    assert "secret" not in str(spoken)


def test_who_holds_it():
    site = "https://www.example.org"
    sender = Sender.objects.create(name="Ada", organisation="The City", website=site)
    organizer = {"@type": "Organization", "name": "The City", "url": site}
    assert told(sender=sender)["organizer"] == organizer


def test_what_has_no_value_is_left_out():
    more = {"description": "", "image": "https://www.example.org/x.jpg"}
    spoken = told(more=more)
    assert spoken["image"] == more["image"]
    assert "description" not in spoken
