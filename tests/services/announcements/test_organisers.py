"""What organisers write: to whom it goes, until when it can be changed, and the test of it."""

from datetime import timedelta

import pytest
from wagtail.models import PageLogEntry

from events.models import Announcement, Message, Status
from events.services import announcements, outbox, retention
from events.services import registration as registration_service
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db

Kind = Message.Kind
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
WORKSHOP = {"label": "Workshop", "field_type": "checkboxes", "choices": "Paint\nWood", "key": "q1"}
PAINT = {"question": "q1", "label": "Workshop", "words": ["Paint", "Maling"]}


@pytest.fixture
def event():
    return event_page(questions=[WORKSHOP]).event


def written(event, **fields) -> Announcement:
    text = "<p>There is much to carry.</p>"
    values = {"kind": Kind.ORGANISERS, "subject": "Bring a bag", "text": text} | fields
    return Announcement.objects.create(event=event, created_at=OPEN_AT, **values)


def names(announcement) -> list[str]:
    return sorted(announcement.recipients().values_list("name", flat=True))


def letters() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("to_address", "state"))


class TestRecipients:
    def test_they_stand_as_was_chosen(self, event):
        for name, status in [("Cleo", Status.CONFIRMED), ("Dora", Status.WAITING)]:
            since = OPEN_AT if status == Status.WAITING else None
            registration(event, name, status=status, waiting_since=since)
        registration(event, "Eli", status=Status.CANCELLED, cancelled_at=OPEN_AT)
        assert names(written(event)) == ["Cleo", "Dora"]
        assert names(written(event, statuses=["waiting"])) == ["Dora"]

    def test_they_chose_what_was_asked_for_in_whatever_language(self, event):
        registration(event, "Cleo", answers={"q1": ["Wood", "Paint"]})
        registration(event, "Dora", answers={"q1": ["Wood"]})
        registration(event, "Eli", answers={"q1": ["Maling"]})
        registration(event, "Finn", answers={"q2": ["Paint"]})
        assert names(written(event, choice=PAINT)) == ["Cleo", "Eli"]

    def test_whoever_wants_no_messages_gets_none_but_hears_of_changes(self, event):
        registration_service.unsubscribe(registration(event), at=OPEN_AT)
        registration(event, "Dora")
        assert names(written(event)) == ["Dora"]
        assert names(written(event, kind=Kind.CHANGED)) == ["Cleo", "Dora"]

    def test_they_are_settled_when_it_is_due(self, event):
        gone = registration(event)
        announcement = written(event)
        announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + HOUR)
        registration_service.cancel(gone, at=OPEN_AT, letter=False)
        registration(event, "Dora")
        announcements.write_due(at=OPEN_AT + HOUR)
        assert letters() == [("dora@example.org", "queued")]

    def test_who_cancels_or_stops_them_before_it_leaves_gets_nothing(self, event):
        cleo, dora = registration(event), registration(event, "Dora")
        announcements.send(written(event), at=OPEN_AT, user=None)
        announcements.write_due(at=OPEN_AT)
        registration_service.cancel(cleo, at=OPEN_AT, letter=False)
        registration_service.unsubscribe(dora, at=OPEN_AT)
        outbox.sweep(at=OPEN_AT + HOUR)
        reasons = Message.objects.order_by("pk").values_list("state", "reason")
        assert list(reasons) == [
            ("cancelled", "registration cancelled"),
            ("cancelled", "unsubscribed"),
        ]


class TestWritingItOtherwise:
    def test_until_it_is_due(self, event):
        announcement = written(event)
        announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + HOUR)
        announcement.subject, announcement.statuses = "Bring two", ["waiting"]
        assert announcements.rewrite(announcement, at=OPEN_AT + HOUR - SECOND)
        announcement.refresh_from_db()
        assert (announcement.subject, announcement.statuses) == ("Bring two", ["waiting"])
        assert announcement.send_at == OPEN_AT + HOUR
        announcement.subject = "Bring three"
        assert not announcements.rewrite(announcement, at=OPEN_AT + HOUR)
        announcement.refresh_from_db()
        assert announcement.subject == "Bring two"

    def test_not_once_it_was_dropped(self, event):
        announcement = written(event)
        announcements.drop(announcement, at=OPEN_AT, user=None)
        assert not announcements.rewrite(announcement, at=OPEN_AT)

    def test_the_time_too_can_be_chosen_anew_until_then(self, event):
        announcement = written(event)
        announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + HOUR)
        assert announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + 2 * HOUR)
        assert announcements.write_due(at=OPEN_AT + HOUR) == 0
        announcement.refresh_from_db()
        assert announcement.send_at == OPEN_AT + 2 * HOUR


class TestTheTest:
    def test_goes_to_whoever_asks_marked_and_into_nobodys_history(self, event, mailoutbox):
        guest, ada = registration(event), administrator()
        announcements.send_test(written(event), at=OPEN_AT, user=ada)
        outbox.sweep(at=OPEN_AT)
        (mail,) = mailoutbox
        assert mail.to == ["ada@example.org"]
        assert mail.subject.startswith("[Test] Bring a bag: Dialogue meeting")
        assert "There is much to carry." in mail.body
        assert "List-Unsubscribe" not in mail.extra_headers
        assert not guest.messages.exists()

    def test_is_not_counted_among_what_guests_got(self, event):
        announcement = written(event)
        announcements.send_test(announcement, at=OPEN_AT, user=administrator())
        counted = Announcement.objects.from_organisers().with_outcomes().get()
        assert (counted.waiting, counted.gone_out, counted.lost, counted.not_sent) == (0, 0, 0, 0)
        announcements.send(announcement, at=OPEN_AT, user=None)
        registration(event)
        announcements.write_due(at=OPEN_AT)
        assert Announcement.objects.from_organisers().with_outcomes().get().waiting == 1


def test_the_history_says_who_wrote_to_how_many_and_not_what(event):
    registration(event)
    ada = administrator()
    announcements.send(written(event), at=OPEN_AT, user=ada)
    logged = PageLogEntry.objects.get(action="tilmeld.announce")
    assert (logged.user, logged.data["guests"]) == (ada, 1)
    assert logged.message == "Decided to tell guests (guests: 1)"
    assert "bag" not in repr(logged.data)


def test_what_was_written_is_erased_with_the_guests(event):
    registration(event)
    announcement = written(event, text="<p>Cleo brings the bag.</p>")
    announcements.send_test(announcement, at=OPEN_AT, user=administrator())
    announcements.send(announcement, at=OPEN_AT, user=None)
    announcements.write_due(at=OPEN_AT)
    outbox.sweep(at=OPEN_AT)
    assert ["Cleo brings" in letter.text for letter in Message.objects.all()] == [True, True]
    retention.erase_event(event, at=OPEN_AT + HOUR)
    announcement.refresh_from_db()
    assert (announcement.subject, announcement.text) == ("", "")
    words = Message.objects.values_list("subject", "text", "html")
    assert list(words) == [("", "", "")] * 2
