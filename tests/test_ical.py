import re
from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation
from icalendar import Calendar

from events import ical
from tests.factories import event_page
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

STAMP = datetime(2027, 1, 17, 9, tzinfo=UTC)
URL = "https://www.example.org/events/dialogue-meeting/"
TEXTS = ("title", "venue_name", "venue_room", "venue_address", "venue_directions", "contact_name")


def content(page, **options) -> str:
    return ical.calendar(
        page.event, page.event.publication(), **{"url": URL, "at": STAMP} | options
    )


def entry(page, **options):
    (found,) = Calendar.from_ical(content(page, **options)).walk("VEVENT")
    return found


def lines(text: str) -> list[str]:
    """The file's logical lines, as RFC 5545 (3.1) unfolds them."""
    return text.replace("\r\n ", "").split("\r\n")


class TestFacts:
    def test_they_are_the_events(self):
        page = event_page(
            title="Dialogmøde",
            venue_room="Room 106",
            venue_address="Rådhuspladsen 1\n1599 København V",
            contact_name="Ada Madsen",
            contact_email="ada@example.org",
        )
        found = entry(page)
        assert found["SUMMARY"] == "Dialogmøde"
        assert found["LOCATION"] == "Town hall, Room 106, Rådhuspladsen 1, 1599 København V"
        assert found["URL"] == URL
        assert found["STATUS"] == "CONFIRMED"
        assert found["ORGANIZER"] == "mailto:ada@example.org"
        assert found["ORGANIZER"].params["CN"] == "Ada Madsen"
        assert found.decoded("DTSTAMP") == STAMP

    def test_it_says_how_to_find_the_place_and_where_to_read_more(self):
        page = event_page(venue_directions="Ring at the gate.")
        assert entry(page)["DESCRIPTION"] == f"Ring at the gate.\n\n{URL}"

    def test_only_who_is_given_the_online_link_has_it(self):
        page = event_page(online_url="https://meet.example.org/x")
        assert "meet.example.org" not in content(page)
        assert (
            "https://meet.example.org/x" in entry(page, online_url=page.online_url)["DESCRIPTION"]
        )

    def test_an_event_online_takes_place_at_its_link(self):
        page = event_page(venue_name="", online_url="https://meet.example.org/x")
        assert entry(page, online_url=page.online_url)["LOCATION"] == "https://meet.example.org/x"
        assert "LOCATION" not in entry(page)

    def test_a_page_that_is_gone_leaves_no_address(self):
        found = entry(event_page(), url="")
        assert "URL" not in found
        assert "DESCRIPTION" not in found

    def test_it_speaks_the_active_language(self):
        page = event_page(online_url="https://meet.example.org/x")
        with translation.override("da"):
            danish = entry(page, online_url=page.online_url)["DESCRIPTION"]
        with translation.override("en"):
            assert entry(page, online_url=page.online_url)["DESCRIPTION"].startswith("Take part")
        assert danish.splitlines()[0].endswith("https://meet.example.org/x")


class TestIdentity:
    def test_the_uid_stays_for_the_events_life(self):
        page = event_page()
        before = entry(page)
        page.start_date = page.end_date = date(2027, 3, 18)
        page.title, page.slug = "Another title", "another-address"
        page.save_revision().publish()
        after = entry(type(page).objects.get(pk=page.pk))
        assert after["UID"] == before["UID"] == str(page.translation_key)
        assert after["SEQUENCE"] > before["SEQUENCE"] == 0
        assert after.decoded("DTSTART").day == 18

    def test_the_same_facts_make_the_same_file(self):
        page = event_page()
        assert content(page) == content(page)

    def test_taking_it_away_is_the_same_entry_cancelled(self):
        page = event_page()
        taken = Calendar.from_ical(content(page, method="CANCEL"))
        assert taken["METHOD"] == "CANCEL"
        assert taken.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
        assert taken.walk("VEVENT")[0]["UID"] == entry(page)["UID"]
        assert Calendar.from_ical(content(page))["METHOD"] == "PUBLISH"

    def test_a_cancelled_event_says_so(self):
        assert entry(event_page(cancelled=True))["STATUS"] == "CANCELLED"


class TestTime:
    def test_it_is_written_in_the_events_zone(self):
        text = content(event_page())
        assert "DTSTART;TZID=Europe/Copenhagen:20270311T160000" in lines(text)
        assert "DTEND;TZID=Europe/Copenhagen:20270311T180000" in lines(text)

    @pytest.mark.parametrize(
        ("zone", "start"),
        [
            ("Europe/Copenhagen", datetime(2027, 3, 11, 15, tzinfo=UTC)),
            ("America/Nuuk", datetime(2027, 3, 11, 18, tzinfo=UTC)),
            ("Asia/Kathmandu", datetime(2027, 3, 11, 10, 15, tzinfo=UTC)),
            ("UTC", datetime(2027, 3, 11, 16, tzinfo=UTC)),
        ],
    )
    def test_it_is_the_right_instant_everywhere(self, zone, start):
        assert entry(event_page(timezone=zone)).decoded("DTSTART").astimezone(UTC) == start

    @pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
    def test_it_spans_a_change_of_clocks(self, day):
        page = event_page(
            start_date=day, start_time=time(1), end_time=time(4), deadline_date=date(2027, 2, 26)
        )
        found = entry(page)
        assert found.decoded("DTSTART").astimezone(UTC) == page.event.starts_at
        assert found.decoded("DTEND").astimezone(UTC) == page.event.ends_at
        zone = Calendar.from_ical(content(page)).walk("VTIMEZONE")[0]
        assert len(zone.walk("STANDARD") + zone.walk("DAYLIGHT")) >= 2

    def test_the_hour_that_comes_twice_is_told_in_utc(self):
        page = event_page(start_date=date(2027, 10, 31), start_time=time(1), end_time=time(2, 30))
        assert page.event.ends_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        assert "DTEND:20271031T013000Z" in lines(content(page))

    def test_no_announced_end_is_no_end(self):
        assert "DTEND" not in entry(event_page(end_time=None))

    def test_an_end_on_another_day_is_that_day_s_end(self):
        page = event_page(end_date=date(2027, 3, 12), end_time=None)
        assert entry(page).decoded("DTEND").astimezone(UTC) == page.event.ends_at

    def test_the_zone_is_described_for_those_days_only(self):
        (zone,) = Calendar.from_ical(content(event_page())).walk("VTIMEZONE")
        assert zone["TZID"] == "Europe/Copenhagen"
        assert len(zone.subcomponents) == 1
        assert len(content(event_page(title="Another"))) < 1200


class TestForm:
    def test_lines_end_with_crlf_and_fold_at_75_octets(self):
        text = content(event_page(title="Dialogmøde om " + "ærgerligt lange ord " * 10))
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75

    def test_no_text_breaks_out_of_its_line(self):
        page = event_page()
        harmless = properties(self.written(page, "Anna"))
        for description, value in VALUES.items():
            text = self.written(page, value)
            (found,) = Calendar.from_ical(text).walk("VEVENT")
            assert properties(text) <= harmless, description
            assert words_of(found["SUMMARY"]) == words_of(ical.clean(value)), description

    def written(self, page, value):
        words = page.event.publication()
        for name in TEXTS:
            setattr(words, name, value)
        text = ical.calendar(page.event, words, url=URL, at=STAMP)
        assert not ical.UNWANTED.search(text.replace("\r\n", ""))
        return text


def properties(text: str) -> Counter:
    """How often each property stands in the file."""
    return Counter(re.split("[:;]", line)[0] for line in lines(text))


def words_of(text: str) -> list[str]:
    return text.replace("\n", " ").split()
