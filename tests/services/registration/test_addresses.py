"""Where letters go."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from events.exceptions import (
    AlreadyRegistered,
    NotEnoughSeats,
    NothingToChange,
    RegistrationClosed,
)
from events.models import LinkReplaced, Message, Registration, Status
from events.services import outbox
from events.services.registration import (
    cancel,
    mend_address,
    move_to_address,
    send_links,
)
from events.services.registration.addresses import LINK_PAUSE, MENDS
from tests.factories import OPEN_AT, administrator, invitation, register

from .support import HOUR, SECOND, come, entry, letters, open_event, publish, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

NEW = "cleo.holm@example.org"


@pytest.fixture
def cleo():
    return come(open_event(capacity=2, waiting_list="promote"), "Cleo")


class TestSendLinks:
    def test_an_address_that_is_known_gets_one_letter_for_all_its_registrations(self, cleo):
        register(cleo.event.publication(), entry("Dora"), at=OPEN_AT)
        send_links(cleo.event, "CLEO@example.org", at=OPEN_AT + 2 * HOUR)
        assert letters() == ["confirmed", "confirmed", "link"]

    def test_another_gets_none(self, cleo):
        send_links(cleo.event, "dora@example.org", at=OPEN_AT + 2 * HOUR)
        assert letters() == ["confirmed"]

    def test_at_most_once_an_hour(self, cleo):
        first = OPEN_AT + 2 * HOUR
        for at in (first, first + LINK_PAUSE - SECOND, first + LINK_PAUSE):
            send_links(cleo.event, cleo.email, at=at)
        assert letters() == ["confirmed", "link", "link"]

    def test_another_of_the_same_office_who_has_just_come_keeps_nobody_from_it(self, cleo):
        at = OPEN_AT + 2 * HOUR
        dora = register(cleo.event.publication(), entry("Dora"), at=at)
        for minutes in (5, 6):
            send_links(cleo.event, cleo.email, at=at + timedelta(minutes=minutes))
        assert (letters(cleo), letters(dora)) == (["confirmed", "link"], ["confirmed"])

    def test_nor_does_a_letter_of_another_registration_a_repeat(self, cleo):
        at = OPEN_AT + 2 * HOUR
        register(cleo.event.publication(), entry("Dora"), at=at)
        register(cleo.event.publication(), entry(), at=at)
        assert letters(cleo) == ["confirmed", "link"]

    @pytest.mark.parametrize(
        ("state", "written"),
        [("queued", 1), ("delivered", 1), ("bounced", 1), ("cancelled", 2), ("failed", 2)],
    )
    def test_whose_letter_has_just_left_needs_no_other(self, cleo, state, written):
        cleo.messages.update(state=state)
        send_links(cleo.event, cleo.email, at=OPEN_AT + SECOND)
        assert len(letters()) == written

    def test_an_invitation_to_the_address_keeps_nobody_from_it(self, cleo):
        at = OPEN_AT + 2 * HOUR
        outbox.queue_many(Message.Kind.INVITED, [invitation(cleo.event)], at=at)
        send_links(cleo.event, cleo.email, at=at)
        assert letters(cleo) == ["confirmed", "link"]

    def test_a_cancelled_registration_sends_no_link(self, cleo):
        cancel(cleo, at=OPEN_AT)
        send_links(cleo.event, cleo.email, at=OPEN_AT + 2 * HOUR)
        assert letters() == ["confirmed", "cancelled"]


class TestMoveToAddress:
    def test_the_new_address_is_written_to_and_old_links_die(self, cleo):
        old = cleo.token
        ada = administrator()
        move_to_address(cleo, NEW, at=OPEN_AT + HOUR, user=ada)
        with pytest.raises(LinkReplaced):
            Registration.objects.by_token(old)
        assert Registration.objects.by_token(cleo.token).email == NEW
        told = cleo.changes.get()
        assert (told.user, told.changes[0]["new"]) == (ada, NEW)
        sent = Message.objects.order_by("pk").values_list("kind", "state", "to_address")
        assert list(sent) == [
            ("confirmed", "cancelled", "cleo@example.org"),
            ("confirmed", "queued", NEW),
        ]

    def test_the_same_address_again_changes_nothing(self, cleo):
        move_to_address(cleo, cleo.email, at=OPEN_AT + HOUR)
        assert (letters(), cleo.changes.count()) == (["confirmed"], 0)

    def test_who_waits_is_told_that_they_wait(self, cleo):
        come(cleo.event.publication(), "Dora")
        emil = come(cleo.event.publication(), "Emil")
        move_to_address(emil, NEW, at=OPEN_AT)
        assert (letters(emil), statuses(emil.event)["Emil"]) == (["waiting", "waiting"], "waiting")

    def test_nobody_becomes_twice_the_same(self, cleo):
        other = register(cleo.event.publication(), entry("Cleo", NEW), at=OPEN_AT)
        with pytest.raises(AlreadyRegistered):
            move_to_address(cleo, NEW, at=OPEN_AT)
        assert other.event.registrations.by_address(NEW).count() == 1

    def test_an_address_that_registers_once_takes_nobody_else(self):
        publication = open_event(one_per_address=True)
        cleo = come(publication, "Cleo")
        register(publication, entry("Dora", NEW), at=OPEN_AT)
        with pytest.raises(AlreadyRegistered):
            move_to_address(cleo, NEW, at=OPEN_AT)

    def test_a_cancelled_registration_has_no_letters_to_move(self, cleo):
        cancel(cleo, at=OPEN_AT)
        with pytest.raises(NothingToChange):
            move_to_address(cleo, NEW, at=OPEN_AT)


class TestMendAddress:
    def test_a_new_registration_moves(self, cleo):
        letter = mend_address(cleo, NEW, at=OPEN_AT)
        assert (letter.kind, letter.to_address, cleo.email) == ("confirmed", NEW, NEW)

    def test_a_repeat_becomes_a_registration_of_its_own_and_nothing_else_is_changed(self, cleo):
        """Whoever types somebody's name and address gets only what they typed themselves."""
        repeat = register(cleo.event.publication(), entry(), at=OPEN_AT + HOUR)
        letter = mend_address(repeat, NEW, at=OPEN_AT + HOUR)
        assert (letter.kind, letter.to_address) == ("confirmed", NEW)
        assert (letter.registration, repeat.is_confirmed) == (repeat, True)
        cleo.refresh_from_db()
        assert (cleo.email, cleo.is_confirmed) == ("cleo@example.org", True)

    def test_a_repeat_needs_a_seat_for_that(self):
        publication = open_event(capacity=2)
        register(publication, entry(), at=OPEN_AT)
        repeat = register(publication, entry(), at=OPEN_AT + HOUR)
        come(publication, "Dora")
        with pytest.raises(NotEnoughSeats):
            mend_address(repeat, NEW, at=OPEN_AT + HOUR)
        repeat.refresh_from_db()
        assert repeat.status == Status.REPEATED

    def test_the_seat_of_one_made_by_mistake_goes_to_the_line(self, cleo):
        publication = cleo.event.publication()
        mistake = register(publication, entry("Cleo", "kleo@example.org"), at=OPEN_AT)
        come(publication, "Dora")
        letter = mend_address(mistake, cleo.email, at=OPEN_AT)
        assert (letter.kind, letter.registration) == ("link", cleo)
        assert mistake.is_cancelled
        assert statuses(cleo.event)["Dora"] == "confirmed"
        assert cleo.event.room().taken == 2

    def test_an_address_that_registers_once_keeps_the_first(self):
        publication = open_event(one_per_address=True)
        dora = register(publication, entry("Dora", NEW), at=OPEN_AT)
        cleo = come(publication, "Cleo")
        letter = mend_address(cleo, NEW, at=OPEN_AT)
        assert (letter.kind, letter.registration) == ("link", dora)
        assert publication.event.registrations.active().get() == dora

    def test_a_few_times_and_then_no_more(self, cleo):
        for number in range(MENDS):
            mend_address(cleo, f"cleo{number}@example.org", at=OPEN_AT)
        with pytest.raises(NothingToChange):
            mend_address(cleo, NEW, at=OPEN_AT)
        mend_address(cleo, NEW, at=OPEN_AT + LINK_PAUSE)

    @pytest.mark.parametrize("sent", ["new", "a repeat", "by mistake"])
    def test_of_an_event_that_was_cancelled_nothing_is_mended_whatever_was_sent(self, cleo, sent):
        """Nobody is registered for it anew, and the answer tells nobody who was."""
        publication = cleo.event.publication()
        if sent == "by mistake":
            register(publication, entry("Cleo", NEW), at=OPEN_AT)
        receipt = register(publication, entry(), at=OPEN_AT + HOUR) if sent == "a repeat" else cleo
        before = letters(), statuses(cleo.event)
        publish(cleo.event, cancelled=True)
        with pytest.raises(RegistrationClosed):
            mend_address(receipt, NEW, at=OPEN_AT + HOUR)
        assert (letters(), statuses(cleo.event)) == before

    @pytest.mark.parametrize("is_over", [False, True])
    def test_nor_once_it_is_over(self, cleo, is_over):
        at = cleo.event.ends_at - (0 * SECOND if is_over else SECOND)
        repeat = register(cleo.event.publication(), entry(), at=OPEN_AT + HOUR)
        with pytest.raises(RegistrationClosed) if is_over else nullcontext():
            mend_address(repeat, NEW, at=at)
        assert repeat.is_active is not is_over
