"""A letter once more: tried again, or written anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from events.models import Announcement, Message
from events.services import outbox
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db

LATER = OPEN_AT + timedelta(hours=1)


@pytest.fixture
def letter():
    return outbox.queue(Message.Kind.CONFIRMED, registration(event_page().event), at=OPEN_AT)


def test_a_letter_that_failed_is_tried_again(letter, mailoutbox):
    Message.objects.update(state="failed", reason="550")
    assert outbox.retry(letter, at=LATER, user=administrator())
    letter.refresh_from_db()
    assert (letter.state, letter.due_at, letter.reason) == ("queued", LATER, "")
    outbox.deliver(letter.pk, at=LATER)
    assert len(mailoutbox) == 1
    assert ModelLogEntry.objects.get(action="tilmeld.retry").user.username == "ada"


def test_one_that_is_on_its_way_is_not(letter):
    assert not outbox.retry(letter, at=LATER, user=None)
    assert not ModelLogEntry.objects.exists()


def test_one_that_went_out_is_written_anew_to_the_address_there_is_now(letter):
    Message.objects.update(state="bounced", text="As it was")
    letter.registration.email = "new@example.org"
    letter.registration.save()
    again = outbox.send_again(letter, at=LATER, user=None)
    again.refresh_from_db()
    assert (again.kind, again.state, again.to_address) == ("confirmed", "queued", "new@example.org")
    assert (again.text, again.created_at) == ("", LATER)
    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("bounced", "As it was")
    assert again.copy_of == letter


def test_what_many_are_told_is_told_once_to_each_unless_staff_send_it_again(letter):
    news = Announcement.objects.create(event=letter.event, kind="changed", created_at=OPEN_AT)
    Message.objects.update(announcement=news, state="bounced")
    letter.refresh_from_db()
    assert outbox.send_again(letter, at=LATER, user=None).announcement == news
    with pytest.raises(IntegrityError):
        Message.objects.update(copy_of=None)
