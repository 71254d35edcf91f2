"""What staff may do with a letter that went wrong, or went out."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.models import Announcement, Message
from events.services import outbox
from events.signals import message_queued
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db(transaction=True)

Kind, State = Message.Kind, Message.State
LATER = OPEN_AT + timedelta(days=4)


@pytest.fixture
def ada():
    return administrator()


@pytest.fixture
def guest():
    return registration(event_page().event)


@pytest.fixture
def sent(guest, mailserver) -> Message:
    message = outbox.queue(Kind.CONFIRMED, guest, at=OPEN_AT)
    outbox.deliver(message.pk, at=OPEN_AT)
    message.refresh_from_db()
    return message


@pytest.fixture
def told():
    messages = []
    listen = lambda message_id, **kwargs: messages.append(message_id)  # noqa: E731
    message_queued.connect(listen)
    yield messages
    message_queued.disconnect(listen)


def mend(guest) -> None:
    guest.email = "cleo.new@example.org"
    guest.save()


class TestRetry:
    @pytest.mark.parametrize("state", State)
    def test_only_what_did_not_arrive_is_tried_anew(self, sent, ada, state, told):
        Message.objects.update(state=state)
        may = state in (State.FAILED, State.BOUNCED, State.CANCELLED)
        assert outbox.retry(sent, at=LATER, user=ada) is may
        assert told == [sent.pk] * may
        assert ModelLogEntry.objects.filter(action="tilmeld.retry", user=ada).exists() is may

    def test_it_begins_anew(self, sent, ada):
        Message.objects.update(state=State.BOUNCED, reason="bounced 550 5.1.1")
        old = sent.reference
        outbox.retry(sent, at=LATER, user=ada)
        sent.refresh_from_db()
        assert (sent.state, sent.attempts, sent.reason) == (State.QUEUED, 0, "")
        assert sent.due_at == sent.state_at == sent.retried_at == LATER
        assert (sent.provider_id, sent.sent_at) == ("", None)
        assert sent.reference != old

    def test_it_says_what_is_true_by_now_to_the_address_known_by_now(
        self, sent, ada, guest, mailserver
    ):
        Message.objects.update(state=State.BOUNCED)
        mend(guest)
        sent.event.publications.update(venue_name="The new library")
        sent.refresh_from_db()
        outbox.retry(sent, at=LATER, user=ada)
        outbox.deliver(sent.pk, at=LATER)
        letter = mailserver.messages[-1]
        assert letter["To"] == "cleo.new@example.org"
        words = letter.get_body("plain").get_content()
        assert "The new library" in words
        assert guest.token in words

    def test_it_has_its_whole_time_again(self, sent, ada, mailserver):
        Message.objects.update(state=State.FAILED)
        outbox.retry(sent, at=LATER, user=ada)
        mailserver.refuse("451 4.7.1 Later")
        outbox.deliver(sent.pk, at=LATER)
        sent.refresh_from_db()
        assert sent.state == State.QUEUED

    def test_what_is_true_no_longer_is_not_sent(self, sent, ada, guest, mailserver):
        Message.objects.update(state=State.FAILED)
        guest.mark_cancelled(OPEN_AT)
        outbox.retry(sent, at=LATER, user=ada)
        outbox.deliver(sent.pk, at=LATER)
        assert len(mailserver.envelopes) == 1

    def test_nobody_is_left_to_write_to(self, sent, ada, guest):
        Message.objects.update(state=State.FAILED)
        guest.email = ""
        guest.save()
        sent.refresh_from_db()
        assert not outbox.retry(sent, at=LATER, user=ada)

    def test_one_of_many_keeps_the_pace(self, sent, ada, told):
        Message.objects.update(state=State.FAILED, to_many=True)
        sent.refresh_from_db()
        assert outbox.retry(sent, at=LATER, user=ada)
        assert told == []


class TestSendAgain:
    def test_what_was_sent_stays_and_a_copy_is_written_anew(self, sent, ada, told, mailserver):
        words = sent.text
        sent.event.publications.update(venue_name="The new library")
        copy = outbox.send_again(sent, at=LATER, user=ada)
        assert told == [copy.pk]
        outbox.deliver(copy.pk, at=LATER)
        copy.refresh_from_db()
        sent.refresh_from_db()
        assert (copy.state, copy.copy_of, copy.kind) == (State.SENT, sent, sent.kind)
        assert (sent.text, sent.sent_at) == (words, OPEN_AT)
        assert "The new library" in copy.text
        first, second = mailserver.messages
        assert first["Message-ID"] != second["Message-ID"]

    def test_it_goes_to_the_address_known_by_now(self, sent, ada, guest):
        mend(guest)
        sent.refresh_from_db()
        copy = outbox.send_again(sent, at=LATER, user=ada)
        assert (copy.to_address, copy.address_key) == (guest.email, guest.address_key)

    def test_what_was_told_to_many_can_be_told_again_at_the_same_pace(self, sent, ada, told):
        announcement = Announcement.objects.create(
            kind=Kind.CONFIRMED, event=sent.event, created_at=OPEN_AT
        )
        Message.objects.update(announcement=announcement, to_many=True)
        sent.refresh_from_db()
        copies = [outbox.send_again(sent, at=LATER, user=ada) for _ in range(2)]
        assert {(copy.announcement, copy.to_many) for copy in copies} == {(announcement, True)}
        assert told == []

    def test_it_is_logged(self, sent, ada, guest):
        outbox.send_again(sent, at=LATER, user=ada)
        entry = ModelLogEntry.objects.get(action="tilmeld.send_again")
        assert (entry.user, entry.timestamp, entry.object_id) == (ada, LATER, str(guest.pk))
        assert entry.data == {"letter": "confirmed"}

    def test_nobody_is_left_to_write_to(self, sent, ada, guest):
        guest.email = ""
        guest.save()
        sent.refresh_from_db()
        assert outbox.send_again(sent, at=LATER, user=ada) is None
        assert Message.objects.count() == 1
