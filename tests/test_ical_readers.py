"""A calendar file means the same to two readers that know nothing of each other."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events import ical
from events.models import Event, Publication
from tests.factories import OPEN_AT, event_page
from tests.nasty import VALUES
from tests.support import rfc5545

URL = "https://www.example.org/events/dialogue-meeting/?a=1,2;b=3"
TEXTS = ("title", "venue_name", "venue_directions", "contact_name")


def written(event: Event, words: Publication, **options) -> bytes:
    return ical.calendar(event, words, **{"url": URL, "at": OPEN_AT} | options).encode()


def both(content: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """What each reader says of the entry's texts."""
    (strict,) = rfc5545.read(content).inside("VEVENT")
    (lenient,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    names = [name for name in rfc5545.TEXTS if strict.all(name)]
    return {name: strict[name].text for name in names}, {name: str(lenient[name]) for name in names}


@pytest.fixture
def event(db) -> Event:
    return event_page(online_url="https://meet.example.org/x?a=1,2").event


@pytest.fixture
def words(event) -> Publication:
    return event.publication()


@pytest.mark.parametrize("method", ["PUBLISH", "CANCEL"])
def test_the_facts_are_what_both_read(event, words, method):
    words.title, words.contact_name = "Coffee, tea; cake\\", 'Ada "Mayor" Madsen: boss'
    content = written(event, words, online_url=event.online_url, method=method)
    calendar = rfc5545.read(content)
    (entry,) = calendar.inside("VEVENT")
    assert calendar["METHOD"].value == method
    assert entry["SUMMARY"].text == words.title
    assert entry["UID"].value == str(event.translation_key)
    assert entry["URL"].value == URL
    assert entry["DTSTART"].parameters["TZID"] == "Europe/Copenhagen"
    assert entry["DTSTART"].value == "20270311T160000"
    assert entry["DTSTAMP"].value == "20270201T120000Z"
    assert entry["ORGANIZER"].value == "mailto:ada@example.org"
    assert entry["ORGANIZER"].parameters["CN"] == "\"Ada 'Mayor' Madsen: boss\""
    strict, lenient = both(content)
    assert strict == lenient


def test_nothing_typed_makes_them_differ(event, words):
    for description, value in VALUES.items():
        for name in TEXTS:
            setattr(words, name, value)
        strict, lenient = both(written(event, words))
        assert strict == lenient, description


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=50,
)
@given(st.text(max_size=300), st.text(alphabet="\\,;:\"n\n\r ^'=x", max_size=200))
def test_no_text_at_all_does(event, words, any_text, sharp):
    words.title, words.venue_name, words.contact_name = any_text, sharp, any_text + sharp
    words.venue_directions = sharp + any_text
    strict, lenient = both(written(event, words))
    assert strict == lenient


@pytest.mark.parametrize(
    "broken",
    [
        (b"SUMMARY:Dialogue meeting", b"SUMMARY:Coffee, tea"),
        (b"SUMMARY:Dialogue meeting", b"SUMMARY:Coffee \\x"),
        (b"SUMMARY:Dialogue meeting", b"SUMMARY:" + b"x" * 80),
        (b"SUMMARY:Dialogue meeting", b"SUMMARY:a\nb"),
        (b"SUMMARY:Dialogue meeting", b"SUMMARY"),
        (b"SUMMARY:Dialogue meeting", b"SUMMARY:a\r\nSUMMARY:b"),
        (b"END:VEVENT\r\n", b""),
        (b"DTSTART;TZID=Europe/Copenhagen", b"DTSTART"),
        (b"DTSTART;TZID=Europe/Copenhagen", b"DTSTART;TZID=Europe/Atlantis"),
    ],
)
def test_the_strict_one_is_strict(event, words, broken):
    content = written(event, words)
    assert broken[0] in content
    with pytest.raises(rfc5545.Malformed):
        rfc5545.read(content.replace(*broken))
