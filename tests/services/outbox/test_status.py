from datetime import timedelta

import pytest

from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db


def test_an_empty_outbox_is_open():
    status = outbox.status()
    assert set(status.numbers.values()) == {0}
    assert (status.oldest_at, status.closed_at) == (None, None)


def test_it_counts_and_tells_of_an_outage(mailserver):
    event = event_page().event
    for number in range(3):
        guest = registration(event, f"Guest{number}")
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT + timedelta(seconds=number))
    outbox.sweep(at=OPEN_AT)
    mailserver.down()
    outbox.sweep(at=OPEN_AT + timedelta(hours=1))
    status = outbox.status()
    assert (status.numbers["sent"], status.numbers["queued"]) == (1, 2)
    assert status.oldest_at == OPEN_AT + timedelta(seconds=2)
    assert status.closed_at == OPEN_AT + timedelta(hours=1)
    assert status.reason == "ConnectionRefusedError"
    assert status.probe_at == OPEN_AT + timedelta(hours=1, minutes=1)
