import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.management.commands import tilmeld_heartbeat
from events.models import Event, Message, Publication, Registration, Status
from events.services import outbox
from tests.factories import draft_event_page, event_page, registration
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

PIECES = ["publish_scheduled", "repair", "lapse_offers", "carry_on_all", "write_due"]
PIECES += ["write_to_staff", "sweep", "forget_old", "erase_due"]


@pytest.fixture
def event():
    start = timezone.localdate() + timedelta(days=30)
    return event_page(start_date=start, deadline_date=start).event


@pytest.fixture
def message(event, mailserver):
    return outbox.queue(Message.Kind.CONFIRMED, registration(event), at=timezone.now())


def beat() -> None:
    call_command("tilmeld_heartbeat", once=True)


def test_it_sends_what_waits(message, mailserver):
    beat()
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert len(mailserver.envelopes) == 1


def test_it_publishes_what_is_scheduled(event):
    page = draft_event_page(event.page.get_parent(), title="Later", slug="later")
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    type(page).objects.filter(pk=page.pk).update(go_live_at=timezone.now())
    page.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    beat()
    assert Event.objects.filter(title="Later").exists()


def test_it_repairs_what_publishing_missed(event):
    Publication.objects.all().delete()
    beat()
    assert event.publications.count() == 1


def test_it_passes_on_seats_that_nobody_accepted(event):
    offered, waiting = registration(event), registration(event, "Dora")
    offered.mark_offered(timezone.now() - timedelta(seconds=1))
    waiting.mark_waiting(timezone.now())
    beat()
    offered.refresh_from_db()
    waiting.refresh_from_db()
    assert (offered.status, waiting.status) == (Status.LAPSED, Status.CONFIRMED)


def test_it_erases_on_the_day(event):
    guest = registration(event)
    Event.objects.update(erase_on=timezone.localdate() - timedelta(days=1))
    beat()
    assert Registration.objects.get(pk=guest.pk).erased_at


def test_it_forgets_how_often_a_network_sent_the_form(event):
    now, key = timezone.now(), "library"
    for hour in (now, now - timedelta(hours=3)):
        event.post_counts.create(network_key=key, hour=hour)
    beat()
    assert event.post_counts.get().hour == now


@pytest.fixture
def pieces(monkeypatch):
    """What a beat calls, in order, doing nothing; pieces named in ``broken`` raise."""
    done, broken = [], set()

    def piece(name, answer=None):
        def work(*args, **kwargs):
            done.append(name)
            if name in broken:
                raise RuntimeError(f"{name} is broken")
            return answer

        return work

    command = tilmeld_heartbeat
    monkeypatch.setattr(command, "call_command", piece("publish_scheduled"))
    monkeypatch.setattr(command.event, "repair", piece("repair"))
    monkeypatch.setattr(command.registration, "lapse_offers", piece("lapse_offers"))
    monkeypatch.setattr(command.bulk, "carry_on_all", piece("carry_on_all"))
    monkeypatch.setattr(command.announcements, "write_due", piece("write_due"))
    monkeypatch.setattr(command.following, "write_due", piece("write_to_staff"))
    monkeypatch.setattr(command.outbox, "sweep", piece("sweep", 0))
    monkeypatch.setattr(command.limits, "forget_old", piece("forget_old"))
    monkeypatch.setattr(command.retention, "erase_due", piece("erase_due"))
    return done, broken


@pytest.mark.parametrize("broken_one", PIECES)
def test_a_piece_that_fails_stops_no_other(pieces, broken_one, caplog):
    done, broken = pieces
    broken.add(broken_one)
    beat()
    assert done == PIECES
    assert f"{broken_one} is broken" in caplog.text


def test_it_sweeps_until_nothing_is_left(pieces, monkeypatch):
    answers = iter([100, 100, 3, 0])
    monkeypatch.setattr(outbox, "sweep", lambda **kwargs: next(answers))
    beat()
    assert list(answers) == []


def test_letters_leave_time_for_the_rest(pieces, monkeypatch):
    done, _ = pieces
    monkeypatch.setattr(outbox, "sweep", lambda **kwargs: 1 if kwargs["go_on"]() else 0)
    call_command("tilmeld_heartbeat", once=True, interval=0.05)
    assert done[-1] == "erase_due"


def test_it_beats_again_until_it_is_told_to_stop(pieces, monkeypatch):
    """The signal comes in the third beat's first piece: that is finished, no other is begun."""
    done, _ = pieces
    work = tilmeld_heartbeat.call_command

    def third_time_unlucky(*args):
        work(*args)
        if done.count("publish_scheduled") == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(tilmeld_heartbeat, "call_command", third_time_unlucky)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("tilmeld_heartbeat", interval=0.01)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert done == [*PIECES, *PIECES, "publish_scheduled"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_as_a_process_it_sends_and_ends_when_asked(message, mailserver, site_environment, number):
    environment = site_environment | {"EMAIL_URL": f"smtp://{mailserver.host}:{mailserver.port}"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "tilmeld_heartbeat", "--interval=0.2"], env=environment
    )
    try:
        until(lambda: mailserver.envelopes)
        process.send_signal(number)
        assert process.wait(20) == 0
    finally:
        process.kill()
    message.refresh_from_db()
    assert message.state == Message.State.SENT
