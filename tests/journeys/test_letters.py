"""What becomes of letters: servers that are away, workers that die, providers that report."""

import json
import signal
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events import tasks
from events.models import Message, MessageEvent
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration
from tests.journeys.test_guest import Guest
from tests.support import provider as mailgun
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

State = Message.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def message():
    guest = registration(event_page().event)
    return outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)


def state_of(message) -> str:
    return Message.objects.get(pk=message.pk).state


def work_at(set_clock, at) -> None:
    """What worker and heartbeat do at an instant."""
    set_clock(at)
    for task in DBTaskResult.objects.filter(task_path="events.tasks.deliver_message"):
        tasks.deliver_message.call(*task.args_kwargs["args"])
    call_command("tilmeld_heartbeat", once=True)


class TestAMailServerThatIsAway:
    @pytest.fixture
    def cleo(self, mailserver, open_now):
        mailserver.down()
        cleo = Guest()
        cleo.open(event_page().get_url())
        cleo.send(name="Cleo", email="cleo@example.org")
        return cleo

    def test_the_guest_does_not_notice(self, cleo):
        assert cleo.heading == "You are registered"

    def test_the_letter_goes_within_two_minutes_of_its_return(self, cleo, mailserver, set_clock):
        for minute in range(90):
            work_at(set_clock, OPEN_AT + minute * MINUTE)
        assert Message.objects.get().state == State.QUEUED
        mailserver.up()
        work_at(set_clock, OPEN_AT + 92 * MINUTE)
        assert [mail["To"] for mail in mailserver.messages] == ["cleo@example.org"]
        assert Message.objects.get().attempts == 1

    def test_a_slow_one_is_not_waited_for_by_the_guest(self, mailserver, open_now):
        mailserver.delay = 30
        cleo = Guest()
        cleo.open(event_page().get_url())
        cleo.send(name="Cleo", email="cleo@example.org")
        assert cleo.heading == "You are registered"
        assert mailserver.connections == 0


class TestWorkers:
    @pytest.fixture
    def command(self, site_environment, mailserver):
        """Run a management command as a process that sends to the test's mail server."""
        address = f"smtp://{mailserver.host}:{mailserver.port}"
        environment = site_environment | {"EMAIL_URL": address, "BASE_URL": "http://127.0.0.1:1"}
        running = []

        def run(*arguments: str) -> subprocess.Popen:
            process = subprocess.Popen([sys.executable, "manage.py", *arguments], env=environment)
            running.append(process)
            return process

        yield run
        for process in running:
            process.kill()
            process.wait()

    @pytest.fixture
    def message(self):
        """Written now, as a process reads the machine's own clock."""
        start = timezone.localdate() + timedelta(days=30)
        guest = registration(event_page(start_date=start, deadline_date=start).event)
        return outbox.queue(Message.Kind.CONFIRMED, guest, at=timezone.now())

    def test_a_worker_delivers_what_it_is_asked_for(self, command, message, mailserver):
        worker = command("db_worker", "--queue-name=letters", "--batch", "--no-reload")
        assert worker.wait(60) == 0
        assert state_of(message) == State.SENT
        assert mailserver.envelopes[0].recipients == ["cleo@example.org"]

    def test_a_killed_one_loses_no_letter(self, command, message, mailserver):
        """It dies while the server looks at the letter: the one gap in which a copy is possible."""
        mailserver.delay = 1
        worker = command("tilmeld_heartbeat")
        until(lambda: state_of(message) == State.SENDING and mailserver.connections)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert outbox.sweep(at=timezone.now()) == 0  # its lease is not over yet
        Message.objects.update(lease_until=Now())
        mailserver.delay = 0
        assert outbox.sweep(at=timezone.now()) == 1
        assert state_of(message) == State.SENT
        assert len(mailserver.envelopes) in (1, 2)
        assert {mail["Message-ID"] for mail in mailserver.messages} == {
            f"<{message.reference}@example.org>"
        }

    def test_killed_while_registrations_come_in_they_lose_no_letter(
        self, command, message, mailserver
    ):
        """Each may be killed with one letter in hand, which the server may have taken."""
        mailserver.delay = 0.02
        event, kills = message.event, 0
        for letters_before_the_kill in (2, 7):
            for number in range(10):
                name = f"Guest{letters_before_the_kill}{number}"
                outbox.queue("confirmed", registration(event, name), at=timezone.now())
            goal = len(mailserver.envelopes) + letters_before_the_kill
            working = [
                command("db_worker", "--queue-name=letters", "--no-reload"),
                command("tilmeld_heartbeat", "--interval=0.2"),
            ]
            until(lambda goal=goal: len(mailserver.envelopes) >= goal, seconds=90)
            for process in working:
                process.kill()
                process.wait()
            kills += len(working)
        Message.objects.update(lease_until=Now())
        while outbox.sweep(at=timezone.now()):
            pass
        assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
        references = {f"<{message.reference}@example.org>" for message in Message.objects.all()}
        copies = Counter(mail["Message-ID"] for mail in mailserver.messages)
        assert set(copies) == references
        assert copies.total() - len(references) <= kills


class TestAProvider:
    @pytest.fixture(autouse=True)
    def sent(self, provider, message):
        outbox.sweep(at=OPEN_AT)
        assert state_of(message) == State.SENT

    def test_tells_that_a_letter_arrived(self, provider, message):
        assert provider.report("delivered").status_code == 200
        assert state_of(message) == State.DELIVERED

    def test_tells_it_twice_and_in_any_order(self, provider, message):
        for kind in ("failed", "delivered", "delivered", "accepted"):
            assert provider.report(kind).status_code == 200
        assert state_of(message) == State.BOUNCED
        assert MessageEvent.objects.count() == 3

    def test_tells_of_a_delay_and_why_it_came_back(self, provider, message):
        said = {"code": 450, "message": "450 4.2.2 Mailbox of cleo@example.org is full"}
        provider.report("failed", severity="temporary", **{"delivery-status": said})
        assert state_of(message) == State.DEFERRED
        said = {"code": 550, "message": "550 5.1.1 cleo@example.org is unknown"}
        provider.report(
            "failed", severity="permanent", reason="bounce", **{"delivery-status": said}
        )
        message.refresh_from_db()
        assert (message.state, message.reason) == (State.BOUNCED, "bounced 550 5.1.1")

    def test_tells_of_a_complaint(self, provider, message):
        provider.report("delivered")
        provider.report("complained")
        assert state_of(message) == State.COMPLAINED

    def test_is_recognised_by_its_own_number_too(self, provider, message):
        provider.report("delivered", **{"user-variables": {}})
        assert state_of(message) == State.DELIVERED

    def test_may_speak_of_letters_that_are_not_ours(self, provider, message):
        stranger = {"message": {"headers": {"message-id": "77@mailgun.example"}}}
        answer = provider.report("failed", **stranger, **{"user-variables": {}})
        assert answer.status_code == 200
        assert state_of(message) == State.SENT

    def test_another_provider_knows_nothing_of_our_letters(self, message, settings):
        settings.ANYMAIL |= {"WEBHOOK_SECRET": "ada:secret"}
        url = reverse("tilmeld:anymail:postmark_tracking_webhook")
        report = {"RecordType": "Bounce", "MessageID": "", "Type": "HardBounce", "ID": 1}
        report["Metadata"] = {"tilmeld": str(message.reference)}
        key = b64encode(b"ada:secret").decode()
        answer = Client(headers={"Authorization": f"Basic {key}"}).post(
            url, json.dumps(report), content_type="application/json"
        )
        assert answer.status_code == 200
        assert state_of(message) == State.SENT

    @pytest.mark.parametrize("key", ["", "a-guess", "the-key-that-sends"])
    def test_nobody_else_is_believed(self, provider, message, key):
        event = {"event": "failed", "user-variables": {"tilmeld": str(message.reference)}}
        forged = mailgun.signed("token", key) | {"event-data": event}
        assert mailgun.post(forged).status_code == 400
        assert mailgun.post({"event-data": event}).status_code == 400
        assert state_of(message) == State.SENT
        assert not MessageEvent.objects.exists()


#: Those that sign their reports with a key of their own, and those that know user and password.
#: Amazon and Resend sign too, and want packages that are not ours to install.
SIGNED = {
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mandrill": "MANDRILL_WEBHOOK_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
    "unisender_go": "UNISENDER_GO_API_KEY",
}
WITH_PASSWORD = ["brevo", "mailjet", "mailtrap", "postmark", "sparkpost"]


class TestReportsThatNobodySigned:
    @pytest.mark.parametrize("name", [*SIGNED, *WITH_PASSWORD])
    def test_are_refused_whosever_they_seem_to_be(self, settings, name):
        settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
        settings.ANYMAIL = {SIGNED[name]: "key"} if name in SIGNED else {}
        settings.ANYMAIL |= {"WEBHOOK_SECRET": "ada:secret"} if name in WITH_PASSWORD else {}
        for headers in ({}, {"Authorization": f"Basic {b64encode(b'ada:guess').decode()}"}):
            assert self.report(name, headers) == 400
        assert not MessageEvent.objects.exists()

    def report(self, name: str, headers: dict[str, str]) -> int:
        view = "webhook" if name == "mandrill" else "tracking_webhook"
        client = Client(headers=headers)
        url = reverse(f"tilmeld:anymail:{name}_{view}")
        said = {"auth": "a guess"} if name == "unisender_go" else {}
        return client.post(url, json.dumps(said), content_type="application/json").status_code

    def test_are_believed_with_user_and_password(self, settings, message):
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {"WEBHOOK_SECRET": "ada:secret"}
        bounce = {"RecordType": "Bounce", "MessageID": "1", "Type": "HardBounce", "ID": 1}
        said = json.dumps(bounce | {"Metadata": {"tilmeld": str(message.reference)}})
        url = reverse("tilmeld:anymail:postmark_tracking_webhook")
        headers = {"Authorization": f"Basic {b64encode(b'ada:secret').decode()}"}
        for _ in range(2):
            Client(headers=headers).post(url, said, content_type="application/json")
        assert state_of(message) == State.BOUNCED
        assert MessageEvent.objects.count() == 1
