"""A letter that waited is sent only if it still tells the truth."""

from datetime import timedelta

import pytest

from events.models import Announcement, Invitation, Message, Status
from events.models.registration_query import ACTIVE
from events.models.snapshot import snapshot
from events.services.outbox.truth import TRUE_FOR, why_misdirected, why_overtaken
from tests.emails.support import TO_GUESTS, TO_INVITEES, UNTIL, message
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

Kind = Message.Kind
SECOND = timedelta(seconds=1)
TO_REGISTRANTS = [kind for kind in TO_GUESTS if kind not in TO_INVITEES]


@pytest.fixture
def event():
    return event_page().event


@pytest.fixture
def guest(event):
    return registration(event)


@pytest.fixture
def invitee(event):
    return Invitation.objects.create(
        event=event, name="Dora", email="dora@example.org", language_code="en", created_at=OPEN_AT
    )


class TestOfARegistration:
    @pytest.mark.parametrize("kind", TO_REGISTRANTS)
    def test_it_must_stand_as_the_letter_says(self, guest, kind):
        guest.offered_until = UNTIL
        for guest.status in Status:
            is_true = guest.status in TRUE_FOR.get(kind, ACTIVE)
            why = "" if is_true else f"registration {guest.status}"
            assert why_overtaken(message(kind, guest), OPEN_AT) == why

    @pytest.mark.parametrize(
        ("kind", "statuses"),
        [
            (Kind.CONFIRMED, {Status.CONFIRMED}),
            (Kind.PROMOTED, {Status.CONFIRMED}),
            (Kind.WAITING, {Status.WAITING}),
            (Kind.OFFERED, {Status.OFFERED}),
            (Kind.OFFER_EXPIRED, {Status.LAPSED}),
            (Kind.CANCELLED, {Status.CANCELLED}),
            (Kind.CHANGED, {Status.CONFIRMED, Status.WAITING, Status.OFFERED}),
            (Kind.LINK, {Status.CONFIRMED, Status.WAITING, Status.OFFERED}),
        ],
    )
    def test_each_kind_is_true_for_these(self, guest, kind, statuses):
        found = set()
        for guest.status in Status:
            if not why_overtaken(message(kind, guest), OPEN_AT):
                found.add(guest.status)
        assert found == statuses

    def test_an_offer_is_true_until_its_time_is_over(self, guest):
        guest.status, guest.offered_until = Status.OFFERED, UNTIL
        offer = message(Kind.OFFERED, guest)
        assert why_overtaken(offer, UNTIL - SECOND) == ""
        assert why_overtaken(offer, UNTIL) == "offer over"

    @pytest.mark.parametrize("kind", TO_REGISTRANTS)
    def test_a_cancelled_event_leaves_only_what_is_still_news(self, event, guest, kind):
        event.cancelled = True
        guest.status, guest.event = TRUE_FOR.get(kind, ACTIVE)[0], event
        news = (Kind.CHANGED, Kind.CANCELLED, Kind.LINK, Kind.EVENT_CANCELLED, Kind.ORGANISERS)
        still_news = kind in news
        why = "" if still_news else "event cancelled"
        assert why_overtaken(message(kind, guest), OPEN_AT) == why

    def test_after_the_event_only_a_cancellation_is_news(self, event, guest):
        link = message(Kind.LINK, guest)
        assert why_overtaken(link, event.ends_at - SECOND) == ""
        assert why_overtaken(link, event.ends_at) == "event over"
        guest.status = Status.CANCELLED
        assert why_overtaken(message(Kind.CANCELLED, guest), event.ends_at) == ""

    def test_what_was_written_after_the_event_is_sent(self, event, guest):
        asked_for_later = message(Kind.LINK, guest, created_at=event.ends_at)
        assert why_overtaken(asked_for_later, event.ends_at) == ""

    def test_whoever_was_erased_is_not_written_to(self, guest):
        guest.erased_at = OPEN_AT
        assert why_overtaken(message(Kind.LINK, guest), OPEN_AT) == "registration erased"
        assert why_overtaken(message(Kind.LINK, guest, to_address=""), OPEN_AT) == "erased"
        gone = message(Kind.LINK, guest, registration=None)
        assert why_overtaken(gone, OPEN_AT) == "registration erased"


class TestAnAddressThatWasMended:
    def test_the_old_one_gets_nothing_any_more(self, guest):
        letter = message(Kind.LINK, guest)
        assert why_misdirected(letter) == ""
        guest.address_key = "new@example.org"
        assert why_misdirected(letter) == "address changed"

    def test_invitees_have_theirs_for_good(self, invitee):
        assert why_misdirected(message(Kind.INVITED, invitee)) == ""


class TestWhatWasStopped:
    def test_what_somebody_stopped_meanwhile_is_not_sent(self, event, guest):
        stopped = Announcement(kind=Kind.LINK, event=event, created_at=OPEN_AT, dropped_at=OPEN_AT)
        assert why_overtaken(message(Kind.LINK, guest, announcement=stopped), OPEN_AT) == "stopped"
        stopped.dropped_at = None
        assert why_overtaken(message(Kind.LINK, guest, announcement=stopped), OPEN_AT) == ""

    def test_what_went_out_before_can_be_sent_again(self, event, guest):
        stopped = Announcement(kind=Kind.LINK, event=event, created_at=OPEN_AT, dropped_at=OPEN_AT)
        copy = message(Kind.LINK, guest, announcement=stopped, copy_of_id=1)
        assert why_overtaken(copy, OPEN_AT) == ""


class TestOfAnInvitation:
    @pytest.mark.parametrize("kind", [Kind.INVITED, Kind.INVITATION_REMINDER])
    def test_one_that_was_withdrawn_is_not_sent(self, invitee, kind):
        invitee.withdrawn_at = OPEN_AT
        assert why_overtaken(message(kind, invitee), OPEN_AT) == "invitation withdrawn"

    def test_one_can_be_invited_until_registration_closes(self, event, invitee):
        for kind in (Kind.INVITED, Kind.INVITATION_REMINDER):
            letter = message(kind, invitee)
            assert why_overtaken(letter, event.closes_at - SECOND) == ""
            assert why_overtaken(letter, event.closes_at) == "link over"

    def test_a_late_link_is_true_until_it_ends(self, event, invitee):
        invitee.admits_until = event.closes_at + 2 * SECOND
        letter = message(Kind.LATE_LINK, invitee)
        assert why_overtaken(letter, event.closes_at + SECOND) == ""
        assert why_overtaken(letter, invitee.admits_until) == "link over"
        invitee.admits_until = event.closes_at - SECOND
        assert why_overtaken(letter, event.closes_at - SECOND) == "link over"

    def test_nobody_is_invited_to_what_has_begun_or_is_cancelled(self, event, invitee):
        invitee.admits_until = event.ends_at
        letter = message(Kind.LATE_LINK, invitee)
        assert why_overtaken(letter, event.starts_at) == "event begun"
        event.cancelled = True
        letter = message(Kind.LATE_LINK, invitee, event=event)
        assert why_overtaken(letter, OPEN_AT) == "event cancelled"

    @pytest.mark.parametrize("answer", ["declined", "registered"])
    def test_whoever_has_answered_is_not_reminded(self, event, invitee, answer):
        if answer == "declined":
            invitee.declined_at = OPEN_AT
            invitee.save()
        else:
            registration(event, "Dora", invitation=invitee)
        assert why_overtaken(message(Kind.INVITATION_REMINDER, invitee), OPEN_AT) == "answered"
        assert why_overtaken(message(Kind.INVITED, invitee), OPEN_AT) == ""

    def test_whoever_cancelled_has_answered(self, event, invitee):
        gone = {"status": Status.CANCELLED, "cancelled_at": OPEN_AT}
        registration(event, "Dora", invitation=invitee, **gone)
        assert why_overtaken(message(Kind.INVITATION_REMINDER, invitee), OPEN_AT) == "answered"


class TestOfAnAnnouncement:
    def test_a_cancellation_is_true_while_the_event_is_cancelled(self, event, guest):
        letter = message(
            Kind.EVENT_CANCELLED, guest, announcement=announced(event, "event_cancelled")
        )
        assert why_overtaken(letter, OPEN_AT) == "event not cancelled"

    def test_a_change_that_was_taken_back_is_none(self, event, guest):
        letter = message(Kind.EVENT_CHANGED, guest, announcement=announced(event, "event_changed"))
        assert why_overtaken(letter, OPEN_AT) == "changed back"
        letter.announcement.before["facts"]["start_time"] = "15:00:00"
        assert why_overtaken(letter, OPEN_AT) == ""

    def test_a_programme_that_is_to_come_again_is_not_there(self, event, guest):
        told = announced(event, "programme_published")
        told.before["facts"]["programme_to_come"] = True
        letter = message(Kind.PROGRAMME_PUBLISHED, guest, announcement=told)
        assert why_overtaken(letter, OPEN_AT) == ""
        event.programme_to_come = True
        assert why_overtaken(letter, OPEN_AT) == "changed back"


def announced(event, kind):
    return Announcement(event=event, kind=kind, before=snapshot(event))
