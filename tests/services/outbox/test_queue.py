import pytest
from django.db import transaction

from events.models import Message
from events.services import outbox
from events.signals import message_queued
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broken():
    """A listener that always fails, before all that come after it."""

    def broken(**kwargs):
        raise ConnectionError("no queue today")

    message_queued.connect(broken)
    yield
    message_queued.disconnect(broken)


@pytest.fixture
def told():
    """The letters that a listener has been told of."""
    messages = []

    def listen(message_id, **kwargs):
        messages.append(message_id)

    message_queued.connect(listen)
    yield messages
    message_queued.disconnect(listen)


@pytest.fixture
def guest():
    return registration(event_page().event, language_code="da")


def test_it_is_a_row_in_the_guests_language(guest):
    message = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
    message.refresh_from_db()
    assert (message.kind, message.state, message.attempts) == ("link", "queued", 0)
    assert (message.to_address, message.language_code) == ("cleo@example.org", "da")
    assert message.created_at == message.due_at == message.state_at == OPEN_AT
    assert (message.subject, message.text, message.html, message.calendar) == ("", "", "", "")


def test_listeners_hear_of_it_after_the_commit(guest, told):
    with transaction.atomic():
        message = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        assert told == []
    assert told == [message.pk]


def test_what_is_rolled_back_was_never_there(guest, told):
    with transaction.atomic():
        outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        transaction.set_rollback(True)
    assert told == []
    assert not Message.objects.exists()


def test_a_listener_that_fails_fails_alone(guest, broken, told, caplog):
    message = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
    assert told == [message.pk]
    assert "no queue today" in caplog.text
