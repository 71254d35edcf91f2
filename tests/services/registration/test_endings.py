from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.exceptions import (
    AlreadyRegistered,
    CancellationTooLate,
    InvitationUsed,
    NotEnoughSeats,
    OptionsTaken,
    RegistrationRefused,
    TooLateToUndo,
)
from events.models import Invitation, Registration
from events.services.registration import UNDO_FOR, cancel, lapse_offers, restore
from events.services.retention import erase_event
from tests.factories import OPEN_AT, administrator, event_page, register

from .support import DAY, HOUR, SECOND, come, entry, letters, open_event, publish, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


class TestCancel:
    def test_it_is_kept_logged_and_confirmed_by_letter(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        at = OPEN_AT + timedelta(days=1)
        cancel(registration, at=at)
        registration.refresh_from_db()
        assert (registration.status, registration.cancelled_at) == ("cancelled", at)
        assert letters() == ["confirmed", "cancelled"]
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").timestamp == at

    def test_twice_changes_nothing(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        cancel(registration, at=OPEN_AT)
        cancel(registration, at=OPEN_AT + SECOND)
        registration.refresh_from_db()
        assert registration.cancelled_at == OPEN_AT
        assert letters() == ["confirmed", "cancelled"]

    def test_twice_from_two_windows_changes_nothing_either(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        other_window = Registration.objects.get(pk=registration.pk)
        cancel(registration, at=OPEN_AT)
        cancel(other_window, at=OPEN_AT + SECOND)
        assert letters() == ["confirmed", "cancelled"]

    def test_guests_can_until_the_start_and_staff_afterwards_too(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        with pytest.raises(CancellationTooLate):
            cancel(registration, at=registration.event.starts_at)
        ada = administrator()
        cancel(registration, at=registration.event.starts_at, user=ada, letter=False)
        assert letters() == ["confirmed"]
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").user == ada

    @pytest.mark.parametrize("status", ["waiting", "offered", "lapsed"])
    def test_whatever_one_is_one_can_leave(self, status):
        registration = left_behind(status)
        cancel(registration, at=OPEN_AT + 3 * DAY)
        assert registration.is_cancelled
        assert letters(registration)[-1] == "cancelled"


def left_behind(status: str) -> Registration:
    """Dora, who came when Cleo had the only seat, and what became of her until three days later."""
    publication = open_event(capacity=1, waiting_list="offer")
    cleo, dora = come(publication, "Cleo"), come(publication, "Dora")
    if status != "waiting":
        cancel(cleo, at=OPEN_AT)
    if status == "lapsed":
        lapse_offers(at=OPEN_AT + 2 * DAY)
    dora.refresh_from_db()
    assert dora.status == status
    return dora


class TestRestore:
    def cancelled(self, **facts) -> Registration:
        registration = come(open_event(**facts), "Cleo")
        cancel(registration, at=OPEN_AT)
        return registration

    def test_one_gets_the_seat_back_with_a_letter_and_a_log_entry(self):
        cleo = self.cancelled(capacity=1)
        restore(cleo, at=OPEN_AT + HOUR)
        assert (cleo.status, cleo.cancelled_at) == ("confirmed", None)
        assert letters(cleo) == ["confirmed", "cancelled", "confirmed"]
        assert ModelLogEntry.objects.get(action="tilmeld.restore").timestamp == OPEN_AT + HOUR

    def test_twice_changes_nothing(self):
        cleo = self.cancelled()
        for _ in range(2):
            restore(cleo, at=OPEN_AT + HOUR)
        assert letters(cleo) == ["confirmed", "cancelled", "confirmed"]

    def test_until_a_day_is_over_and_staff_afterwards_too(self):
        cleo = self.cancelled()
        with pytest.raises(TooLateToUndo):
            restore(cleo, at=OPEN_AT + UNDO_FOR)
        restore(cleo, at=OPEN_AT + UNDO_FOR - SECOND)
        cancel(cleo, at=OPEN_AT)
        restore(cleo, at=OPEN_AT + 2 * DAY, user=administrator())
        assert cleo.is_confirmed

    def test_until_the_event_begins(self):
        cleo = come(open_event(), "Cleo")
        starts_at = cleo.event.starts_at
        cancel(cleo, at=starts_at - HOUR)
        with pytest.raises(TooLateToUndo):
            restore(cleo, at=starts_at)
        restore(cleo, at=starts_at - SECOND)

    def test_not_where_the_event_is_cancelled(self):
        cleo = self.cancelled()
        publish(cleo.event, cancelled=True)
        with pytest.raises(TooLateToUndo):
            restore(cleo, at=OPEN_AT + HOUR)

    def test_a_seat_that_is_gone_is_not_given_twice(self):
        cleo = self.cancelled(capacity=1)
        come(cleo.event.publication(), "Dora")
        with pytest.raises(NotEnoughSeats):
            restore(cleo, at=OPEN_AT + HOUR)
        assert statuses(cleo.event) == {"Cleo": "cancelled", "Dora": "confirmed"}

    def test_a_choice_that_is_gone_is_not_given_twice(self):
        question = {"label": "W", "field_type": "radio", "choices": "A [1]", "key": "qw"}
        publication = open_event(questions=[question])
        cleo = come(publication, "Cleo", answers={"qw": "A"})
        cancel(cleo, at=OPEN_AT)
        come(publication, "Dora", answers={"qw": "A"})
        with pytest.raises(RegistrationRefused) as refusal:
            restore(cleo, at=OPEN_AT + HOUR)
        assert isinstance(refusal.value, NotEnoughSeats | OptionsTaken)
        assert statuses(publication.event)["Cleo"] == "cancelled"

    def test_who_had_a_seat_joins_the_end_of_the_line_where_it_is_gone(self):
        publication = open_event(capacity=1, waiting_list="promote")
        cleo = come(publication, "Cleo")
        come(publication, "Dora")
        come(publication, "Emil")
        cancel(cleo, at=OPEN_AT + HOUR)
        restore(cleo, at=OPEN_AT + 2 * HOUR)
        assert [r.name for r in publication.event.registrations.in_line()] == ["Emil", "Cleo"]
        assert letters(cleo) == ["confirmed", "cancelled", "waiting"]

    def test_who_left_the_line_stands_where_they_stood(self):
        publication = open_event(capacity=1, waiting_list="promote")
        come(publication, "Cleo")
        dora = come(publication, "Dora", at=OPEN_AT + HOUR)
        come(publication, "Emil", at=OPEN_AT + 2 * HOUR)
        cancel(dora, at=OPEN_AT + 3 * HOUR)
        restore(dora, at=OPEN_AT + 4 * HOUR)
        assert [r.name for r in publication.event.registrations.in_line()] == ["Dora", "Emil"]

    def test_who_left_the_line_gets_the_seat_that_came_free_meanwhile(self):
        publication = open_event(capacity=1, waiting_list="promote")
        cleo, dora = come(publication, "Cleo"), come(publication, "Dora")
        cancel(dora, at=OPEN_AT)
        cancel(cleo, at=OPEN_AT)
        restore(dora, at=OPEN_AT + HOUR)
        assert letters(dora) == ["waiting", "cancelled", "waiting", "promoted"]
        assert statuses(publication.event)["Dora"] == "confirmed"

    @pytest.mark.parametrize("is_free", [True, False])
    def test_who_let_an_offer_pass_may_ask_again(self, is_free):
        dora = left_behind("lapsed")
        if not is_free:
            come(dora.event.publication(), "Emil", at=OPEN_AT + 2 * DAY)
        restore(dora, at=OPEN_AT + 3 * DAY)
        assert dora.status == ("confirmed" if is_free else "waiting")

    def test_who_let_an_offer_pass_may_ask_until_the_deadline(self):
        dora = left_behind("lapsed")
        with pytest.raises(TooLateToUndo):
            restore(dora, at=dora.event.closes_at)
        restore(dora, at=dora.event.closes_at - SECOND)

    def test_not_beside_the_same_person_who_has_registered_again(self):
        cleo = self.cancelled()
        come(cleo.event.publication(), "Cleo")
        with pytest.raises(AlreadyRegistered):
            restore(cleo, at=OPEN_AT + HOUR)

    def test_not_beside_a_colleague_where_an_address_registers_once(self):
        cleo = self.cancelled(one_per_address=True)
        register(cleo.event.publication(), entry("Dora"), at=OPEN_AT)
        with pytest.raises(AlreadyRegistered):
            restore(cleo, at=OPEN_AT + HOUR)
        assert cleo.event.registrations.active().count() == 1

    def test_not_beside_somebody_else_who_has_used_the_invitation(self):
        event = event_page(audience="invited").event
        invitation = Invitation.objects.create(
            event=event, email="cleo@example.org", language_code="en", created_at=OPEN_AT
        )
        cleo = register(event.publication(), entry(), at=OPEN_AT, invitation=invitation)
        cancel(cleo, at=OPEN_AT)
        register(event.publication(), entry("Dora"), at=OPEN_AT, invitation=invitation)
        with pytest.raises(InvitationUsed):
            restore(cleo, at=OPEN_AT + HOUR)
        restore(cleo, at=OPEN_AT + HOUR, user=administrator())
        assert event.registrations.active().count() == 2

    def test_nobody_who_was_erased_not_even_by_staff(self):
        cleo = self.cancelled()
        erase_event(cleo.event, at=cleo.event.ends_at)
        with pytest.raises(TooLateToUndo):
            restore(cleo, at=cleo.event.ends_at, user=administrator())
