from datetime import timedelta

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry

from events.models import Invitation, Message
from events.services import outbox
from events.services.outbox.queue import TOO_MANY
from events.signals import message_queued
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db(transaction=True)

State = Message.State
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


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


class TestHoldingBack:
    """Anybody can have letters sent to somebody else's address, but not many a day."""

    @pytest.fixture(autouse=True)
    def two_a_day(self, settings):
        settings.TILMELD = {"LETTERS_PER_DAY": 2}

    def write(self, guest, kind=Message.Kind.LINK, at=OPEN_AT, **fields) -> str:
        return outbox.queue(kind, guest, at=at, **fields).state

    def test_an_address_gets_its_share_of_the_day(self, guest, told):
        assert [self.write(guest) for _ in range(3)] == [State.QUEUED, State.QUEUED, State.HELD]
        assert len(told) == 2
        assert Message.objects.get(state=State.HELD).reason == TOO_MANY

    def test_the_share_is_one_addresss_for_all_events(self, guest):
        other = registration(event_page(slug="other").event, email="CLEO@example.org")
        states = [self.write(each) for each in (guest, other, guest, other)]
        assert states == [State.QUEUED, State.QUEUED, State.HELD, State.HELD]
        assert self.write(registration(guest.event, "Dora")) == State.QUEUED

    def test_a_day_later_there_is_a_new_share(self, guest):
        for _ in range(2):
            self.write(guest)
        assert self.write(guest, at=OPEN_AT + DAY - SECOND) == State.HELD
        assert self.write(guest, at=OPEN_AT + DAY + SECOND) == State.QUEUED

    @pytest.mark.parametrize("kind", Message.Kind)
    def test_only_letters_that_strangers_cause_are_counted_and_held(self, guest, kind):
        held = {"confirmed", "waiting", "changed", "cancelled", "link"}
        states = [self.write(guest, kind) for _ in range(3)]
        assert states[2] == (State.HELD if kind in held else State.QUEUED)
        after = State.HELD if kind in held else State.QUEUED
        assert self.write(guest) == after

    def test_what_staff_have_changed_is_not_counted_and_not_held(self, guest):
        ada = administrator()
        by_staff, by_guest = (
            guest.changes.create(created_at=OPEN_AT, user=user) for user in (ada, None)
        )
        changed = Message.Kind.CHANGED
        assert {self.write(guest, changed, change=by_staff) for _ in range(3)} == {State.QUEUED}
        states = [self.write(guest, changed, change=by_guest) for _ in range(3)]
        assert states == [State.QUEUED, State.QUEUED, State.HELD]
        assert self.write(guest, changed, change=by_staff) == State.QUEUED

    def test_another_address_has_a_share_of_its_own(self, guest):
        for _ in range(2):
            self.write(guest)
        guest.email = "New@Example.org"
        guest.save()
        assert [self.write(guest) for _ in range(3)][1:] == [State.QUEUED, State.HELD]
        newest = Message.objects.latest("pk")
        assert (newest.to_address, newest.address_key) == ("New@Example.org", "new@example.org")

    def test_one_that_is_held_is_not_delivered(self, guest):
        for _ in range(3):
            self.write(guest)
        outbox.sweep(at=OPEN_AT + DAY)
        assert Message.objects.filter(state=State.SENT).count() == 2
        assert Message.objects.get(state=State.HELD).attempts == 0

    def test_staff_may_let_it_go(self, guest, told):
        for _ in range(2):
            self.write(guest)
        held = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        ada, later = administrator(), OPEN_AT + 2 * SECOND
        assert outbox.release(held, at=later, user=ada)
        held.refresh_from_db()
        assert (held.state, held.reason) == (State.QUEUED, "")
        assert held.state_at == held.due_at == later
        assert told[-1] == held.pk
        entry = ModelLogEntry.objects.get(action="tilmeld.release")
        assert (entry.user, entry.timestamp, entry.object_id) == (ada, later, str(guest.pk))

    def test_what_is_not_held_is_not_released(self, guest, told):
        message = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        assert not outbox.release(message, at=OPEN_AT, user=administrator())
        assert told == [message.pk]
        assert not ModelLogEntry.objects.filter(action="tilmeld.release").exists()


def test_what_was_not_handed_over_can_be_taken_back(guest):
    states = [State.QUEUED, State.HELD, State.SENDING, State.SENT, State.FAILED]
    for state in states:
        message = outbox.queue(Message.Kind.PROMOTED, guest, at=OPEN_AT)
        Message.objects.filter(pk=message.pk).update(state=state)
    other = outbox.queue(Message.Kind.PROMOTED, registration(guest.event, "Dora"), at=OPEN_AT)
    outbox.withdraw(guest, at=OPEN_AT + SECOND)
    found = [message.state for message in guest.messages.order_by("pk")]
    assert found == [State.CANCELLED, State.CANCELLED, *states[2:]]
    taken = guest.messages.filter(state=State.CANCELLED).first()
    assert (taken.reason, taken.state_at) == ("overtaken", OPEN_AT + SECOND)
    other.refresh_from_db()
    assert other.state == State.QUEUED


class TestInvitations:
    @pytest.fixture
    def invitees(self, guest):
        return [
            Invitation.objects.create(
                event=guest.event,
                name=name,
                email=f"{name}@example.org",
                language_code="da",
                created_at=OPEN_AT,
            )
            for name in ("dora", "eve", "finn")
        ]

    def test_so_many_leave_a_minute(self, invitees, settings, told):
        settings.TILMELD = {"LETTERS_TO_MANY_PER_MINUTE": 2}
        outbox.queue_many(Message.Kind.INVITED, invitees, at=OPEN_AT)
        assert told == []
        assert outbox.sweep(at=OPEN_AT) == 2
        assert outbox.sweep(at=OPEN_AT + 59 * SECOND) == 0
        assert outbox.sweep(at=OPEN_AT + 60 * SECOND) == 1

    def test_they_let_all_others_pass(self, invitees, guest, settings):
        settings.TILMELD = {"LETTERS_TO_MANY_PER_MINUTE": 2}
        outbox.queue_many(Message.Kind.INVITED, invitees, at=OPEN_AT - DAY)
        outbox.sweep(at=OPEN_AT - SECOND)
        for _ in range(3):
            outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        assert outbox.sweep(at=OPEN_AT, limit=3) == 3
        assert Message.objects.filter(kind="link", state=State.SENT).count() == 3

    def test_an_outage_does_not_lose_the_pace(self, invitees, settings, mailserver):
        settings.TILMELD = {"LETTERS_TO_MANY_PER_MINUTE": 2}
        mailserver.down()
        outbox.queue_many(Message.Kind.INVITED, invitees, at=OPEN_AT)
        outbox.sweep(at=OPEN_AT)
        mailserver.up()
        assert outbox.sweep(at=OPEN_AT + DAY) == 2

    def test_many_are_written_at_once(self, invitees, django_assert_num_queries):
        for several in (invitees[:1], invitees):
            with transaction.atomic(), django_assert_num_queries(1):
                outbox.queue_many(Message.Kind.INVITED, several, at=OPEN_AT)
