"""Letters that need attention, until somebody has dealt with them or their address is mended."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.models import Message
from events.services import attention, outbox
from events.services import registration as service
from tests.factories import OPEN_AT, administrator, event_page, invitation, registration

pytestmark = pytest.mark.django_db

LATER = OPEN_AT + timedelta(hours=1)


@pytest.fixture
def guest():
    return registration(event_page().event)


@pytest.fixture
def letter(guest):
    return letter_to(guest)


def letter_to(guest, state: str = "bounced") -> Message:
    letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    Message.objects.filter(pk=letter.pk).update(state=state)
    letter.refresh_from_db()
    return letter


def needing() -> list[Message]:
    return list(Message.objects.needing_attention())


@pytest.mark.parametrize("state", Message.State.values)
def test_it_needs_attention_if_it_did_not_arrive_or_waits_for_somebody(guest, state):
    letter = letter_to(guest, state)
    expected = state in ("held", "bounced", "complained", "failed")
    assert (needing() == [letter]) == letter.needs_attention == expected


def test_what_was_erased_needs_none(letter):
    Message.objects.update(to_address="")
    letter.refresh_from_db()
    assert (needing(), letter.needs_attention) == ([], False)


class TestHandle:
    def test_the_letter_needs_no_attention_any_more_and_says_who_dealt_with_it(self, letter):
        ada = administrator()
        assert attention.handle(letter, at=LATER, user=ada)
        letter.refresh_from_db()
        assert (letter.handled_at, letter.handled_by) == (LATER, ada)
        assert (needing(), letter.needs_attention) == ([], False)

    def test_is_in_the_history_of_the_guest(self, letter):
        attention.handle(letter, at=LATER, user=administrator())
        entry = ModelLogEntry.objects.get(action="tilmeld.handle_letter")
        assert (entry.object_id, entry.timestamp) == (str(letter.registration_id), LATER)

    def test_once_is_enough(self, letter):
        attention.handle(letter, at=LATER, user=None)
        assert not attention.handle(letter, at=LATER, user=None)
        assert ModelLogEntry.objects.count() == 1

    def test_of_a_letter_that_arrived_is_nothing(self, guest):
        letter = letter_to(guest, "delivered")
        assert not attention.handle(letter, at=LATER, user=None)
        assert Message.objects.get().handled_at is None

    def test_of_a_letter_to_an_invitee_is_in_the_history_of_the_invitation(self, letter):
        invited = invitation(letter.event)
        Message.objects.update(registration=None, invitation=invited)
        attention.handle(Message.objects.get(), at=LATER, user=None)
        assert ModelLogEntry.objects.get().content_type.model == "invitation"

    @pytest.mark.parametrize(("after", "needs"), [(0, False), (1, True)])
    def test_lasts_until_something_else_befalls_the_letter(self, letter, after, needs):
        attention.handle(letter, at=LATER, user=None)
        at = LATER + timedelta(seconds=after)
        Message.objects.update(state="complained", state_at=at)
        assert (len(needing()) == 1) == Message.objects.get().needs_attention == needs


class TestReopen:
    def test_takes_it_back(self, letter):
        attention.handle(letter, at=LATER, user=administrator())
        assert attention.reopen(letter, at=LATER, user=None)
        assert needing() == [letter]
        assert Message.objects.get().handled_by is None
        assert ModelLogEntry.objects.filter(action="tilmeld.reopen_letter").count() == 1

    def test_what_nobody_has_dealt_with_stays_as_it_is(self, letter):
        assert not attention.reopen(letter, at=LATER, user=None)
        assert not ModelLogEntry.objects.exists()


class TestMendingTheAddress:
    @pytest.mark.parametrize("user", [None, "ada"])
    def test_deals_with_what_went_to_the_wrong_one(self, letter, user):
        ada = administrator(user) if user else None
        service.move_to_address(letter.registration, "new@example.org", at=LATER, user=ada)
        letter.refresh_from_db()
        assert (letter.handled_at, letter.handled_by) == (LATER, ada)
        assert needing() == []

    def test_by_the_guest_too(self, letter):
        service.mend_address(letter.registration, "new@example.org", at=LATER)
        assert needing() == []

    def test_of_somebody_else_does_not(self, letter):
        other = registration(letter.event, "Dora")
        service.move_to_address(other, "new@example.org", at=LATER)
        assert needing() == [letter]
