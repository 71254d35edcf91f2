"""What those who were invited have answered."""

import pytest
from django.db import IntegrityError

from events.models import Event, Invitation
from events.services.invitations import decline
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, register
from tests.services.registration.support import DAY, SECOND, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return event_page(registrations_per_invitation=2).event


def invite(event, name="Cleo", **fields) -> Invitation:
    person = {"email": f"{name.lower()}@example.org", "language_code": "en", "created_at": OPEN_AT}
    return Invitation.objects.create(event=event, name=name, **person | fields)


def answer(invitation: Invitation) -> str:
    return Invitation.objects.with_answer().get(pk=invitation.pk).answer


def come(invitation: Invitation, name="Cleo"):
    guest = entry(name)
    return register(invitation.event.publication(), guest, at=OPEN_AT, invitation=invitation)


class TestAnswers:
    def test_none_before_anybody_answers(self, event):
        assert answer(invite(event)) == "none"
        assert Invitation.objects.unanswered().count() == 1

    def test_registered(self, event):
        invitation = invite(event)
        come(invitation)
        assert answer(invitation) == "registered"
        assert not Invitation.objects.unanswered().exists()

    def test_declined(self, event):
        invitation = invite(event)
        decline(invitation, at=OPEN_AT)
        assert answer(invitation) == "declined"

    def test_who_registered_and_cancelled_cannot_come(self, event):
        invitation = invite(event)
        cancel(come(invitation), at=OPEN_AT)
        assert answer(invitation) == "declined"

    def test_who_declined_and_then_registered_comes(self, event):
        invitation = invite(event)
        decline(invitation, at=OPEN_AT)
        come(invitation)
        assert answer(invitation) == "registered"

    def test_one_of_two_who_use_it_is_enough(self, event):
        invitation = invite(event)
        cancel(come(invitation), at=OPEN_AT)
        come(invitation, "Dora")
        assert answer(invitation) == "registered"

    def test_any_number_in_one_query(self, event, django_assert_num_queries):
        for name in ("Cleo", "Dora", "Emil"):
            invite(event, name)
        with django_assert_num_queries(1):
            assert [i.answer for i in Invitation.objects.with_answer()] == ["none"] * 3


class TestOnePerson:
    def test_is_found_however_they_are_written(self, event):
        invitation = invite(event)
        assert Invitation.objects.by_person(" CLEO ", "Cleo@EXAMPLE.org").get() == invitation
        assert not Invitation.objects.by_person("Dora", "cleo@example.org").exists()

    def test_is_invited_once(self, event):
        invite(event)
        with pytest.raises(IntegrityError):
            invite(event, "CLEO")

    def test_may_be_invited_again_after_being_erased(self, event):
        invite(event, erased_at=OPEN_AT)
        assert invite(event).pk
        assert Invitation.objects.unerased().count() == 1


class TestUse:
    @pytest.mark.parametrize(("allowed", "is_used"), [(1, True), (2, False)])
    def test_it_is_used_by_as_many_as_are_allowed(self, event, allowed, is_used):
        Event.objects.update(registrations_per_invitation=allowed)
        invitation = invite(event)
        come(invitation)
        assert invitation.is_used is is_used

    @pytest.mark.parametrize(
        ("until", "is_late"), [(OPEN_AT + SECOND, True), (OPEN_AT, False), (None, False)]
    )
    def test_a_late_link_works_until_its_end(self, event, until, is_late):
        assert invite(event, admits_until=until).is_late_link(OPEN_AT) is is_late
        assert not invite(event, "Dora", admits_until=until).is_late_link(OPEN_AT + DAY)
