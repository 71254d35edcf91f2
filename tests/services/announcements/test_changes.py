"""What guests must know is noted on publishing, and told when somebody says so."""

from datetime import date, time, timedelta

import pytest
from wagtail.models import Locale, PageLogEntry

from events import emails
from events.models import Announcement, EventPage, Message, Status
from events.services import announcements
from events.services import event as event_service
from events.services.announcements import sending
from events.services.registration import lapse_offers
from tests.factories import OPEN_AT, administrator, event_page, registration
from tests.services.announcements.support import addresses, publish, undecided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

Kind = Message.Kind
HOUR = timedelta(hours=1)
CHANGED, CANCELLED, PROGRAMME = Kind.EVENT_CHANGED, Kind.EVENT_CANCELLED, Kind.PROGRAMME_PUBLISHED


@pytest.fixture
def page():
    return event_page()


@pytest.fixture
def guest(page):
    return registration(page.event)


def the_question() -> Announcement:
    return Announcement.objects.undecided().get()


def told() -> list[tuple[str, str, str]]:
    """What the question says to those who read English."""
    found = emails.differences(the_question(), "en")
    return [(each.label, plain(each.old), plain(each.new)) for each in found]


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def decide(tell=True, at=OPEN_AT, **options) -> bool:
    return announcements.decide(the_question(), tell=tell, at=at, user=None, **options)


@pytest.mark.usefixtures("guest")
class TestNoting:
    @pytest.mark.parametrize(
        ("changes", "old", "new"),
        [
            (
                {"start_time": time(17), "end_time": time(19)},
                "Thursday 11 March 2027, 16:00–18:00",
                "Thursday 11 March 2027, 17:00–19:00",
            ),
            (
                {"timezone": "America/New_York"},
                "Thursday 11 March 2027, 16:00–18:00",
                "Thursday 11 March 2027, 16:00–18:00 (time zone America/New York)",
            ),
            ({"venue_name": "Library"}, "Town hall", "Library"),
            ({"venue_room": "106"}, "Town hall", "Town hall, 106"),
            ({"online_url": "https://example.org/a"}, "", "https://example.org/a"),
            ({"title": "Dialogue"}, "Dialogue meeting", "Dialogue"),
            ({"cancelled": True}, "Takes place", "Cancelled"),
        ],
    )
    def test_what_guests_must_know_becomes_a_question(self, page, changes, old, new):
        publish(page, **changes)
        assert [values for _label, *values in told()] == [[old, new]]

    @pytest.mark.parametrize(
        "changes",
        [
            {"capacity": 50},
            {"deadline_date": date(2027, 2, 28)},
            {"summary": "A meeting"},
            {"end_date": date(2027, 3, 11)},
            {"venue_name": "Town hall "},
            {"venue_directions": "Ring at the gate."},
            {"programme_to_come": True},
            {},
        ],
    )
    def test_what_reads_the_same_or_concerns_nobody_does_not(self, page, changes):
        publish(page, **changes)
        assert undecided() == []

    def test_a_draft_asks_nothing(self, page):
        page.start_time = time(17)
        page.save_revision()
        assert undecided() == []

    def test_publishing_writes_to_nobody_however_often(self, page):
        for hour in (17, 18, 19):
            publish(page, start_time=time(hour), end_time=None)
        announcements.write_due(at=OPEN_AT + HOUR)
        assert addresses() == []

    def test_a_schedule_and_the_heartbeats_repair_ask_too(self, page, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(event_service, "publish_facts", lambda *args, **kwargs: 1 / 0)
            page.start_time = time(17)
            page.save_revision().publish()
        assert undecided() == []
        event_service.repair(at=OPEN_AT)
        assert undecided() == [(CHANGED, [])]

    def test_repeating_it_changes_nothing(self, page):
        publish(page, start_time=time(17))
        before = list(Announcement.objects.values())
        publish(page, at=OPEN_AT + HOUR)
        assert list(Announcement.objects.values()) == before

    def test_after_the_event_nobody_is_asked(self, page):
        publish(page, venue_name="Library", at=page.event.ends_at)
        assert undecided() == []


class TestWhomItConcerns:
    def test_without_guests_nobody_is_asked(self, page):
        registration(page.event, status=Status.CANCELLED, cancelled_at=OPEN_AT)
        publish(page, start_time=time(17))
        assert undecided() == []

    def test_those_who_come_wait_or_have_an_offer(self, page):
        registration(page.event, "Cleo")
        registration(page.event, "Dora", status=Status.WAITING, waiting_since=OPEN_AT)
        registration(page.event, "Eli", status=Status.OFFERED, offered_until=OPEN_AT)
        registration(page.event, "Finn", status=Status.CANCELLED, cancelled_at=OPEN_AT)
        publish(page, start_time=time(17), capacity=1)  # or Dora would move up
        names = the_question().recipients().order_by("pk").values_list("name", flat=True)
        assert list(names) == ["Cleo", "Dora", "Eli"]

    def test_a_link_that_only_those_with_a_seat_see_concerns_only_them(self, page):
        registration(page.event, "Dora", status=Status.OFFERED, offered_until=OPEN_AT)
        publish(page, online_url="https://example.org/a")
        assert undecided() == []
        registration(page.event, "Cleo")
        publish(page, online_url="https://example.org/b")
        assert [each.name for each in the_question().recipients()] == ["Cleo"]

    def test_whoever_registers_later_has_read_it_on_the_page(self, page, guest):
        publish(page, start_time=time(17))
        registration(page.event, "Dora", created_at=OPEN_AT + HOUR)
        assert list(the_question().recipients()) == [guest]

    def test_danish_words_concern_those_who_read_danish(self, page, guest):
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        translated.save_revision().publish()
        publish(EventPage.objects.get(pk=translated.pk), venue_name="Rådhuset")
        assert undecided() == []
        reader = registration(page.event, "Dora", language_code="da")
        publish(EventPage.objects.get(pk=translated.pk), venue_name="Biblioteket")
        assert undecided() == [(CHANGED, ["da"])]
        assert list(the_question().recipients()) == [reader]


@pytest.mark.usefixtures("guest")
class TestOnceMoreBeforeTheDecision:
    def test_the_question_spans_from_the_first_to_the_last(self, page):
        publish(page, venue_name="Library")
        publish(page, venue_name="Museum", title="Dialogue")
        assert told() == [
            ("Where", "Town hall", "Museum"),
            ("Title", "Dialogue meeting", "Dialogue"),
        ]

    def test_changed_back_there_is_no_question(self, page):
        publish(page, venue_name="Library")
        publish(page, venue_name="Town hall")
        assert undecided() == []

    def test_a_change_and_then_a_cancellation_are_one_question(self, page):
        publish(page, venue_name="Library")
        publish(page, cancelled=True)
        assert undecided() == [(CANCELLED, [])]
        publish(page, cancelled=False)
        assert undecided() == [(CHANGED, [])]

    def test_what_changes_once_it_is_cancelled_is_no_news(self, page):
        publish(page, cancelled=True)
        decide()
        announcements.write_due(at=OPEN_AT)
        publish(page, venue_name="Library")
        assert undecided() == []
        publish(page, cancelled=False)
        assert ("The event", "Cancelled", "Takes place") in told()

    def test_what_nobody_has_been_written_yet_is_asked_anew(self, page):
        publish(page, venue_name="Library")
        decide()
        publish(page, venue_name="Museum")
        assert told() == [("Where", "Town hall", "Museum")]
        announcements.write_due(at=OPEN_AT)
        assert addresses() == []


class TestDeciding:
    def test_telling_writes_one_letter_to_each(self, page, guest):
        registration(page.event, "Dora")
        publish(page, venue_name="Library")
        assert decide(text="<p>Sorry.</p>")
        announcements.write_due(at=OPEN_AT)
        announcements.write_due(at=OPEN_AT + HOUR)
        assert addresses(kind=CHANGED) == ["cleo@example.org", "dora@example.org"]
        assert Announcement.objects.get(kind=CHANGED).text == "<p>Sorry.</p>"

    def test_not_telling_writes_none_and_asks_no_more(self, page, guest):
        publish(page, venue_name="Library")
        assert decide(tell=False)
        announcements.write_due(at=OPEN_AT)
        assert (undecided(), addresses()) == ([], [])

    def test_both_decisions_stand_in_the_pages_history_with_who_took_them(self, page, guest):
        ada = administrator()
        publish(page, venue_name="Library")
        announcements.decide(the_question(), tell=True, at=OPEN_AT, user=ada)
        announcements.write_due(at=OPEN_AT)
        publish(page, venue_name="Museum")
        announcements.decide(the_question(), tell=False, at=OPEN_AT, user=ada)
        logged = PageLogEntry.objects.filter(user=ada).order_by("pk")
        assert [entry.action for entry in logged] == [
            "tilmeld.announce",
            "tilmeld.drop_announcement",
        ]

    @pytest.mark.parametrize("second", [True, False])
    def test_of_two_editors_the_first_decides(self, page, guest, second):
        publish(page, venue_name="Library")
        seen = [the_question(), the_question()]
        assert announcements.decide(seen[0], tell=True, at=OPEN_AT, user=None)
        assert not announcements.decide(seen[1], tell=second, at=OPEN_AT, user=None)
        assert announcements.write_due(at=OPEN_AT) == 1

    def test_nobody_decides_about_what_they_have_not_seen(self, page, guest):
        publish(page, venue_name="Library")
        seen = the_question()
        publish(page, venue_name="Museum", at=OPEN_AT + HOUR)
        assert not announcements.decide(seen, tell=True, at=OPEN_AT + HOUR, user=None)
        assert len(undecided()) == 1


class TestAnEarlierLetter:
    @pytest.fixture
    def sent_and_waiting(self, page):
        """Two letters of a first change: one has left, one has not."""
        registration(page.event, "Cleo")
        registration(page.event, "Dora")
        publish(page, venue_name="Library")
        decide()
        announcements.write_due(at=OPEN_AT)
        Message.objects.filter(to_address="cleo@example.org").update(state=Message.State.SENT)
        publish(page, venue_name="Museum")

    def states(self):
        return list(Message.objects.order_by("pk").values_list("to_address", "state"))

    @pytest.mark.usefixtures("sent_and_waiting")
    def test_stays_until_the_newer_one_is_decided(self):
        assert self.states()[1] == ("dora@example.org", "queued")

    @pytest.mark.usefixtures("sent_and_waiting")
    def test_is_told_again_by_the_newer_one_to_whoever_did_not_get_it(self):
        assert told() == [("Where", "Town hall", "Museum")]

    @pytest.mark.usefixtures("sent_and_waiting")
    def test_is_withdrawn_when_the_newer_one_is_told(self):
        decide()
        announcements.write_due(at=OPEN_AT)
        assert self.states() == [
            ("cleo@example.org", "sent"),
            ("dora@example.org", "cancelled"),
            ("cleo@example.org", "queued"),
            ("dora@example.org", "queued"),
        ]

    @pytest.mark.usefixtures("sent_and_waiting")
    def test_goes_on_when_the_newer_one_is_not_told(self):
        decide(tell=False)
        assert self.states()[1] == ("dora@example.org", "queued")

    def test_of_which_half_is_written_goes_no_further(self, page, monkeypatch):
        monkeypatch.setattr(sending, "BATCH", 1)
        for name in ("Cleo", "Dora"):
            registration(page.event, name)
        publish(page, venue_name="Library")
        decide()
        first = Announcement.objects.get(kind=CHANGED)
        sending._write_batch(first, OPEN_AT)
        publish(page, venue_name="Museum")
        decide()
        announcements.write_due(at=OPEN_AT)
        assert addresses(announcement=first) == ["cleo@example.org"]
        assert addresses(state="queued") == ["cleo@example.org", "dora@example.org"]


class TestTheProgramme:
    @pytest.fixture
    def page(self):
        return event_page(programme_to_come=True)

    @pytest.mark.usefixtures("guest")
    def test_published_it_becomes_a_question(self, page):
        publish(page, programme_to_come=False)
        assert undecided() == [(PROGRAMME, [])]
        assert told() == [("Programme", "Still to come", "Published")]

    @pytest.mark.usefixtures("guest")
    def test_to_come_again_there_is_no_question(self, page):
        publish(page, programme_to_come=False)
        publish(page, programme_to_come=True)
        assert undecided() == []

    @pytest.mark.usefixtures("guest")
    def test_guests_hear_of_it_once(self, page):
        publish(page, programme_to_come=False)
        decide()
        announcements.write_due(at=OPEN_AT)
        publish(page, programme_to_come=True)
        publish(page, programme_to_come=False)
        assert undecided() == []

    @pytest.mark.usefixtures("guest")
    def test_with_another_change_it_is_one_question_and_one_letter(self, page):
        publish(page, programme_to_come=False, venue_name="Library")
        assert undecided() == [(CHANGED, [])]
        assert [label for label, *_values in told()] == ["Where", "Programme"]

    @pytest.mark.usefixtures("guest")
    def test_when_another_change_is_taken_back_it_is_still_told(self, page):
        publish(page, programme_to_come=False, venue_name="Library")
        publish(page, venue_name=page.venue_name)
        assert undecided() == [(PROGRAMME, [])]

    @pytest.mark.usefixtures("guest")
    def test_with_the_event_it_is_called_off(self, page):
        publish(page, programme_to_come=False)
        publish(page, cancelled=True)
        assert undecided() == [(CANCELLED, [])]

    @pytest.mark.usefixtures("guest")
    def test_another_change_does_not_ask_about_it_again(self, page):
        publish(page, programme_to_come=False)
        decide()
        publish(page, venue_name="Library")
        assert undecided() == [(CHANGED, [])]


def test_offers_of_a_cancelled_event_stand_still(page):
    event = publish(page, waiting_list="offer", cancelled=True)
    offered = registration(event, status=Status.OFFERED, offered_until=OPEN_AT)
    assert lapse_offers(at=OPEN_AT + HOUR) == 0
    offered.refresh_from_db()
    assert offered.is_offered
