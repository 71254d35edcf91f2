"""Telling many: decided once, written once to each, stopped where somebody says so."""

from datetime import timedelta

import pytest
from wagtail.models import PageLogEntry

from events.models import Announcement, Message, Status
from events.services import announcements
from events.services.announcements import sending
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def event():
    return event_page().event


@pytest.fixture
def announcement(event):
    return Announcement.objects.create(
        event=event, kind=Message.Kind.CHANGED, statuses=["confirmed"], created_at=OPEN_AT
    )


def told():
    return list(Message.objects.order_by("pk").values_list("to_address", flat=True))


class TestDeciding:
    def test_nothing_is_written_before_somebody_decided(self, announcement):
        registration(announcement.event)
        assert announcements.write_due(at=OPEN_AT) == 0
        assert told() == []

    def test_only_the_first_of_two_decisions_counts(self, announcement):
        assert announcements.send(announcement, at=OPEN_AT, user=None)
        assert not announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + HOUR)
        announcement.refresh_from_db()
        assert announcement.send_at == OPEN_AT
        logged = PageLogEntry.objects.filter(action="tilmeld.announce")
        assert [entry.data for entry in logged] == [
            {"letter": "changed", "announcement": announcement.pk, "guests": 0}
        ]

    def test_later_means_later(self, announcement):
        registration(announcement.event)
        announcements.send(announcement, at=OPEN_AT, user=None, send_at=OPEN_AT + HOUR)
        assert announcements.write_due(at=OPEN_AT + HOUR - timedelta(seconds=1)) == 0
        assert announcements.write_due(at=OPEN_AT + HOUR) == 1

    def test_what_was_dropped_is_never_sent(self, announcement):
        registration(announcement.event)
        assert announcements.drop(announcement, at=OPEN_AT, user=None)
        assert not announcements.send(announcement, at=OPEN_AT, user=None)
        assert announcements.write_due(at=OPEN_AT + HOUR) == 0


class TestWriting:
    def test_each_recipient_gets_one_letter_however_often_it_is_asked(self, announcement):
        for name, status in [("Cleo", Status.CONFIRMED), ("Ben", Status.WAITING)]:
            since = OPEN_AT if status == Status.WAITING else None
            registration(announcement.event, name, status=status, waiting_since=since)
        announcements.send(announcement, at=OPEN_AT, user=None)
        assert announcements.write_due(at=OPEN_AT) == 1
        assert announcements.write_due(at=OPEN_AT) == 0
        assert told() == ["cleo@example.org"]
        announcement.refresh_from_db()
        assert announcement.written_at == OPEN_AT

    def test_it_goes_on_where_it_broke_off(self, announcement, monkeypatch):
        monkeypatch.setattr(sending, "BATCH", 2)
        for name in "ABCDE":
            registration(announcement.event, name)
        announcements.send(announcement, at=OPEN_AT, user=None)
        sending._write_batch(announcement, OPEN_AT)
        Message.objects.order_by("pk").first().registration.delete()
        assert announcements.write_due(at=OPEN_AT) == 3
        assert told() == [f"{name}@example.org" for name in "abcde"]

    def test_what_has_not_left_is_stopped(self, announcement):
        gone, _waiting = [registration(announcement.event, name) for name in ("Cleo", "Ben")]
        announcements.send(announcement, at=OPEN_AT, user=None)
        announcements.write_due(at=OPEN_AT)
        gone.messages.update(state=Message.State.SENT)
        assert announcements.drop(announcement, at=OPEN_AT, user=None)
        states = Message.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["sent", "cancelled"]
