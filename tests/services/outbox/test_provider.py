"""Letters through a provider's HTTP API: anymail's requests, really sent."""

from datetime import timedelta

import pytest
from anymail.backends.base_requests import AnymailRequestsBackend

from events import emails
from events.addresses import registration_url
from events.models import Gate, Message
from events.services import outbox
from events.services.outbox import post
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

State = Message.State
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def make():
    event = event_page().event

    def letter(name="Cleo") -> Message:
        return outbox.queue(Message.Kind.CONFIRMED, registration(event, name), at=OPEN_AT)

    return letter


def deliver(message: Message, at=OPEN_AT) -> Message:
    outbox.deliver(message.pk, at=at)
    message.refresh_from_db()
    return message


def test_the_provider_gets_the_whole_letter(make, provider):
    message = deliver(make())
    (request,) = provider.requests
    link = registration_url(message.registration, message.event.page)
    assert request.path == "/v3/example.org/messages"
    assert request.fields["to"] == "cleo@example.org"
    assert request.fields["subject"] == "You are registered: Dialogue meeting on 11 March"
    assert request.fields["h:Reply-To"] == "ada@example.org"
    assert request.fields["h:Auto-Submitted"] == "auto-generated"
    assert request.fields["h:Message-Id"] == f"<{message.reference}@example.org>"
    assert request.fields["v:tilmeld"] == str(message.reference)
    assert request.fields["o:tag"] == "confirmed"
    assert link in request.fields["text"]
    assert f'href="{link}"' in request.fields["html"]
    kind, content = request.files["event.ics"]
    assert (kind.content_type, kind.params["method"]) == ("text/calendar", "PUBLISH")
    assert content == message.calendar


def test_its_own_name_for_the_letter_is_kept(make, provider):
    message = deliver(make())
    assert (message.state, message.provider_id) == (State.SENT, "<1@mailgun.example>")


def test_providers_without_metadata_get_none(make, provider, monkeypatch):
    monkeypatch.setattr(post, "WITHOUT_METADATA", {"Mailgun"})
    assert deliver(make()).state == State.SENT
    assert "v:tilmeld" not in provider.requests[0].fields


def test_no_line_break_reaches_its_headers(make, provider, monkeypatch):
    split = emails.Letter("You are\nBcc: eve@example.org", "text", "html")
    monkeypatch.setattr(emails, "compose", lambda message, patterns: split)
    assert deliver(make()).reason == "BadHeaderError"
    assert provider.requests == []


class TestAnswers:
    def test_what_it_refuses_is_not_tried_again(self, make, provider, caplog):
        provider.answer(400)
        message = deliver(make())
        assert (message.state, message.reason) == (State.FAILED, "AnymailRequestsAPIError 400")
        assert "example.org" not in message.reason + caplog.text

    @pytest.mark.parametrize("status", [401, 402, 403, 404])
    def test_an_account_that_is_shut_fails_no_letter(self, make, provider, status):
        provider.answer(status)
        first, second = make("Ben"), make("Cleo")
        outbox.sweep(at=OPEN_AT)
        assert len(provider.requests) == 1
        waiting = Message.objects.filter(state=State.QUEUED, attempts=0)
        assert {m.pk for m in waiting} == {first.pk, second.pk}
        provider.answer(200)
        outbox.sweep(at=OPEN_AT + MINUTE)
        assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}

    def test_a_limit_is_kept_as_long_as_it_asks(self, make, provider):
        provider.answer(429, {"Retry-After": "90"})
        make("Ben"), make("Cleo")
        outbox.sweep(at=OPEN_AT)
        outbox.sweep(at=OPEN_AT + 89 * SECOND)
        assert len(provider.requests) == 1
        provider.answer(200)
        outbox.sweep(at=OPEN_AT + 90 * SECOND)
        assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}
        assert len(provider.requests) == 3

    @pytest.mark.parametrize("status", [500, 502, 503, 409])
    def test_a_fault_of_its_own_is_tried_later(self, make, provider, status):
        provider.answer(status)
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert message.reason == f"AnymailRequestsAPIError {status}"
        assert OPEN_AT + MINUTE <= message.due_at <= OPEN_AT + 1.2 * MINUTE

    @pytest.mark.parametrize(
        ("asked", "wait"),
        [
            ("600", 10 * MINUTE),
            ("Mon, 01 Feb 2027 12:20:00 GMT", 20 * MINUTE),
            ("999999999999", 60 * MINUTE),
        ],
    )
    def test_a_fault_with_a_pause_is_tried_after_it(self, make, provider, asked, wait):
        provider.answer(503, {"Retry-After": asked})
        assert deliver(make()).due_at == OPEN_AT + wait

    @pytest.mark.parametrize("asked", ["soon", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "²"])
    def test_a_pause_that_makes_no_sense_is_ours(self, make, provider, asked):
        provider.answer(503, {"Retry-After": asked})
        due = deliver(make()).due_at
        assert OPEN_AT + MINUTE <= due <= OPEN_AT + 1.2 * MINUTE

    def test_silence_after_the_letter_is_tried_later_and_counted(self, make, provider, settings):
        settings.ANYMAIL |= {"REQUESTS_TIMEOUT": 0.2}
        provider.hang()
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert message.due_at >= OPEN_AT + MINUTE
        assert len(provider.requests) == 1

    def test_hanging_up_after_the_letter_is_tried_later_and_counted(self, make, provider):
        provider.hang_up()
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert len(provider.requests) == 1

    def test_an_answer_it_can_not_read_is_tried_later(self, make, provider):
        provider.garble()
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)


class TestAProviderThatIsAway:
    def test_attempts_are_not_counted(self, make, provider):
        provider.close()
        first, second = deliver(make("Ben")), make("Cleo")
        assert (first.state, first.attempts) == (State.QUEUED, 0)
        assert deliver(second).reason == ""
        assert Gate.objects.get().probe_at == OPEN_AT + MINUTE

    def test_a_storm_of_faults_is_the_same_after_three(self, make, provider):
        provider.answer(500)
        for number in range(6):
            make(f"Guest{number}")
        outbox.sweep(at=OPEN_AT)
        assert len(provider.requests) == 3
        assert Gate.objects.get().reason == "AnymailRequestsAPIError 500"
        provider.answer(200)
        outbox.sweep(at=OPEN_AT + 2 * MINUTE)
        assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}

    def test_settings_that_went_missing_fail_no_letter(self, make, provider, settings):
        settings.ANYMAIL = {}
        message = deliver(make())
        assert message.reason == "unreachable: AnymailConfigurationError"
        assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_a_sweep_is_one_session(make, provider, monkeypatch):
    sessions = []
    create = AnymailRequestsBackend.create_session
    watched = lambda self: sessions.append(create(self)) or sessions[-1]  # noqa: E731
    monkeypatch.setattr(AnymailRequestsBackend, "create_session", watched)
    make("Ben"), make("Cleo")
    assert outbox.sweep(at=OPEN_AT) == 2
    assert len(sessions) == 1
