"""Letters to staff: who gets which, never twice, and nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.users.models import UserProfile

from events.models import Event, Follower, Message
from events.services import following, outbox, retention
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_page,
    registration,
)

pytestmark = pytest.mark.django_db

Letters, Kind = Follower.Letters, Message.Kind
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
#: Eight o'clock in Copenhagen, the day after OPEN_AT.
EIGHT = datetime(2027, 2, 2, 7, tzinfo=UTC)


@pytest.fixture
def ada():
    return administrator()


@pytest.fixture
def event():
    return event_page().event


def told() -> list[list[str]]:
    """Whom each letter tells of, in the order in which they were written."""
    letters = Message.objects.filter(kind=Kind.NEW_REGISTRATIONS).order_by("pk")
    return [sorted(each.about.values_list("name", flat=True)) for each in letters]


class TestEach:
    @pytest.fixture(autouse=True)
    def follows(self, event, ada):
        following.follow(event, Letters.EACH, at=OPEN_AT, user=ada)

    def test_the_first_is_told_at_once_a_rush_in_few_letters(self, event):
        registration(event)
        assert following.write_due(at=OPEN_AT) == 1
        for number in range(20):
            registration(event, f"Dora{number}")
            following.write_due(at=OPEN_AT + number * 30 * SECOND)
        following.write_due(at=OPEN_AT + following.PAUSE)
        assert [len(names) for names in told()] == [1, 20]

    def test_nobody_is_told_twice_however_often_it_beats(self, event):
        registration(event)
        for minute in range(0, 60, 5):
            following.write_due(at=OPEN_AT + minute * MINUTE)
        assert told() == [["Cleo"]]

    def test_who_comes_in_late_with_an_earlier_time_is_not_lost(self, event):
        registration(event, created_at=OPEN_AT + MINUTE)
        following.write_due(at=OPEN_AT + MINUTE)
        registration(event, "Dora", created_at=OPEN_AT + SECOND)
        following.write_due(at=OPEN_AT + 20 * MINUTE)
        assert told() == [["Cleo"], ["Dora"]]

    def test_who_was_there_before_or_only_repeats_or_has_cancelled_is_no_news(self, event):
        registration(event, created_at=OPEN_AT - SECOND)
        registration(event, "Dora", status="repeated")
        registration(event, "Eli", status="cancelled", cancelled_at=OPEN_AT)
        assert following.write_due(at=OPEN_AT) == 0

    def test_all_events_that_are_followed_stand_in_one_letter(self, event, ada):
        other = event_page(event.page.get_parent(), slug="other").event
        following.follow(other, Letters.EACH, at=OPEN_AT, user=ada)
        registration(event)
        registration(other, "Dora")
        assert following.write_due(at=OPEN_AT) == 1
        assert told() == [["Cleo", "Dora"]]

    def test_choosing_something_else_for_a_while_brings_no_old_news(self, event, ada):
        following.follow(event, Letters.NONE, at=OPEN_AT, user=ada)
        registration(event)
        following.follow(event, Letters.DAILY, at=OPEN_AT + MINUTE, user=ada)
        assert following.write_due(at=EIGHT) == 0

    def test_from_each_to_daily_loses_nobody(self, event, ada):
        registration(event)
        following.follow(event, Letters.DAILY, at=OPEN_AT + MINUTE, user=ada)
        following.write_due(at=EIGHT)
        assert told() == [["Cleo"]]


class TestDaily:
    @pytest.fixture(autouse=True)
    def follows(self, event, ada):
        following.follow(event, Letters.DAILY, at=OPEN_AT, user=ada)

    def test_at_eight_on_the_sites_clocks_and_once(self, event):
        registration(event)
        assert following.write_due(at=EIGHT - SECOND) == 0
        assert following.write_due(at=EIGHT) == 1
        registration(event, "Dora", created_at=EIGHT)
        for hour in range(1, 24):
            assert following.write_due(at=EIGHT + timedelta(hours=hour) - SECOND) == 0
        assert following.write_due(at=EIGHT + DAY) == 1
        assert told() == [["Cleo"], ["Dora"]]

    def test_later_where_the_heartbeat_stood_still(self, event):
        registration(event)
        assert following.write_due(at=EIGHT + 5 * DAY) == 1

    def test_not_where_nobody_is_new(self):
        assert following.write_due(at=EIGHT) == 0

    def test_when_the_clocks_change_too(self, event):
        registration(event, created_at=datetime(2027, 3, 27, 12, tzinfo=UTC))
        eight = datetime(2027, 3, 28, 6, tzinfo=UTC)  # summer time began at night
        assert following.write_due(at=eight - SECOND) == 0
        assert following.write_due(at=eight) == 1


class TestRights:
    @pytest.fixture
    def ben(self, event):
        ben = editor(event.page.get_parent(), "view_registration")
        following.follow(event, Letters.EACH, at=OPEN_AT, user=ben)
        registration(event)
        return ben

    def test_an_editor_of_the_page_who_may_see_the_list_is_told(self, ben):
        assert following.write_due(at=OPEN_AT) == 1

    @pytest.mark.parametrize("lost", ["group", "active", "address"])
    def test_who_has_lost_a_right_is_told_nothing(self, ben, lost):
        if lost == "group":
            ben.groups.clear()
        ben.is_active, ben.email = lost != "active", "" if lost == "address" else ben.email
        ben.save()
        assert following.write_due(at=OPEN_AT) == 0

    @pytest.mark.parametrize("lost", ["pages", "permissions"])
    def test_nor_where_it_is_lost_while_the_letter_waits(self, ben, mailoutbox, lost):
        following.write_due(at=OPEN_AT)
        group = ben.groups.get()
        if lost == "pages":
            group.page_permissions.all().delete()
        else:
            group.permissions.clear()
        outbox.sweep(at=OPEN_AT)
        assert mailoutbox == []
        assert Message.objects.get().state == "cancelled"


class TestTheDeadline:
    @pytest.fixture(autouse=True)
    def owned(self, event, ada):
        event.page.owner, event.page.first_published_at = ada, OPEN_AT
        event.page.save()

    def letters(self) -> list[str]:
        letters = Message.objects.filter(kind=Kind.DEADLINE_PASSED).order_by("pk")
        return list(letters.values_list("to_address", flat=True))

    def test_whoever_made_the_page_is_told_once_when_it_has_passed(self, event):
        assert following.write_due(at=event.closes_at - SECOND) == 0
        for hour in range(3):
            following.write_due(at=event.closes_at + timedelta(hours=hour))
        assert self.letters() == ["ada@example.org"]

    def test_not_if_they_chose_no_letters(self, event, ada):
        following.follow(event, Letters.NONE, at=OPEN_AT, user=ada)
        assert following.write_due(at=event.closes_at) == 0

    @pytest.mark.parametrize("letters", [Letters.EACH, Letters.DAILY, Letters.DEADLINE])
    def test_others_who_follow_are_told_too(self, event, letters):
        ben = editor(event.page.get_parent(), "view_registration")
        following.follow(event, letters, at=OPEN_AT, user=ben)
        following.write_due(at=event.closes_at)
        assert sorted(self.letters()) == ["ada@example.org", "ben@example.org"]

    def test_a_deadline_that_is_moved_is_told_anew(self, event):
        following.write_due(at=event.closes_at)
        later = event.closes_at + DAY
        Event.objects.update(closes_at=later)
        assert following.write_due(at=later - SECOND) == 0
        assert following.write_due(at=later) == 1

    def test_one_that_is_open_again_when_the_letter_leaves_is_not_told(self, event, mailoutbox):
        following.write_due(at=event.closes_at)
        Event.objects.update(closes_at=event.closes_at + DAY)
        outbox.sweep(at=event.closes_at)
        assert mailoutbox == []

    @pytest.mark.parametrize("why", ["cancelled", "over"])
    def test_nor_of_an_event_that_is_cancelled_or_over(self, event, why):
        Event.objects.update(cancelled=why == "cancelled")
        at = event.ends_at if why == "over" else event.closes_at
        assert following.write_due(at=at) == 0

    def test_what_is_chosen_is_shown_as_it_is(self, event, ada):
        assert following.choice_of(event, ada) == Letters.DEADLINE
        assert following.choice_of(event, administrator("ben")) == Letters.NONE
        following.follow(event, Letters.DAILY, at=OPEN_AT, user=ada)
        assert following.choice_of(event, ada) == Letters.DAILY


class TestErasing:
    @pytest.fixture
    def letter(self, event, ada):
        following.follow(event, Letters.EACH, at=OPEN_AT, user=ada)
        registration(event)
        following.write_due(at=OPEN_AT)
        return Message.objects.get()

    def test_takes_the_names_out_of_letters_to_staff(self, event, letter):
        outbox.sweep(at=OPEN_AT)
        letter.refresh_from_db()
        assert "Cleo" in letter.text
        retention.erase_event(event, at=OPEN_AT)
        letter.refresh_from_db()
        assert (letter.subject, letter.text, letter.html) == ("", "", "")
        assert letter.state == "sent"

    def test_one_that_waits_goes_without_them_or_not_at_all(self, event, letter, mailoutbox):
        retention.erase_event(event, at=OPEN_AT)
        outbox.sweep(at=OPEN_AT)
        assert mailoutbox == []
        letter.refresh_from_db()
        assert (letter.state, letter.reason) == ("cancelled", "nothing to tell any more")


def test_it_speaks_the_language_that_somebody_chose(event, ada):
    profile = UserProfile.get_for_user(ada)
    profile.preferred_language = "da"
    profile.save()
    following.follow(event, Letters.EACH, at=OPEN_AT, user=ada)
    registration(event)
    following.write_due(at=OPEN_AT)
    assert Message.objects.get().language_code == "da"
