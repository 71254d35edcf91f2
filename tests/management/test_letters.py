"""The commands with which operators look after letters."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

State = Message.State


@pytest.fixture(autouse=True)
def _clock(open_now):
    pass


@pytest.fixture
def letters():
    event = event_page().event
    guests = [registration(event, f"Guest{number}") for number in range(3)]
    return [outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT) for guest in guests]


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def put(letter: Message, state: State) -> None:
    Message.objects.filter(pk=letter.pk).update(state=state)


def test_the_queue_is_shown(letters, mailserver):
    put(letters[0], State.FAILED)
    shown = run("tilmeld_queue")
    assert "queued             2" in shown
    assert "failed             1" in shown
    assert "The oldest that waits was due 2027-02-01 13:00:00." in shown
    assert "The mail server takes letters." in shown


def test_an_outage_is_shown(letters, mailserver):
    mailserver.down()
    run("tilmeld_send")
    assert (
        "takes no letters since 2027-02-01 13:00:00 (ConnectionRefusedError). "
        "The next one tries 2027-02-01 13:01:00."
    ) in run("tilmeld_queue")


def test_what_is_due_is_sent(letters, mailserver):
    assert "Letters tried: 3." in run("tilmeld_send")
    assert len(mailserver.envelopes) == 3


def test_letters_are_resent_as_they_need_it(letters):
    failed, sent, queued = letters
    put(failed, State.FAILED)
    put(sent, State.SENT)
    told = run("tilmeld_resend", *(str(letter.pk) for letter in letters))
    copy = Message.objects.get(copy_of=sent)
    assert told.splitlines() == [
        f"Letter {queued.pk}: left as it is (queued).",
        f"Letter {sent.pk}: sent once more as letter {copy.pk}.",
        f"Letter {failed.pk}: is tried anew.",
    ]


def test_all_that_failed_of_an_event_are_tried_anew(letters):
    put(letters[0], State.FAILED)
    put(letters[1], State.BOUNCED)
    run("tilmeld_resend", "--failed", str(letters[0].event_id))
    assert set(Message.objects.values_list("state", flat=True)) == {State.QUEUED}


def test_whoever_took_one_for_spam_is_left_in_peace(letters):
    put(letters[0], State.COMPLAINED)
    assert "left as it is (complained)" in run("tilmeld_resend", str(letters[0].pk))
    assert Message.objects.count() == 3


def test_no_such_letter():
    with pytest.raises(CommandError, match="no such letter"):
        run("tilmeld_resend", "4711")


def test_a_test_letter_is_sent(mailserver):
    assert "It was taken." in run("tilmeld_test_letter", "ada@example.org")
    assert mailserver.envelopes[0].recipients == ["ada@example.org"]


def test_a_test_letter_that_fails_is_explained(mailserver):
    mailserver.down()
    with pytest.raises(CommandError, match=r"ConnectionRefusedError: .*\n\nNobody answers"):
        run("tilmeld_test_letter", "ada@example.org")
