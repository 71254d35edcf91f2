"""Late links, invitations taken back, and the event's own link."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry

from events import exceptions
from events.models import Event, Invitation, LinkReplaced, Message
from events.services.invitations import decline, give_late_link, replace_link, withdraw
from events.signals import message_queued
from tests.factories import OPEN_AT, administrator, event_page, invitation, registration

pytestmark = pytest.mark.django_db

CLOSES_AT = OPEN_AT.replace(day=26, hour=23)
STARTS_AT = OPEN_AT.replace(month=3, day=11, hour=15)
LATE = CLOSES_AT + timedelta(days=2)
UNTIL = LATE + timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def event():
    return event_page().event


def late(event, name="Cleo", email="cleo@example.org", **options) -> Invitation:
    defaults = {"until": UNTIL, "over_capacity": False, "language": "en", "at": LATE}
    return give_late_link(event, name, email, **defaults | options)


class TestALateLink:
    def test_is_an_invitation_with_a_letter(self, event):
        given = late(event, over_capacity=True)
        assert (given.admits_until, given.over_capacity, given.created_at) == (UNTIL, True, LATE)
        [letter] = given.messages.all()
        assert (letter.kind, letter.due_at, letter.to_address) == (
            "late_link",
            LATE,
            "cleo@example.org",
        )

    def test_leaves_at_once_and_not_at_the_pace_of_others(
        self, event, django_capture_on_commit_callbacks
    ):
        told = []

        def listen(message_id, **kwargs):
            told.append(message_id)

        message_queued.connect(listen)
        with django_capture_on_commit_callbacks(execute=True):
            given = late(event)
        message_queued.disconnect(listen)
        assert told == [given.messages.get().pk]

    def test_is_the_same_link_that_an_invitee_has(self, event):
        invited = invitation(event, declined_at=OPEN_AT)
        given = late(event, "CLEO")
        assert (given.pk, given.token) == (invited.pk, invited.token)
        assert (given.declined_at, given.name, given.created_at) == (None, "Cleo", OPEN_AT)

    def test_gives_an_invitation_without_a_name_one(self, event):
        invited = invitation(event, "", email="cleo@example.org")
        assert late(event) == invited
        invited.refresh_from_db()
        assert (invited.name, invited.name_key) == ("Cleo", "cleo")

    def test_given_anew_takes_the_letter_back_that_waits(self, event):
        late(event)
        given = late(event, until=UNTIL + SECOND)
        states = given.messages.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["cancelled", "queued"]

    @pytest.mark.parametrize("until", [LATE, LATE - SECOND, STARTS_AT + SECOND])
    def test_ends_in_the_time_that_is_left(self, event, until):
        with pytest.raises(exceptions.LateLinkTimeWrong):
            late(event, until=until)
        assert not Invitation.objects.exists()

    def test_may_last_until_the_start(self, event):
        assert late(event, until=STARTS_AT).admits_until == STARTS_AT

    def test_is_not_given_to_who_is_registered(self, event):
        registration(event)
        with pytest.raises(exceptions.AlreadyRegistered):
            late(event)

    def test_is_not_given_by_a_link_that_is_used(self, event):
        registration(event, "Dora", invitation=invitation(event))
        with pytest.raises(exceptions.InvitationUsed):
            late(event)

    def test_is_not_given_when_the_event_has_begun(self, event):
        with pytest.raises(exceptions.EventBegun):
            late(event, at=STARTS_AT)

    def test_is_logged_by_number(self, event):
        given = late(event, user=administrator())
        logged = ModelLogEntry.objects.get(action="tilmeld.late_link")
        assert logged.label == f"Invitation {given.pk}"


class TestWithdrawing:
    def test_letters_that_wait_do_not_leave(self, event):
        given = late(event)
        withdraw(given, at=LATE)
        given.refresh_from_db()
        assert given.withdrawn_at == LATE
        assert given.messages.get().state == Message.State.CANCELLED

    def test_twice_changes_nothing(self, event):
        invited = invitation(event)
        withdraw(invited, at=OPEN_AT)
        withdraw(invited, at=LATE)
        assert Invitation.objects.get().withdrawn_at == OPEN_AT
        assert ModelLogEntry.objects.filter(action="tilmeld.withdraw").count() == 1

    def test_the_same_person_can_be_let_in_anew(self, event):
        withdraw(invitation(event), at=OPEN_AT)
        assert late(event).withdrawn_at is None
        assert Invitation.objects.count() == 2

    def test_one_that_was_accepted_stays(self, event):
        invited = invitation(event)
        registration(event, "Dora", invitation=invited)
        with pytest.raises(exceptions.AlreadyRegistered):
            withdraw(invited, at=OPEN_AT)
        assert Invitation.objects.get().withdrawn_at is None


class TestDeclining:
    def test_whoever_registered_on_the_page_can_not_decline(self, event):
        registration(event)
        with pytest.raises(exceptions.AlreadyRegistered):
            decline(invitation(event), at=OPEN_AT)


def test_a_replaced_link_admits_nobody(event):
    old, ada = event.token, administrator()
    replace_link(event, at=OPEN_AT, user=ada)
    with pytest.raises(LinkReplaced):
        Event.objects.by_token(old)
    assert Event.objects.by_token(Event.objects.get().token) == event
    assert PageLogEntry.objects.get(action="tilmeld.replace_link").user == ada


class TestTheAnswer:
    def answer(self, invited) -> str:
        return Invitation.objects.with_answer().get(pk=invited.pk).answer

    @pytest.mark.parametrize(
        ("status", "answer"),
        [
            ("confirmed", "registered"),
            ("offered", "registered"),
            ("cancelled", "declined"),
            ("lapsed", "declined"),
        ],
    )
    def test_is_that_of_the_registration_by_the_link(self, event, status, answer):
        invited = invitation(event)
        registration(event, "Dora", invitation=invited, status=status, offered_until=UNTIL)
        assert self.answer(invited) == answer

    @pytest.mark.parametrize(
        ("status", "answer"), [("confirmed", "registered"), ("cancelled", "declined")]
    )
    def test_is_that_of_a_registration_on_the_page(self, event, status, answer):
        invited = invitation(event)
        registration(event, status=status)
        assert self.answer(invited) == answer

    def test_of_who_has_no_name_is_anybodys_with_the_address(self, event):
        invited = invitation(event, "", email="office@example.org")
        registration(event, email="office@example.org")
        assert self.answer(invited) == "registered"

    def test_is_not_that_of_a_colleague_with_the_same_address(self, event):
        invited = invitation(event, email="office@example.org")
        registration(event, "Dora", email="office@example.org")
        assert self.answer(invited) == "none"

    def test_who_registers_after_declining_comes(self, event):
        invited = invitation(event, declined_at=OPEN_AT)
        registration(event, invitation=invited)
        assert self.answer(invited) == "registered"
