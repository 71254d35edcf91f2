from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from anymail.signals import AnymailTrackingEvent, EventType

from events.models import Message, MessageEvent
from events.services import outbox, tracking
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

State = Message.State
SENT_AT = OPEN_AT
REPORTED_AT = OPEN_AT + timedelta(minutes=5)


@pytest.fixture
def message():
    message = outbox.queue("confirmed", registration(event_page().event), at=OPEN_AT)
    Message.objects.update(state=State.SENT, sent_at=SENT_AT, provider_id="<1@mailgun.example>")
    message.refresh_from_db()
    return message


def report(message=None, kind=EventType.DELIVERED, **details) -> AnymailTrackingEvent:
    known = {"tilmeld": str(message.reference)} if message else {}
    defaults = {
        "event_type": kind,
        "event_id": f"id of {kind}",
        "timestamp": REPORTED_AT,
        "metadata": known,
        "recipient": "cleo@example.org",
    }
    return AnymailTrackingEvent(**defaults | details)


def state_after(message, *reports) -> str:
    for each in reports:
        tracking.record(each, at=REPORTED_AT)
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventType.DELIVERED, State.DELIVERED),
        (EventType.DEFERRED, State.DEFERRED),
        (EventType.BOUNCED, State.BOUNCED),
        (EventType.COMPLAINED, State.COMPLAINED),
        (EventType.REJECTED, State.FAILED),
        (EventType.FAILED, State.FAILED),
        (EventType.SENT, State.SENT),
        (EventType.QUEUED, State.SENT),
    ],
)
def test_the_providers_word_becomes_ours(message, kind, state):
    assert state_after(message, report(message, kind)) == state
    kept = MessageEvent.objects.get(message=message)
    assert (kept.kind, kept.happened_at, kept.recorded_at) == (kind, REPORTED_AT, REPORTED_AT)


@pytest.mark.parametrize("kind", [EventType.OPENED, EventType.CLICKED, EventType.AUTORESPONDED])
def test_what_guests_do_with_a_letter_is_nobodys_business(message, kind):
    assert state_after(message, report(message, kind)) == State.SENT
    assert not MessageEvent.objects.exists()


@pytest.mark.parametrize(
    "order",
    list(
        permutations([EventType.SENT, EventType.DEFERRED, EventType.DELIVERED, EventType.BOUNCED])
    ),
)
def test_any_order_comes_to_the_same(message, order):
    assert state_after(message, *(report(message, kind) for kind in order)) == State.BOUNCED
    assert MessageEvent.objects.count() == 4


@pytest.mark.parametrize(
    ("had", "kind", "has"),
    [
        (State.QUEUED, EventType.SENT, State.SENT),
        (State.SENDING, EventType.DELIVERED, State.DELIVERED),
        (State.CANCELLED, EventType.DELIVERED, State.DELIVERED),
        (State.FAILED, EventType.DELIVERED, State.DELIVERED),
        (State.DELIVERED, EventType.SENT, State.DELIVERED),
        (State.DELIVERED, EventType.DEFERRED, State.DELIVERED),
        (State.DELIVERED, EventType.FAILED, State.DELIVERED),
        (State.DELIVERED, EventType.BOUNCED, State.BOUNCED),
        (State.BOUNCED, EventType.DELIVERED, State.BOUNCED),
        (State.BOUNCED, EventType.COMPLAINED, State.COMPLAINED),
        (State.COMPLAINED, EventType.BOUNCED, State.COMPLAINED),
    ],
)
def test_a_state_is_raised_and_never_lowered(message, had, kind, has):
    Message.objects.update(state=had)
    assert state_after(message, report(message, kind)) == has


def test_the_state_has_its_time_and_reason(message):
    bounce = report(
        message,
        EventType.BOUNCED,
        timestamp=OPEN_AT + timedelta(minutes=1),
        reject_reason="bounced",
        mta_response="smtp; 550 5.1.1 <cleo@example.org>: no such user",
    )
    state_after(message, bounce)
    assert message.state_at == OPEN_AT + timedelta(minutes=1)
    assert message.sent_at == SENT_AT
    assert message.reason == "bounced 550 5.1.1"
    assert MessageEvent.objects.get().detail == "bounced 550 5.1.1"


def test_the_servers_words_are_not_kept(message):
    words = "The address cleo@example.org, call 33662451, is closed"
    state_after(message, report(message, EventType.BOUNCED, description=words))
    assert (message.reason, MessageEvent.objects.get().detail) == ("", "")


def test_a_delay_that_ends_well_leaves_no_reason(message):
    delay = report(message, EventType.DEFERRED, mta_response="451 4.7.1 greylisted")
    assert state_after(message, delay, report(message)) == State.DELIVERED
    assert message.reason == ""


def test_what_the_provider_took_was_sent_then_although_we_never_knew(message):
    Message.objects.update(state=State.QUEUED, sent_at=None)
    state_after(message, report(message, EventType.DELIVERED))
    assert message.sent_at == REPORTED_AT
    assert outbox.sweep(at=REPORTED_AT) == 0


def test_a_repeated_report_is_kept_once(message):
    assert state_after(message, report(message), report(message)) == State.DELIVERED
    assert MessageEvent.objects.count() == 1


def test_a_repeated_report_is_no_news_of_a_letter_sent_again(message):
    state_after(message, report(message, EventType.BOUNCED))
    Message.objects.update(state=State.QUEUED)
    assert state_after(message, report(message, EventType.BOUNCED)) == State.QUEUED


def test_reports_without_an_id_are_told_apart_by_kind_and_time(message):
    later = REPORTED_AT + timedelta(seconds=1)
    state_after(
        message,
        report(message, EventType.DEFERRED, event_id=None),
        report(message, EventType.DEFERRED, event_id=None),
        report(message, EventType.DEFERRED, event_id=None, timestamp=later),
        report(message, EventType.DELIVERED, event_id=None, timestamp=None),
    )
    assert MessageEvent.objects.count() == 3


def test_a_long_id_is_kept_as_far_as_it_fits(message):
    state_after(message, report(message, event_id="x" * 300), report(message, event_id="x" * 300))
    assert len(MessageEvent.objects.get().event_id) == 255


def test_the_first_of_two_alike_counts(message):
    later = report(message, event_id="another", timestamp=REPORTED_AT + timedelta(hours=1))
    tracking.record(report(message), at=REPORTED_AT + timedelta(hours=2))
    tracking.record(later, at=REPORTED_AT + timedelta(hours=2))
    message.refresh_from_db()
    assert message.state_at == REPORTED_AT


def test_a_clock_ahead_does_not_count(message):
    state_after(message, report(message, timestamp=datetime(2099, 1, 1, tzinfo=UTC)))
    assert message.state_at == REPORTED_AT


class TestWhoseReportItIs:
    def test_without_metadata_the_providers_id_tells(self, message):
        for metadata in ({}, None, {"tilmeld": "not one of ours"}, {"other": "x"}):
            Message.objects.update(state=State.SENT)
            MessageEvent.objects.all().delete()
            found = report(metadata=metadata, message_id="<1@mailgun.example>")
            assert state_after(message, found) == State.DELIVERED

    def test_a_stranger_is_ignored(self, message):
        Message.objects.update(provider_id="")
        strangers = [
            report(),
            report(message_id=""),
            report(message_id="<2@mailgun.example>"),
            report(metadata={"tilmeld": "00000000-0000-4000-8000-000000000000"}),
        ]
        assert state_after(message, *strangers) == State.SENT
        assert not MessageEvent.objects.exists()
