"""Inviting many and reminding them: once each, at a pace, whatever happens in between."""

from datetime import timedelta

import pytest
from django.core import mail
from wagtail.models import PageLogEntry

from events import exceptions
from events.imports import Person
from events.models import EventPage, Invitation, Message
from events.services import outbox
from events.services import registration as registration_service
from events.services.invitations import invite, letters, remind, withdraw
from tests.factories import OPEN_AT, administrator, event_page, invitation, registration

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
STARTS_AT = OPEN_AT.replace(month=3, day=11, hour=15)
CLOSES_AT = OPEN_AT.replace(day=26, hour=23)


@pytest.fixture
def event():
    return event_page().event


def people(number: int) -> list[Person]:
    return [Person(n, f"Guest {chr(97 + n % 26)}", f"guest{n}@example.org") for n in range(number)]


def invited(event, number: int = 3, **options) -> int:
    return invite(event, people(number), **{"language": "en", "at": OPEN_AT} | options)


def due(kind=Message.Kind.INVITED):
    return list(
        Message.objects.filter(kind=kind).order_by("due_at", "pk").values_list("due_at", flat=True)
    )


def sent(*invitations, state=Message.State.SENT):
    Message.objects.filter(invitation__in=invitations).update(state=state)


class TestInviting:
    def test_each_gets_a_row_and_a_letter(self, event):
        assert invited(event, language="da") == 3
        for each in Invitation.objects.all():
            [letter] = each.messages.all()
            assert (letter.kind, letter.to_address) == ("invited", each.email)
            assert (letter.language_code, each.language_code) == ("da", "da")
            assert each.address_key == each.email

    def test_the_same_list_again_invites_nobody(self, event):
        invited(event)
        assert invited(event) == 0
        assert (Invitation.objects.count(), Message.objects.count()) == (3, 3)

    def test_after_a_crash_the_list_goes_on_where_it_stopped(self, event, monkeypatch):
        monkeypatch.setattr(letters, "BATCH", 2)
        queue, calls = outbox.queue_many, []

        def crash_at_second(*args, **options):
            calls.append(args)
            if len(calls) == 2:
                raise ConnectionError
            queue(*args, **options)

        with monkeypatch.context() as crashing:
            crashing.setattr(outbox, "queue_many", crash_at_second)
            with pytest.raises(ConnectionError):
                invited(event, 5)
        assert Invitation.objects.count() == Message.objects.count() == 2
        assert invited(event, 5) == 3
        assert Invitation.objects.count() == Message.objects.count() == 5

    def test_those_who_can_not_be_invited_are_left_out(self, event):
        registration(event, "Guest a", email="guest0@example.org")
        nobody = [*people(2), Person(3, "Dora", "nowhere")]
        assert invite(event, nobody, language="en", at=OPEN_AT) == 1

    def test_the_log_tells_who_and_how_many_and_names_nobody(self, event):
        ada = administrator()
        invited(event, user=ada)
        logged = PageLogEntry.objects.get(action="tilmeld.invite")
        assert (logged.user, logged.timestamp) == (ada, OPEN_AT)
        assert logged.message == "People invited (invitations: 3)"
        assert "guest" not in repr(logged.data)

    def test_a_letter_holds_the_invitees_own_link(self, event):
        invited(event, 1)
        outbox.sweep(at=OPEN_AT)
        [letter] = mail.outbox
        assert letter.to == ["guest0@example.org"]
        assert f"/tilmeld/invitation/{Invitation.objects.get().token}/" in letter.body


class TestThePace:
    @pytest.fixture(autouse=True)
    def pace(self, settings):
        settings.TILMELD = {"LETTERS_TO_MANY_PER_MINUTE": 4}

    def test_so_many_leave_a_minute_whatever_their_event(self, event, monkeypatch):
        monkeypatch.setattr(letters, "BATCH", 2)
        invited(event, 3)
        invited(event_page(event.page.get_parent(), slug="other").event, 3)
        assert outbox.sweep(at=OPEN_AT) == 4
        assert outbox.sweep(at=OPEN_AT + MINUTE / 2) == 0
        assert outbox.sweep(at=OPEN_AT + MINUTE) == 2

    def test_a_confirmation_waits_for_no_invitation(self, event):
        invited(event, 10)
        outbox.queue(Message.Kind.CONFIRMED, registration(event), at=OPEN_AT + MINUTE)
        outbox.sweep(at=OPEN_AT + 2 * MINUTE, limit=1)
        assert [letter.to for letter in mail.outbox] == [["cleo@example.org"]]


def test_ten_thousand_are_due_at_once_and_leave_at_the_pace(event):
    invited(event, 10_000)
    assert due() == [OPEN_AT] * 10_000
    assert outbox.sweep(at=OPEN_AT, limit=1000) == 300


class TestReminding:
    def test_whoever_has_not_answered_is_reminded_once_ever(self, event):
        invited(event, 2)
        sent(*Invitation.objects.all())
        assert remind(event, at=OPEN_AT + MINUTE) == 2
        assert {each.reminded_at for each in Invitation.objects.all()} == {OPEN_AT + MINUTE}
        assert remind(event, at=OPEN_AT + 2 * MINUTE) == 0
        assert len(due(Message.Kind.INVITATION_REMINDER)) == 2

    def test_batches_make_an_end(self, event, monkeypatch):
        monkeypatch.setattr(letters, "BATCH", 2)
        invited(event, 5)
        sent(*Invitation.objects.all())
        assert remind(event, at=OPEN_AT) == 5

    @pytest.mark.parametrize("state", ["queued", "held", "failed", "bounced", "complained"])
    def test_whom_the_invitation_has_not_reached_is_not(self, event, state):
        invited(event, 1)
        sent(Invitation.objects.get(), state=state)
        assert remind(event, at=OPEN_AT) == 0

    def test_who_has_answered_is_not(self, event):
        invited(event, 5)
        by_link, declined, cancelled, on_page, withdrawn = Invitation.objects.order_by("pk")
        sent(*Invitation.objects.all())
        registration(event, "Friend", invitation=by_link)
        Invitation.objects.filter(pk=declined.pk).update(declined_at=OPEN_AT)
        registration(event, "Friend", email="f@example.org", invitation=cancelled)
        registration_service.cancel(cancelled.registrations.get(), at=OPEN_AT)
        registration(event, on_page.name, email=on_page.email)
        withdraw(withdrawn, at=OPEN_AT)
        assert remind(event, at=OPEN_AT) == 0

    def test_who_answers_before_the_letter_leaves_gets_none(self, event):
        invited(event, 1)
        sent(Invitation.objects.get())
        remind(event, at=OPEN_AT)
        registration(event, invitation=Invitation.objects.get())
        outbox.sweep(at=OPEN_AT + MINUTE)
        assert mail.outbox == []
        reminder = Message.objects.get(kind=Message.Kind.INVITATION_REMINDER)
        assert (reminder.state, reminder.reason) == ("cancelled", "answered")

    def test_the_log_tells_how_many(self, event):
        invited(event)
        sent(*Invitation.objects.all())
        remind(event, at=OPEN_AT)
        logged = PageLogEntry.objects.get(action="tilmeld.remind")
        assert logged.message == "People reminded to answer (letters: 3)"


class TestNothingToInviteTo:
    @pytest.mark.parametrize(
        ("fields", "at", "refusal"),
        [
            ({"cancelled": True}, OPEN_AT, exceptions.EventCancelled),
            ({}, STARTS_AT, exceptions.EventBegun),
            ({}, CLOSES_AT, exceptions.DeadlinePassed),
        ],
    )
    def test_the_service_refuses(self, fields, at, refusal):
        event = event_page(**fields).event
        invitation(event)
        with pytest.raises(refusal):
            invited(event, at=at)
        with pytest.raises(refusal):
            remind(event, at=at)
        assert Invitation.objects.count() == 1
        assert not Message.objects.exists()

    def test_the_last_second_is_early_enough(self, event):
        assert invited(event, at=CLOSES_AT - timedelta(seconds=1)) == 3

    def test_an_unpublished_page_is_no_place_to_lead_to(self, event):
        EventPage.objects.get().unpublish()
        with pytest.raises(exceptions.NotPublished):
            invited(event)
