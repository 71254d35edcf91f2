"""A copy of an event's page for another date."""

from datetime import UTC, date, datetime, time

import pytest
from wagtail.actions.copy_page import CopyPagePermissionError
from wagtail.models import PageLogEntry

from events.models import Event, EventPage, Registration, RegistrationField, Sender, Topic
from events.services.duplicate import duplicate
from tests.factories import (
    administrator,
    draft_event_page,
    event_page,
    in_danish,
    invitation,
    member,
    organiser,
    registration,
)

pytestmark = pytest.mark.django_db

NEXT = date(2027, 9, 9)  # 182 days after factories.event_page()


@pytest.fixture
def ada():
    return administrator()


def copy_of(page, user, start_date=NEXT):
    """The copy as its editor shows it."""
    return duplicate(page, start_date, user=user).get_latest_revision_as_object()


def event_questions(page):
    return EventPage.objects.get(pk=page.pk).event.publication().questions


def published(page):
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


class TestDates:
    def test_all_move_by_as_many_days_and_no_time_does(self, ada):
        page = event_page(
            end_date=date(2027, 3, 12),
            opens_date=date(2027, 1, 11),
            opens_time=time(9),
            deadline_time=time(12),
            letter_date=date(2027, 1, 10),
            reminder_days=3,
        )
        copy = copy_of(page, ada)
        assert (copy.start_date, copy.start_time) == (NEXT, time(16))
        assert (copy.end_date, copy.end_time) == (date(2027, 9, 10), time(18))
        assert (copy.opens_date, copy.opens_time) == (date(2027, 7, 12), time(9))
        assert (copy.deadline_date, copy.deadline_time) == (date(2027, 8, 27), time(12))
        assert copy.letter_date == date(2027, 7, 11)
        assert copy.remind_at == datetime(2027, 9, 6, 7, tzinfo=UTC)

    def test_what_was_empty_stays_empty(self, ada):
        copy = copy_of(event_page(deadline_date=None), ada)
        assert (copy.deadline_date, copy.end_date, copy.opens_date) == (None, None, None)

    def test_it_may_be_earlier(self, ada):
        assert copy_of(event_page(), ada, date(2026, 3, 11)).deadline_date == date(2026, 2, 26)

    def test_into_summer_time_the_clocks_at_the_event_say_the_same(self, ada):
        page = event_page(opens_date=date(2027, 2, 1), opens_time=time(9))
        event = published(copy_of(page, ada, date(2027, 4, 8))).event
        assert page.event.starts_at == datetime(2027, 3, 11, 15, tzinfo=UTC)
        assert event.starts_at == datetime(2027, 4, 8, 14, tzinfo=UTC)
        assert event.opens_at == datetime(2027, 3, 1, 8, tzinfo=UTC)  # still in winter
        assert event.closes_at == datetime(2027, 3, 26, 23, tzinfo=UTC)  # the last day of winter

    def test_out_of_summer_time_too(self, ada):
        page = event_page(start_date=date(2027, 10, 28), deadline_date=date(2027, 10, 27))
        event = published(copy_of(page, ada, date(2027, 11, 4))).event
        assert page.event.starts_at == datetime(2027, 10, 28, 14, tzinfo=UTC)
        assert event.starts_at == datetime(2027, 11, 4, 15, tzinfo=UTC)
        assert event.closes_at == datetime(2027, 11, 3, 23, tzinfo=UTC)

    def test_in_a_zone_of_its_own(self, ada):
        page = event_page(timezone="America/New_York")
        event = published(copy_of(page, ada, date(2027, 3, 18))).event
        assert page.event.starts_at == datetime(2027, 3, 11, 21, tzinfo=UTC)
        assert event.starts_at == datetime(2027, 3, 18, 20, tzinfo=UTC)  # theirs began on the 14th

    def test_a_time_that_the_clocks_skip_is_said_before_publishing(self, ada):
        page = event_page(start_time=time(2, 30), end_time=None, deadline_date=None)
        assert list(copy_of(page, ada, date(2027, 3, 28)).problems()) == ["start_time"]

    def test_a_draft_without_dates_gets_its_start(self, ada):
        page = draft_event_page(start_date=None, deadline_date=date(2027, 2, 26))
        copy = copy_of(page, ada)
        assert (copy.start_date, copy.deadline_date) == (NEXT, None)

    def test_beyond_the_calendar_there_is_nothing(self, ada):
        page = event_page(end_date=date(2027, 3, 12))
        with pytest.raises(OverflowError):
            duplicate(page, date.max, user=ada)
        assert EventPage.objects.count() == 1


class TestWhatComesAlong:
    def test_the_words_the_questions_and_the_seats(self, ada):
        vegan = {"label": "Food", "field_type": "radio", "key": "qfood", "choices": "Fish\nVegan"}
        sender = Sender.objects.create(name="Ada")
        page = event_page(
            questions=[{"label": "Name tag", "field_type": "singleline", "key": "qtag"}, vegan],
            capacity=12,
            sender=sender,
            waiting_list="offer",
            body=[("heading", "Welcome")],
        )
        page.topics.add(Topic.objects.create(name="Music"))
        page.save_revision().publish()
        copy = copy_of(page, ada)
        assert (copy.title, copy.capacity, copy.waiting_list) == (page.title, 12, "offer")
        assert (copy.sender, copy.body[0].value) == (sender, "Welcome")
        assert [each.name for each in copy.topics.all()] == ["Music"]
        assert [(each.key, each.label) for each in copy.registration_fields.all()] == [
            ("qtag", "Name tag"),
            ("qfood", "Food"),
        ]

    def test_the_newest_draft_is_copied_as_its_editor_shows_it(self, ada):
        page = event_page(
            questions=[
                {
                    "label": label,
                    "field_type": "singleline",
                    "key": f"q{label}",
                    "sort_order": place,
                }
                for place, label in enumerate(["first", "gone", "last"])
            ]
        )
        first, _gone, last = page.registration_fields.all()
        new = RegistrationField(label="New", field_type="singleline", key="qnew", sort_order=1)
        last.sort_order = 2
        page.registration_fields = [first, new, last]
        page.title, page.capacity = "Second thoughts", 7
        page.save_revision()
        copy = copy_of(EventPage.objects.get(pk=page.pk), ada)
        assert (copy.title, copy.capacity) == ("Second thoughts", 7)
        kept = ["qfirst", "qnew", "qlast"]
        assert [each.key for each in copy.registration_fields.all()] == kept
        asked = published(copy).event.publication().questions
        assert [each.key for each in asked] == kept
        assert [each.key for each in event_questions(page)] == ["qfirst", "qgone", "qlast"]

    def test_it_stands_beside_its_source_as_a_draft_of_whoever_asked(self, ada):
        page = event_page()
        copy = EventPage.objects.get(pk=duplicate(page, NEXT, user=ada).pk)
        assert copy.get_parent() == page.get_parent()
        assert (copy.live, copy.has_unpublished_changes, copy.owner) == (False, True, ada)
        assert (copy.first_published_at, copy.live_revision) == (None, None)
        assert copy.start_date == NEXT  # for lists of drafts, which read no revision
        assert copy.revisions.count() == 1

    def test_twice_gives_two(self, ada):
        page = event_page(slug="meeting")
        slugs = [duplicate(page, NEXT, user=ada).slug for _ in range(2)]
        assert slugs == ["meeting-1", "meeting-2"]

    def test_wagtail_logs_it_as_its_own_copy(self, ada):
        copy = duplicate(event_page(), NEXT, user=ada)
        entry = PageLogEntry.objects.get(action="wagtail.copy")
        assert (entry.page_id, entry.user) == (copy.pk, ada)


class TestWhatStaysBehind:
    def test_the_event_with_all_who_are_registered(self, ada):
        page = event_page()
        organiser(page.event, username="cleo")
        registration(page.event)
        invitation(page.event, "Dora")
        copy = copy_of(page, ada)
        assert copy.event is None
        assert Event.objects.get() == page.event
        new = published(copy).event
        assert new.pk != page.event.pk
        assert (new.token, new.door_token) != (page.event.token, page.event.door_token)
        assert not new.registrations.exists()
        assert not new.organisers.exists()
        assert Registration.objects.get().event == page.event

    def test_that_it_was_cancelled(self, ada):
        copy = copy_of(event_page(cancelled=True, cancellation_reason="Snow"), ada)
        assert (copy.cancelled, copy.cancellation_reason) == (False, "")

    def test_the_link_that_its_guests_know(self, ada):
        page = event_page(online_url="https://meet.example.org/old")
        assert copy_of(page, ada).online_url == ""
        assert EventPage.objects.get(pk=page.pk).online_url == "https://meet.example.org/old"

    def test_when_it_appears_and_disappears_and_who_locked_it(self, ada):
        page = event_page(expire_at=datetime(2027, 4, 1, tzinfo=UTC), locked=True, locked_by=ada)
        copy = copy_of(page, ada)
        assert (copy.expire_at, copy.locked, copy.locked_by) == (None, False, None)

    def test_the_source_is_as_it_was(self, ada):
        page = event_page()
        before = EventPage.objects.filter(pk=page.pk).values().get()
        duplicate(page, NEXT, user=ada)
        after = EventPage.objects.filter(pk=page.pk).values().get()
        assert before == after


class TestTranslations:
    def test_are_not_copied(self, ada):
        page = event_page()
        in_danish(page, [])
        duplicate(page, NEXT, user=ada)
        assert EventPage.objects.filter(locale__language_code="da").count() == 1

    def test_one_is_copied_with_the_facts_of_its_event(self, ada):
        page = event_page(capacity=40)
        danish = in_danish(page, [])
        page.capacity = 50
        page.save_revision().publish()
        copy = copy_of(EventPage.objects.get(pk=danish.pk), ada)
        assert (copy.locale.language_code, copy.capacity, copy.start_date) == ("da", 50, NEXT)
        assert copy.deadline_date == date(2027, 8, 27)
        assert copy.owns_facts


def test_nobody_copies_who_may_add_nothing_there():
    page = event_page()
    with pytest.raises(CopyPagePermissionError):
        duplicate(page, NEXT, user=member())
    assert EventPage.objects.count() == 1
