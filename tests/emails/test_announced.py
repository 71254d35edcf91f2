"""Letters to many: what changed, the programme, a reminder; to those with a seat and without."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation
from icalendar import Calendar

from events import emails
from events.emails.news import how_soon
from events.emails.patterns import Patterns
from events.models import Message
from tests.emails.support import OFFERED, WAITING, a_guest, a_page, an_announcement, message, seen
from tests.factories import OPEN_AT
from tests.services.announcements.support import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

Kind = Message.Kind
CHANGED, CANCELLED = Kind.EVENT_CHANGED, Kind.EVENT_CANCELLED


@pytest.fixture
def page():
    return a_page(programme_to_come=False)


def letter(kind, page, *, before=None, text="", guest=None, **fields) -> emails.Letter:
    announced = an_announcement(kind, page, **before or {})
    announced.text = text
    to = guest or a_guest(page, **fields)
    return emails.compose(message(kind, to, announcement=announced))


class TestChanged:
    def test_what_is_new_stands_first_with_what_was_before(self, page):
        written = letter(CHANGED, page, before={"start_time": time(15), "end_time": None})
        facts = written.text.partition("\nDialogue meeting\n\n")[2]
        assert facts.startswith(
            "When:\n  Thursday 11 March 2027, 16:00–18:00\n"
            "  Before: Thursday 11 March 2027 at 15:00\n"
        )
        assert "Where:\n  Town hall\n  Room 106\n" in facts
        assert written.text.count("Before:") == 1

    def test_it_speaks_the_guests_language(self, page):
        before = {"start_date": date(2027, 3, 10)}
        text = letter(CHANGED, page, before=before, language_code="da").text
        assert "onsdag den 10. marts 2027" in text

    def test_another_zone_is_said_in_words(self, page):
        publish(page, timezone="America/New_York")
        text = letter(CHANGED, page, before={"timezone": "Europe/Copenhagen"}).text
        assert "16:00–18:00 (time zone America/New York)\n  Before: Thursday" in text

    def test_a_new_link_is_shown_and_the_old_one_is_not(self, page):
        text = letter(CHANGED, page, before={"online_url": "https://old.example.org/"}).text
        assert "Online:\n  This link is new.\n  https://meet.example.org/a?b=1&c=2" in text
        assert "old.example.org" not in text

    def test_a_link_that_is_gone_is_said_to_be(self, page):
        publish(page, online_url="")
        text = letter(CHANGED, page, before={"online_url": "https://old.example.org/"}).text
        assert "Online:\n  One can't take part online any more.\n" in text

    @pytest.mark.parametrize("standing", [WAITING, OFFERED])
    def test_whoever_has_no_seat_learns_nothing_of_the_link_and_gets_no_file(self, page, standing):
        before = {"online_url": "https://old.example.org/", "start_time": time(15)}
        written = letter(CHANGED, page, before=before, **standing)
        assert "Before: Thursday 11 March 2027, 15:00–18:00" in written.text
        assert "Online" not in written.text
        assert "reserved" not in written.text
        assert written.calendar == ""

    def test_an_event_that_takes_place_after_all_says_so(self, page):
        written = letter(CHANGED, page, before={"cancelled": True})
        assert "takes place after all, and your registration still holds" in written.text

    def test_the_editors_words_stand_in_both_forms_and_the_confirmations_do_not(self, page):
        written = letter(CHANGED, page, before={"start_time": time(15)}, text="<p>So sorry.</p>")
        assert "So sorry." in written.text
        assert "So sorry." in seen(written.html)
        assert "cake" not in written.text

    def test_the_calendar_file_replaces_the_entry(self, page):
        publish(page, start_time=time(17))
        guest = a_guest(page)
        written = letter(CHANGED, page, before={"start_time": time(16)}, guest=guest)
        file = Calendar.from_ical(written.calendar)
        assert (file["METHOD"], file.events[0]["SEQUENCE"]) == ("PUBLISH", 1)
        assert file.events[0].start.hour == 17


class TestCancelled:
    def test_says_why_once_and_takes_the_entry_away(self, page):
        publish(page, cancelled=True, cancellation_reason="The hall is flooded.")
        written = letter(CANCELLED, page, before={"cancelled": False})
        assert written.subject == "Cancelled: Dialogue meeting on 11 March"
        assert written.text.count("The hall is flooded.") == 1
        assert "cancel/" not in written.text
        file = Calendar.from_ical(written.calendar)
        assert (file["METHOD"], file.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
        assert file.events[0]["SEQUENCE"] == 1

    def test_whoever_waits_hears_of_it_without_a_file(self, page):
        publish(page, cancelled=True, waiting_list="promote")
        written = letter(CANCELLED, page, before={"cancelled": False}, **WAITING)
        assert "Unfortunately the event is cancelled." in written.text
        assert "because you joined the waiting list" in written.text
        assert "calendar" not in written.text
        assert written.calendar == ""


class TestTheProgramme:
    def test_its_button_leads_to_the_page(self, page):
        written = letter(Kind.PROGRAMME_PUBLISHED, page, before={"programme_to_come": True})
        assert written.subject == "New programme: Dialogue meeting on 11 March"
        assert "See the programme:\nhttp://localhost/events/dialogue-meeting/" in written.text
        assert "programme follows" not in written.text

    def test_where_nobody_can_see_the_page_it_leads_to_the_registration(self, page):
        page.unpublish()
        written = letter(Kind.PROGRAMME_PUBLISHED, page, before={"programme_to_come": True})
        assert "See or change your registration:\n" in written.text


class TestReminder:
    def test_has_the_facts_the_link_a_file_and_the_way_to_cancel(self, page):
        written = letter(Kind.REMINDER, page)
        for part in ("16:00–18:00", "Ring at the gate.", "https://meet.example.org/", "cancel/"):
            assert part in written.text
        assert Calendar.from_ical(written.calendar)["METHOD"] == "PUBLISH"

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (0, "Today"),
            (1, "Tomorrow"),
            (2, "This Thursday"),
            (6, "This Thursday"),
            (7, "Reminder"),
            (-1, "Reminder"),
        ],
    )
    def test_calls_the_day_as_people_do(self, page, days, words):
        today = page.start_date - timedelta(days=days)
        with translation.override("en"):
            assert how_soon(page, today) == words

    def test_calls_it_so_on_the_day_it_is_sent_not_on_the_day_it_was_due(self, page):
        """The mail server was closed, or the last of many letters leave after midnight."""
        announced, to = an_announcement(Kind.REMINDER, page), a_guest(page)
        due = page.event.starts_at - timedelta(days=1)
        batch, subjects = Patterns(), []
        for tried_at in (None, due, due + timedelta(days=1, hours=-1)):
            one = message(Kind.REMINDER, to, announcement=announced)
            one.created_at, one.tried_at = due, tried_at
            subjects.append(emails.compose(one, batch).subject.partition(":")[0])
        assert subjects == ["Tomorrow", "Tomorrow", "Today"]


def test_an_editor_sees_the_letter_that_guests_get(page):
    announced = an_announcement(CHANGED, page, start_time=time(15))
    shown = emails.sample_of(announced, "en", at=OPEN_AT)
    sent = emails.compose(message(CHANGED, a_guest(page), announcement=announced))
    assert shown.subject == sent.subject
    assert "Dear Anna Jensen" in shown.text
    assert "Before: Thursday 11 March 2027, 15:00–18:00" in shown.text
    assert "LINK" not in shown.text + shown.html
