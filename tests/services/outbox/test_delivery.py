"""Letters through a real mail server, in good and bad weather."""

import logging
from datetime import timedelta
from email import message_from_bytes
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now
from icalendar import Calendar
from wagtail.models import Site

from events import emails
from events.addresses import registration_url
from events.models import EventSettings, Gate, Message
from events.models.message import link_mark
from events.services import outbox, retention
from events.services.outbox import claims, delivery
from events.services.outbox.outcomes import Outcome, Verdict
from events.services.outbox.post import Post, as_mail
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, registration
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

State = Message.State
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def event(db):
    return event_page().event


@pytest.fixture
def make(event):
    """Put a guest's letter into the outbox."""

    def letter(name="Cleo", kind=Message.Kind.CONFIRMED, at=OPEN_AT) -> Message:
        return outbox.queue(kind, registration(event, name), at=at)

    return letter


def deliver(message: Message, at=OPEN_AT) -> Message:
    outbox.deliver(message.pk, at=at)
    message.refresh_from_db()
    return message


def reasons(caplog) -> str:
    return " ".join(record.getMessage() for record in caplog.records)


HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID"),
    *("Auto-Submitted", "Content-Type", "MIME-Version"),
}


class TestALetter:
    def test_reaches_its_guest(self, make, mailserver, settings):
        settings.DEFAULT_FROM_EMAIL = "events@example.org"
        site = EventSettings.for_site(Site.objects.get())
        site.sender_name = "Culture & Leisure"
        site.save()
        message = deliver(make())
        (envelope,) = mailserver.envelopes
        mail = envelope.message
        assert envelope.recipients == ["cleo@example.org"]
        assert mail["To"] == "cleo@example.org"
        assert mail["From"] == "Culture & Leisure <events@example.org>"
        assert mail["Reply-To"] == "ada@example.org"
        assert mail["Subject"] == "You are registered: Dialogue meeting on 11 March"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"] == f"<{message.reference}@example.org>"

    def test_brings_text_html_and_calendar(self, make, mailserver):
        message = deliver(make())
        (mail,) = mailserver.messages
        link = registration_url(message.registration, message.event.page)
        assert link in mail.get_body("plain").get_content()
        assert f'href="{link}"' in mail.get_body("html").get_content()
        (file,) = mail.iter_attachments()
        assert file.get_content_type() == "text/calendar"
        assert file.get_param("method") == "PUBLISH"
        assert file.get_filename() == "event.ics"
        content = file.get_payload(decode=True).decode()
        assert content == message.calendar
        assert Calendar.from_ical(content)["METHOD"] == "PUBLISH"

    def test_is_kept_as_it_was_sent_without_the_guests_link(self, make, mailserver):
        message = deliver(make())
        assert (message.state, message.attempts, message.reason) == (State.SENT, 1, "")
        assert message.sent_at == message.state_at == OPEN_AT
        assert (message.claim, message.lease_until) == (None, None)
        token = message.registration.token
        mark = link_mark(message.registration)
        for kept in (message.text, message.html):
            assert mark in kept
            assert token not in kept
        sent = mailserver.messages[0].get_body("plain").get_content().replace("\r\n", "\n")
        assert sent.replace(link_of(message), mark) == message.text

    def test_is_handed_over_once(self, make, mailserver):
        message = deliver(deliver(make()), OPEN_AT + HOUR)
        assert len(mailserver.envelopes) == 1
        assert message.attempts == 1

    def test_waits_until_it_is_due(self, make, mailserver):
        message = make(at=OPEN_AT + SECOND)
        assert deliver(message).state == State.QUEUED
        assert deliver(message, OPEN_AT + SECOND).state == State.SENT

    def test_leaves_with_no_transaction_open(self, make, monkeypatch, mailserver):
        open_at_hand_over = []
        send = Post.send

        def watched(self, message, at):
            open_at_hand_over.append(len(connection.savepoint_ids))
            return send(self, message, at)

        monkeypatch.setattr(Post, "send", watched)
        before = len(connection.savepoint_ids)
        deliver(make())
        assert open_at_hand_over == [before]

    @pytest.mark.parametrize(
        "address",
        [
            "cleo@example.org, eve@example.org",
            "Cleo <cleo@example.org>",
            "cleo@example.org\r\nBcc: eve@example.org",
            "cleo",
        ],
    )
    def test_goes_to_one_bare_address_or_nowhere(self, make, mailserver, address):
        message = make()
        Message.objects.update(to_address=address)
        assert deliver(message).state == State.FAILED
        assert message.reason == "ValidationError"
        assert mailserver.envelopes == []

    def test_has_no_line_break_in_its_subject(self, make, mailserver, monkeypatch):
        split = emails.Letter("You are\nBcc: eve@example.org", "text", "html")
        monkeypatch.setattr(emails, "compose", lambda message, patterns: split)
        assert deliver(make()).reason == "BadHeaderError"
        assert mailserver.envelopes == []

    def test_nothing_typed_becomes_a_header(self, event, mailserver):
        values = [clean(text)[:120] for text in VALUES.values() if clean(text)]
        for number, value in enumerate(values):
            guest = registration(event, value, email=f"{number}@example.org", companions=[value])
            outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        assert outbox.sweep(at=OPEN_AT, limit=1000) == len(values) > 250
        for number, envelope in enumerate(mailserver.envelopes):
            assert envelope.recipients == [f"{number}@example.org"]
            assert headers(envelope) == HEADERS, values[number]

    def test_no_title_becomes_a_header(self, make, mailserver):
        message = deliver(make())
        for value in filter(None, map(clean, VALUES.values())):
            message.event.publications.update(title=value[:255])
            message.subject = emails.compose(message).subject
            assert dict(as_mail(message, "events@example.org").message()).keys() <= HEADERS, value


class TestRefusals:
    @pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "553 5.1.3 What?"])
    def test_an_address_refused_for_good_is_not_tried_again(self, make, mailserver, answer, caplog):
        mailserver.refuse_recipient(f"{answer}: cleo@example.org")
        message = deliver(make())
        assert (message.state, message.state_at) == (State.FAILED, OPEN_AT)
        assert message.reason == f"SMTPRecipientsRefused {answer[:3]}"
        assert "example.org" not in reasons(caplog)
        mailserver.accept()
        assert deliver(message, OPEN_AT + 2 * HOUR).state == State.FAILED
        assert mailserver.envelopes == []

    def test_a_letter_refused_for_good_is_not_tried_again(self, make, mailserver):
        mailserver.refuse("554 5.7.1 Spam")
        message = deliver(make())
        assert (message.state, message.reason) == (State.FAILED, "SMTPDataError 554")

    @pytest.mark.parametrize("refuse", ["refuse", "refuse_recipient"])
    def test_what_is_refused_for_now_is_tried_later(self, make, mailserver, refuse):
        getattr(mailserver, refuse)("451 4.7.1 Greylisted")
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert message.reason.endswith(" 451")
        assert OPEN_AT + MINUTE <= message.due_at <= OPEN_AT + 1.2 * MINUTE
        mailserver.accept()
        message = deliver(message, message.due_at)
        assert (message.state, message.attempts, message.reason) == (State.SENT, 2, "")

    def test_the_pauses_grow(self, make, mailserver):
        mailserver.refuse("451 4.7.1 Later")
        message, pauses = make(), []
        for _ in range(7):
            tried_at = message.due_at
            deliver(message, tried_at)
            pauses.append((message.due_at - tried_at) / MINUTE)
        spread = pauses[0]
        assert 1 <= spread <= 1.2
        assert pauses == pytest.approx([n * spread for n in (1, 5, 10, 30, 60, 60, 60)])

    def test_it_is_given_up_after_three_days(self, make, mailserver):
        mailserver.refuse("451 4.7.1 Later")
        message = make()
        Message.objects.update(due_at=OPEN_AT + 72 * HOUR - SECOND)
        assert deliver(message, OPEN_AT + 72 * HOUR - SECOND).state == State.QUEUED
        assert deliver(message, message.due_at).state == State.FAILED
        assert message.reason == "SMTPDataError 451"

    def test_one_refusal_holds_up_nobody_else(self, make, mailserver):
        mailserver.refuse_recipient("550 No such user")
        deliver(make("Ben"))
        mailserver.accept()
        assert deliver(make("Cleo")).state == State.SENT

    def test_a_connection_lost_after_the_letter_is_tried_again_with_the_same_words(
        self, make, mailserver
    ):
        mailserver.drop_after_data()
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert message.reason == "SMTPServerDisconnected"
        mailserver.accept()
        message.event.publications.update(venue_name="Elsewhere")
        assert deliver(message, message.due_at).state == State.SENT
        first, second = mailserver.messages
        assert first["Message-ID"] == second["Message-ID"]
        assert first.get_body("plain").get_content() == second.get_body("plain").get_content()

    def test_a_server_that_hangs_is_not_waited_for_long(self, make, mailserver, settings):
        settings.EMAIL_TIMEOUT = 0.2
        mailserver.delay = 0.6
        message = deliver(make())
        assert (message.state, message.reason) == (State.QUEUED, "SMTPServerDisconnected")


class TestAServerThatIsAway:
    """One letter a minute probes, the others wait; the first success releases them."""

    @pytest.fixture(autouse=True)
    def away(self, mailserver):
        mailserver.down()

    def test_attempts_are_not_counted(self, make):
        message = deliver(make())
        assert (message.state, message.attempts) == (State.QUEUED, 0)
        assert message.reason == "unreachable: ConnectionRefusedError"
        gate = Gate.objects.get()
        assert (gate.closed_at, gate.probe_at) == (OPEN_AT, OPEN_AT + MINUTE)
        assert gate.reason == "ConnectionRefusedError"

    def test_a_new_letter_does_not_even_try(self, make, mailserver):
        deliver(make("Ben"))
        mailserver.up()
        message = deliver(make("Cleo", at=OPEN_AT + SECOND), OPEN_AT + SECOND)
        assert (message.state, message.attempts, message.reason) == (State.QUEUED, 0, "")
        assert mailserver.connections == 0

    def test_an_hour_leaves_one_line_in_a_letters_history(self, make, mailserver):
        message = make()
        for minute in range(60):
            outbox.sweep(at=OPEN_AT + minute * MINUTE)
        mailserver.up()
        outbox.sweep(at=OPEN_AT + HOUR)
        message.refresh_from_db()
        assert [(each["outcome"], each["at"]) for each in message.history] == [
            ("closed", OPEN_AT.isoformat()),
            ("sent", (OPEN_AT + HOUR).isoformat()),
        ]

    def test_one_letter_a_minute_probes_each_in_its_turn(self, make, caplog):
        letters = [make(name) for name in ("Ben", "Cleo", "Dan")]
        caplog.set_level(logging.WARNING, "tilmeld")
        for minute in range(6):
            outbox.sweep(at=OPEN_AT + SECOND + minute * MINUTE)
        tried = [record.args[0] for record in caplog.records if record.name == "tilmeld"]
        assert tried == 2 * [letter.pk for letter in letters]

    def test_all_leave_within_a_minute_of_its_return(self, make, mailserver):
        for name in ("Ben", "Cleo", "Dan"):
            make(name)
        for minute in range(3 * 60):
            outbox.sweep(at=OPEN_AT + minute * MINUTE)
        mailserver.up()
        outbox.sweep(at=OPEN_AT + 3 * HOUR)
        assert len(mailserver.envelopes) == 3
        assert set(Message.objects.values_list("state", "attempts", "reason")) == {
            (State.SENT, 1, "")
        }

    def test_they_say_what_is_true_by_then(self, make, mailserver):
        message = deliver(make())
        message.event.publications.update(venue_name="The new library")
        mailserver.up()
        deliver(message, OPEN_AT + MINUTE)
        assert "The new library" in mailserver.messages[0].get_body("plain").get_content()

    def test_a_probe_that_is_overtaken_passes_the_turn_on(self, make, mailserver):
        first, second = make("Ben"), make("Cleo")
        outbox.sweep(at=OPEN_AT)
        mailserver.up()
        probe = Message.objects.order_by("due_at", "pk").first()
        cancel(probe.registration, at=OPEN_AT, letter=False)
        outbox.sweep(at=OPEN_AT + MINUTE)
        states = {m.state for m in Message.objects.filter(pk__in=[first.pk, second.pk])}
        assert states == {State.CANCELLED, State.SENT}

    def test_a_probe_that_is_put_off_passes_the_turn_on(self, make, mailserver):
        make("Ben"), make("Cleo")
        outbox.sweep(at=OPEN_AT)
        mailserver.up()
        mailserver.refuse("451 4.7.1 Later")
        outbox.sweep(at=OPEN_AT + MINUTE)
        assert set(Message.objects.values_list("reason", "attempts")) == {("SMTPDataError 451", 1)}

    def test_it_is_given_up_after_three_days(self, make):
        message = make()
        Message.objects.update(due_at=OPEN_AT + 72 * HOUR)
        assert deliver(message, OPEN_AT + 72 * HOUR).state == State.FAILED

    def test_a_greeting_that_closes_the_gate_is_the_same(self, make, mailserver):
        mailserver.up()
        mailserver.refuse_recipient("421 4.3.2 Shutting down")
        message = deliver(make())
        assert (message.attempts, Gate.objects.get().probe_at) == (0, OPEN_AT + MINUTE)

    def test_a_password_it_refuses_is_the_same(self, make, mailserver, settings):
        mailserver.up()
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ada", "wrong"
        message = deliver(make())
        assert message.attempts == 0
        assert message.reason.startswith("unreachable: SMTP")


class TestAServerThatFails:
    """It answers, but with faults of its own: three letters in a row close the gate."""

    @pytest.fixture(autouse=True)
    def failing(self, mailserver):
        mailserver.refuse("451 4.3.0 Mail system full")

    def test_it_does_not_burn_every_letters_attempts(self, make, mailserver):
        for number in range(8):
            make(f"Guest{number}")
        outbox.sweep(at=OPEN_AT)
        assert sorted(Message.objects.values_list("attempts", flat=True)) == [0] * 5 + [1] * 3
        assert Gate.objects.get().closed_at == OPEN_AT
        outbox.sweep(at=OPEN_AT + 30 * SECOND)
        assert Message.objects.filter(attempts=1).count() == 3

    def test_one_a_minute_tries_until_it_is_well(self, make, mailserver):
        for number in range(8):
            make(f"Guest{number}")
        outbox.sweep(at=OPEN_AT)
        outbox.sweep(at=OPEN_AT + MINUTE)
        assert Message.objects.filter(attempts=1).count() == 4
        mailserver.accept()
        outbox.sweep(at=OPEN_AT + 3 * MINUTE)
        assert {each.recipients[0] for each in mailserver.envelopes} == {
            f"guest{number}@example.org" for number in range(8)
        }
        assert str(Gate.objects.get()) == "open"

    def test_now_and_then_a_fault_closes_nothing(self, make, mailserver):
        for number in range(4):
            mailserver.refuse("451 4.3.0 Mail system full")
            deliver(make(f"Guest{number}"))
            mailserver.accept()
            deliver(make(f"Other{number}"))
        assert len(mailserver.envelopes) == 4
        assert Gate.objects.get().closed_at is None

    def test_greylisting_speaks_of_one_letter(self, make, mailserver):
        mailserver.refuse("451 4.7.1 Greylisted")
        for number in range(5):
            make(f"Guest{number}")
        assert outbox.sweep(at=OPEN_AT) == 5
        assert Gate.objects.get().closed_at is None


class TestHistory:
    def test_each_attempt_is_kept_with_its_time_and_outcome(self, make, mailserver):
        mailserver.refuse("451 4.7.1 Later")
        message = deliver(make())
        mailserver.accept()
        tried_again_at = message.due_at
        deliver(message, tried_again_at)
        assert message.history == [
            {"at": OPEN_AT.isoformat(), "outcome": "later", "reason": "SMTPDataError 451"},
            {"at": tried_again_at.isoformat(), "outcome": "sent", "reason": ""},
        ]

    def test_it_goes_on_where_staff_have_it_tried_anew(self, make, mailserver):
        mailserver.refuse("554 5.7.1 Spam")
        message = deliver(make())
        mailserver.accept()
        outbox.retry(message, at=OPEN_AT + HOUR, user=None)
        deliver(message, OPEN_AT + HOUR)
        assert [each["outcome"] for each in message.history] == ["refused", "sent"]

    def test_it_is_erased_with_the_words(self, make, event, mailserver):
        message = deliver(make())
        retention.erase_event(event, at=OPEN_AT)
        message.refresh_from_db()
        assert (message.text, message.history) == ("", [])


class TestOvertakenLetters:
    def test_a_confirmation_of_what_was_cancelled(self, make, mailserver):
        message = make()
        cancel(message.registration, at=OPEN_AT)
        outbox.sweep(at=OPEN_AT)
        message.refresh_from_db()
        assert (message.state, message.reason) == (State.CANCELLED, "registration cancelled")
        (mail,) = mailserver.messages
        assert mail["Subject"].startswith("Your registration is cancelled")

    def test_a_link_to_what_was_cancelled(self, make, mailserver):
        message = make(kind=Message.Kind.LINK)
        cancel(message.registration, at=OPEN_AT, letter=False)
        assert deliver(message).reason == "registration cancelled"

    def test_any_letter_to_whom_was_erased(self, make, mailserver):
        for kind in Message.Kind:
            message = make(name=kind.value, kind=kind)
            message.registration.erased_at = OPEN_AT
            message.registration.save()
            assert deliver(message).reason == "registration erased"
        assert mailserver.envelopes == []

    def test_a_letter_whose_registration_is_gone(self, make, mailserver):
        message = make()
        message.registration.delete()
        assert deliver(message).state == State.CANCELLED

    def test_a_confirmation_of_a_cancelled_event(self, make, event, mailserver):
        message = make()
        type(event).objects.update(cancelled=True)
        assert deliver(message).reason == "event cancelled"

    def test_not_the_link_to_what_is_registered_for_it(self, make, event, mailserver):
        message = make(kind=Message.Kind.LINK)
        type(event).objects.update(cancelled=True)
        assert deliver(message).state == State.SENT

    def test_a_confirmation_that_comes_after_the_event(self, make, event, mailserver):
        message = make()
        assert deliver(message, event.ends_at).reason == "event over"

    def test_not_one_that_was_written_afterwards(self, make, event, mailserver):
        message = make(at=event.ends_at)
        assert deliver(message, event.ends_at + HOUR).state == State.SENT


class TestALetterThatCantBeWritten:
    def test_is_tried_later_and_told_of(self, make, mailserver, monkeypatch, caplog):
        written = emails.compose

        def broken(message, patterns):
            raise OSError("mjml")

        monkeypatch.setattr(emails, "compose", broken)
        message = deliver(make())
        assert (message.state, message.reason) == (State.QUEUED, "not written: OSError")
        assert f"Letter {message.pk} could not be written." in reasons(caplog)
        monkeypatch.setattr(emails, "compose", written)
        assert deliver(message, message.due_at).state == State.SENT


class TestClaims:
    def take(self, message: Message, **fields) -> None:
        """As a worker does that then dies or is slow."""
        taken = {"state": State.SENDING, "attempts": 1, "claim": message.reference}
        Message.objects.filter(pk=message.pk).update(**taken | fields)

    def test_what_another_worker_holds_is_left_alone(self, make, mailserver):
        message = make()
        self.take(message, lease_until=Now() + 5 * SECOND)
        # Whatever this worker's own clock says: only the database's counts.
        assert deliver(message, OPEN_AT + 1000 * HOUR).state == State.SENDING
        assert outbox.sweep(at=OPEN_AT + 1000 * HOUR) == 0
        assert mailserver.envelopes == []

    def test_what_a_dead_worker_held_is_taken_over(self, make, mailserver):
        message = make()
        self.take(message, lease_until=Now() - SECOND)
        assert outbox.sweep(at=OPEN_AT) == 1
        message.refresh_from_db()
        assert (message.state, message.attempts) == (State.SENT, 2)
        assert len(mailserver.envelopes) == 1

    def test_the_lease_is_as_long_as_the_setting(self, make, settings, monkeypatch):
        settings.TILMELD = {"LEASE_SECONDS": 120}
        leases = []

        def asked(self, message, at):
            mine = Message.objects.filter(pk=message.pk)
            over = [mine.filter(lease_until__lte=Now() + n * SECOND).exists() for n in (110, 120)]
            leases.append(over)
            return Outcome(Verdict.SENT)

        monkeypatch.setattr(Post, "send", asked)
        deliver(make())
        assert leases == [[False, True]]

    def test_a_slow_worker_does_not_undo_what_a_later_one_did(self, make, mailserver, monkeypatch):
        send = Post.send

        def overtaken(self, message, at):
            outcome = send(self, message, at)
            Message.objects.update(state=State.FAILED, claim=uuid4())
            return outcome

        monkeypatch.setattr(Post, "send", overtaken)
        message = deliver(make())
        assert (message.state, message.sent_at) == (State.FAILED, None)

    def test_a_report_faster_than_we_are_stands(self, make, mailserver, monkeypatch):
        send = Post.send

        def reported(self, message, at):
            outcome = send(self, message, at)
            Message.objects.filter(pk=message.pk).update(state=State.DELIVERED)
            return outcome

        monkeypatch.setattr(Post, "send", reported)
        message = deliver(make())
        assert (message.state, message.sent_at) == (State.DELIVERED, OPEN_AT)
        assert message.claim is None

    def test_what_is_erased_under_way_is_not_written_back(self, make, mailserver, monkeypatch):
        compose = emails.compose

        def erased(message, patterns):
            letter = compose(message, patterns)
            Message.objects.update(state=State.CANCELLED, to_address="", claim=None)
            return letter

        monkeypatch.setattr(emails, "compose", erased)
        message = deliver(make())
        assert (message.state, message.text, message.subject) == (State.CANCELLED, "", "")
        assert mailserver.envelopes == []


class TestSweep:
    def test_many_letters_share_a_connection(self, make, mailserver):
        for number in range(5):
            make(f"Guest{number}")
        assert outbox.sweep(at=OPEN_AT) == 5
        assert len(mailserver.envelopes) == 5
        assert mailserver.connections == 1

    def test_it_does_nothing_twice(self, make, mailserver):
        make()
        assert [outbox.sweep(at=OPEN_AT), outbox.sweep(at=OPEN_AT)] == [1, 0]
        assert (len(mailserver.envelopes), mailserver.connections) == (1, 1)

    def test_it_goes_on_after_a_refusal(self, make, mailserver):
        make("Ben")
        Message.objects.update(to_address="nobody")
        make("Cleo")
        assert outbox.sweep(at=OPEN_AT) == 2
        assert [m["To"] for m in mailserver.messages] == ["cleo@example.org"]

    def test_it_goes_on_over_a_new_connection(self, make, mailserver):
        make("Ben"), make("Cleo")
        mailserver.drop_after_data()
        assert outbox.sweep(at=OPEN_AT) == 2
        assert mailserver.connections == 2

    def test_whoever_waits_longest_is_first(self, make, mailserver):
        make("Cleo"), make("Ben", at=OPEN_AT - HOUR)
        outbox.sweep(at=OPEN_AT)
        assert [m["To"] for m in mailserver.messages] == ["ben@example.org", "cleo@example.org"]

    def test_what_is_published_meanwhile_stands_in_the_next_batch(
        self, make, event, mailserver, monkeypatch
    ):
        monkeypatch.setattr(delivery, "BATCH", 1)
        make("Ben"), make("Cleo")
        moved = {"venue_name": "The new library"}
        outbox.sweep(at=OPEN_AT, go_on=lambda: event.publications.update(**moved))
        bens, cleos = (mail.get_body("plain").get_content() for mail in mailserver.messages)
        assert ("The new library" in bens, "The new library" in cleos) == (False, True)

    def test_what_was_claimed_and_not_begun_is_given_back(self, make, mailserver):
        for number in range(4):
            make(f"Guest{number}")
        answers = iter([True, False])
        outbox.sweep(at=OPEN_AT, go_on=lambda: next(answers))
        left = Message.objects.filter(state=State.QUEUED)
        assert set(left.values_list("attempts", "claim", "tried_at")) == {(0, None, None)}
        assert outbox.sweep(at=OPEN_AT) == 3

    def test_a_letter_that_could_not_begin_in_time_is_left_to_others(
        self, make, mailserver, monkeypatch
    ):
        monkeypatch.setattr(claims, "BEGIN_WITHIN", -1)
        make()
        assert outbox.sweep(at=OPEN_AT) == 0
        assert mailserver.envelopes == []
        monkeypatch.undo()

    def test_it_can_be_bounded_and_stopped(self, make, mailserver):
        for number in range(4):
            make(f"Guest{number}")
        assert outbox.sweep(at=OPEN_AT, limit=1) == 1
        answers = iter([True, True, False])
        assert outbox.sweep(at=OPEN_AT, go_on=lambda: next(answers)) == 2
        assert len(mailserver.envelopes) == 3


def link_of(message: Message) -> str:
    return registration_url(message.registration, message.event.page)


def clean(text: str) -> str:
    """What the database can hold: no NUL, no half of a character."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def headers(envelope) -> set[str]:
    return set(message_from_bytes(envelope.content).keys())
