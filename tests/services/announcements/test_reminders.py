"""Who is reminded of an event, when, and never twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.models import Announcement, Message, Status
from events.services import announcements, outbox, retention
from events.services.outbox.truth import why_overtaken
from tests.factories import OPEN_AT, event_page, registration
from tests.services.announcements.support import addresses, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

Kind = Message.Kind
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
#: Two days before ``event_page()``, at nine in Copenhagen.
REMIND_AT = datetime(2027, 3, 9, 8, tzinfo=UTC)


@pytest.fixture
def page():
    return event_page()


def planned() -> list[datetime]:
    found = Announcement.objects.standing().filter(kind=Kind.REMINDER, written_at=None)
    return [each.send_at for each in found]


def reminded(at: datetime = REMIND_AT) -> list[str]:
    """Whom the heartbeat writes a reminder at this instant."""
    before = set(addresses(kind=Kind.REMINDER))
    announcements.write_due(at=at)
    return [each for each in addresses(kind=Kind.REMINDER) if each not in before]


class TestPlanning:
    def test_two_days_before_at_nine_on_the_events_clocks(self, page):
        assert planned() == [REMIND_AT]

    def test_not_a_second_earlier(self, page):
        registration(page.event)
        assert reminded(REMIND_AT - SECOND) == []
        assert reminded(REMIND_AT) == ["cleo@example.org"]

    @pytest.mark.parametrize("days", [0, None])
    def test_an_editor_may_want_none(self, page, days):
        publish(page, reminder_days=days)
        assert planned() == []

    def test_an_editor_chooses_days_and_time(self, page):
        publish(page, reminder_days=7, reminder_time=time(18))
        assert planned() == [datetime(2027, 3, 4, 17, tzinfo=UTC)]

    def test_it_moves_with_the_date_and_the_zone(self, page):
        publish(page, start_date=date(2027, 4, 8), timezone="America/New_York")
        assert planned() == [datetime(2027, 4, 6, 13, tzinfo=UTC)]

    @pytest.mark.parametrize(
        ("start", "utc"),
        [
            (date(2027, 3, 29), datetime(2027, 3, 27, 8, tzinfo=UTC)),  # clocks change on the 28th
            (date(2027, 11, 1), datetime(2027, 10, 30, 7, tzinfo=UTC)),  # and on the 31st
        ],
    )
    def test_a_clock_change_before_the_event_keeps_nine_oclock(self, page, start, utc):
        registration(page.event)
        publish(page, start_date=start)
        assert reminded(utc - SECOND) == []
        assert reminded(utc) == ["cleo@example.org"]

    def test_none_for_a_time_that_has_passed_when_it_is_published(self, page):
        publish(page, start_date=date(2027, 2, 3), deadline_date=None)
        assert planned() == []

    def test_cancelling_gives_it_up_and_taking_place_again_brings_it_back(self, page):
        publish(page, cancelled=True)
        assert planned() == []
        publish(page, cancelled=False)
        assert planned() == [REMIND_AT]

    def test_what_is_due_is_not_lost_when_something_is_published_meanwhile(self, page):
        registration(page.event)
        publish(page, at=REMIND_AT + HOUR, summary="A meeting")
        assert reminded(REMIND_AT + HOUR) == ["cleo@example.org"]


class TestWhoIsReminded:
    def test_those_who_come(self, page):
        registration(page.event, "Cleo")
        registration(page.event, "Dora", status=Status.WAITING, waiting_since=OPEN_AT)
        registration(page.event, "Eli", status=Status.OFFERED, offered_until=OPEN_AT)
        registration(page.event, "Finn", status=Status.CANCELLED, cancelled_at=OPEN_AT)
        assert reminded() == ["cleo@example.org"]

    @pytest.mark.parametrize(("ago", "who"), [(DAY, ["cleo@example.org"]), (DAY - SECOND, [])])
    def test_nobody_who_registered_within_the_last_day(self, page, ago, who):
        registration(page.event, created_at=REMIND_AT - ago)
        assert reminded() == who

    @pytest.mark.parametrize(("ago", "who"), [(DAY, ["cleo@example.org"]), (DAY - SECOND, [])])
    def test_nobody_who_got_their_seat_within_the_last_day(self, page, ago, who):
        guest = registration(page.event)
        outbox.queue(Kind.PROMOTED, guest, at=REMIND_AT - ago)
        assert reminded() == who

    def test_nobody_whose_answers_are_erased(self, page):
        registration(page.event)
        retention.erase_event(page.event, at=OPEN_AT)
        assert reminded() == []


class TestNeverTwice:
    def test_however_often_the_heart_beats(self, page):
        registration(page.event)
        assert len(reminded()) == 1
        announcements.write_due(at=REMIND_AT + HOUR)
        assert len(addresses(kind=Kind.REMINDER)) == 1

    def test_of_one_date_whatever_the_editor_changes(self, page):
        registration(page.event)
        reminded()
        publish(page, at=REMIND_AT + SECOND, reminder_days=1)
        publish(page, at=REMIND_AT + SECOND, start_date=date(2027, 4, 8))
        publish(page, at=REMIND_AT + SECOND, start_date=date(2027, 3, 11))
        assert planned() == []

    def test_but_of_another_date_anew(self, page):
        registration(page.event)
        reminded()
        publish(page, at=REMIND_AT + SECOND, start_date=date(2027, 4, 8))
        announcements.write_due(at=datetime(2027, 4, 6, 7, tzinfo=UTC))
        assert len(addresses(kind=Kind.REMINDER)) == 2


class TestALetterThatWaits:
    @pytest.fixture
    def letter(self, page):
        registration(page.event)
        reminded()
        return Message.objects.get(kind=Kind.REMINDER)

    def test_is_true_until_the_event_begins(self, letter):
        assert why_overtaken(letter, letter.event.starts_at - SECOND) == ""
        assert why_overtaken(letter, letter.event.starts_at) == "event begun"

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"start_date": date(2027, 4, 8)}, "event moved"),
            ({"cancelled": True}, "event cancelled"),
            ({"venue_name": "Library"}, ""),
        ],
    )
    def test_is_not_sent_once_the_event_is_moved_or_cancelled(self, page, letter, changes, why):
        publish(page, at=REMIND_AT, **changes)
        assert why_overtaken(Message.objects.get(pk=letter.pk), REMIND_AT) == why
