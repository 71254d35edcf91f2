from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.exceptions import (
    InvitationNeeded,
    InvitationUsed,
    NotEnoughSeats,
    RegistrationClosed,
    RegistrationNotOpen,
)
from events.models import Invitation, Message, Registration, Status
from events.services import registration as service
from events.services.limits import Network, forget_old
from events.services.registration import cancel
from events.services.registration.register import SAME_POST
from tests.factories import OPEN_AT, event_page, register

from .support import HOUR, QUESTION, SECOND, come, entry, letters, open_event, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

HOME, ELSEWHERE = Network("home", limit=9), Network("elsewhere", limit=9)


class TestRegister:
    def test_it_writes_the_registration_its_letter_and_its_log_entry(self):
        publication = open_event(questions=[QUESTION])
        registration = register(
            publication,
            entry(answers={"qorg": "Library"}, sensitive_answers={"qdiet": ["Vegan food"]}),
            at=OPEN_AT,
        )
        registration.refresh_from_db()
        assert registration.status == Status.CONFIRMED
        assert (registration.name, registration.email) == ("Cleo", "cleo@example.org")
        assert registration.answers == {"qorg": "Library"}
        assert registration.sensitive_answers == {"qdiet": ["Vegan food"]}
        assert registration.created_at == OPEN_AT
        message = Message.objects.get()
        assert (message.kind, message.state) == ("confirmed", "queued")
        assert (message.registration, message.to_address) == (registration, "cleo@example.org")
        log = ModelLogEntry.objects.get(action="tilmeld.register")
        assert (log.timestamp, log.object_id) == (OPEN_AT, str(registration.pk))
        assert "Cleo" not in log.label

    def test_it_keeps_the_publication_that_the_guest_saw(self):
        page = event_page(questions=[QUESTION])
        seen = page.event.publication()
        page.venue_room = "107"
        page.save_revision().publish()
        newest = page.event.publication()
        registration = register(newest, entry(publication_id=seen.pk), at=OPEN_AT)
        assert registration.publication == seen != newest

    def test_other_questions_than_those_seen_bind_it_to_what_was_asked(self):
        page = event_page(questions=[QUESTION])
        seen = page.event.publication()
        page.registration_fields.create(label="Food", field_type="diet", required=False)
        page.save_revision().publish()
        newest = page.event.publication()
        registration = register(newest, entry(publication_id=seen.pk), at=OPEN_AT)
        assert registration.publication == newest

    def test_another_events_publication_is_no_proof(self):
        other = event_page(slug="other").event.publication()
        publication = open_event(slug="this", parent=other.page.get_parent())
        registration = register(publication, entry(publication_id=other.pk), at=OPEN_AT)
        assert registration.publication == publication

    def test_it_costs_few_queries(self, django_assert_max_num_queries):
        publication = open_event(capacity=10)
        register(publication, entry(), at=OPEN_AT)
        with django_assert_max_num_queries(11):
            register(publication, entry("Dora"), at=OPEN_AT)


class TestTheWindow:
    def test_one_second_before_the_deadline(self):
        publication = open_event()
        register(publication, entry(), at=publication.event.closes_at - SECOND)
        assert Registration.objects.count() == 1

    def test_at_the_deadline_it_is_closed(self):
        publication = open_event()
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=publication.event.closes_at)
        assert (Registration.objects.count(), letters()) == (0, [])

    def test_before_it_opens(self):
        publication = open_event(opens_date=OPEN_AT.date())
        with pytest.raises(RegistrationNotOpen):
            register(publication, entry(), at=publication.event.opens_at - SECOND)
        register(publication, entry(), at=publication.event.opens_at)

    def test_a_cancelled_event_takes_nobody(self):
        publication = open_event(cancelled=True)
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=OPEN_AT)


class TestARepeat:
    def test_the_same_post_again_is_the_same_registration_and_sends_nothing(self):
        publication = open_event()
        first = register(publication, entry(), at=OPEN_AT, network=HOME)
        at = OPEN_AT + timedelta(minutes=5)
        again = register(publication, entry(), at=at, network=HOME)
        assert again == first
        assert (Registration.objects.count(), letters()) == (1, ["confirmed"])

    def test_a_doubled_post_for_the_last_seat_succeeds_twice(self):
        publication = open_event(capacity=1)
        first = register(publication, entry(), at=OPEN_AT, network=HOME)
        assert register(publication, entry(), at=OPEN_AT + SECOND, network=HOME) == first

    def test_a_post_resent_across_the_deadline_succeeds(self):
        publication = open_event()
        closes_at = publication.event.closes_at
        first = register(publication, entry(), at=closes_at - SECOND, network=HOME)
        assert register(publication, entry(), at=closes_at + SECOND, network=HOME) == first

    def test_a_later_repeat_changes_nothing_and_sends_the_link(self):
        publication = open_event(questions=[QUESTION])
        first = register(publication, entry(answers={"qorg": "Library"}), at=OPEN_AT)
        at = OPEN_AT + timedelta(hours=2)
        again = register(publication, entry(answers={"qorg": "Museum"}), at=at)
        assert (again.status, again.answers) == (Status.REPEATED, {"qorg": "Museum"})
        first.refresh_from_db()
        assert first.answers == {"qorg": "Library"}
        assert letters() == ["confirmed", "link"]

    def test_the_link_goes_at_most_once_an_hour(self):
        publication = open_event()
        register(publication, entry(), at=OPEN_AT)
        for minutes in (30, 61, 90, 120, 122):
            register(
                publication, entry(answers={"x": minutes}), at=OPEN_AT + timedelta(minutes=minutes)
            )
        assert letters() == ["confirmed", "link", "link"]

    def test_a_known_guest_is_refused_like_a_stranger_when_full(self):
        publication = open_event(capacity=1)
        register(publication, entry(), at=OPEN_AT)
        at = OPEN_AT + timedelta(hours=2)
        with pytest.raises(NotEnoughSeats):
            register(publication, entry(), at=at)
        with pytest.raises(NotEnoughSeats):
            register(publication, entry("Dora"), at=at)
        assert letters() == ["confirmed", "link"]

    def test_a_known_guest_is_refused_like_a_stranger_when_closed(self):
        publication = open_event()
        register(publication, entry(), at=OPEN_AT)
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=publication.event.closes_at)

    def test_case_and_blanks_make_no_second_person(self):
        publication = open_event()
        register(publication, entry("Cleo Holm", "cleo@example.org"), at=OPEN_AT)
        register(publication, entry("CLEO  HOLM", "Cleo@Example.org"), at=OPEN_AT)
        assert Registration.objects.active().count() == 1

    def test_colleagues_may_share_a_mailbox(self):
        publication = open_event()
        register(publication, entry("Cleo"), at=OPEN_AT)
        register(publication, entry("Dora"), at=OPEN_AT)
        assert letters() == ["confirmed", "confirmed"]

    def test_one_may_come_back_after_cancelling(self):
        publication = open_event()
        first = register(publication, entry(), at=OPEN_AT)
        cancel(first, at=OPEN_AT)
        second = register(publication, entry(), at=OPEN_AT)
        assert second != first
        assert letters() == ["confirmed", "cancelled", "confirmed"]

    def test_another_name_is_not_the_same_post_where_an_address_registers_once(self):
        """Else a stranger would be shown as the first who came, and could mend their address."""
        publication = open_event(one_per_address=True)
        first = service.register(publication, entry("Cleo"), at=OPEN_AT, network=HOME)
        other = service.register(publication, entry("Dora"), at=OPEN_AT + SECOND, network=HOME)
        assert other.registration != first.registration
        assert other.registration.status == Status.REPEATED
        assert Registration.objects.active().get() == first.registration

    @pytest.mark.parametrize(("later", "is_same"), [(SAME_POST - SECOND, True), (SAME_POST, False)])
    def test_for_ten_minutes_it_is_the_same_post(self, later, is_same):
        publication = open_event()
        first = service.register(publication, entry(), at=OPEN_AT, network=HOME)
        again = service.register(publication, entry(), at=OPEN_AT + later, network=HOME)
        assert (again.registration == first.registration) is is_same

    def test_a_repeat_sent_twice_is_kept_once(self):
        publication = open_event()
        register(publication, entry(), at=OPEN_AT)
        at = OPEN_AT + HOUR
        repeats = [register(publication, entry(), at=at, network=HOME) for _ in range(2)]
        assert repeats[0] == repeats[1]
        assert repeats[0].status == Status.REPEATED

    @pytest.mark.parametrize("network", [ELSEWHERE, None], ids=["another", "unknown"])
    def test_from_another_network_the_same_answers_are_a_repeat_however_often(self, network):
        """Else a stranger who knows them would get a receipt, which may mend the address."""
        publication = open_event()
        register(publication, entry("Mallory", "mallory@example.org"), at=OPEN_AT, network=network)
        cleo = register(publication, entry(), at=OPEN_AT, network=HOME)
        for _ in range(2):
            stranger = register(publication, entry(), at=OPEN_AT + SECOND, network=network)
            assert (stranger == cleo, stranger.status) == (False, Status.REPEATED)

    def test_nor_do_they_get_the_repeat_that_another_has_sent(self):
        publication = open_event()
        register(publication, entry(), at=OPEN_AT)
        own = register(publication, entry(), at=OPEN_AT + HOUR, network=HOME)
        assert register(publication, entry(), at=OPEN_AT + HOUR, network=ELSEWHERE) != own

    @pytest.mark.parametrize("guest", [entry(), entry("Dora")], ids=["registered", "a stranger"])
    def test_when_full_another_network_does_not_learn_who_is_registered(self, guest):
        publication = open_event(capacity=1)
        register(publication, entry(), at=OPEN_AT, network=HOME)
        with pytest.raises(NotEnoughSeats):
            register(publication, guest, at=OPEN_AT + SECOND, network=ELSEWHERE)

    def test_whom_staff_registered_nobody_is_taken_for(self):
        publication = open_event()
        by_hand = service.register_by_hand(publication, entry(), at=OPEN_AT, user=None)
        assert register(publication, entry(), at=OPEN_AT + SECOND, network=HOME) != by_hand

    def test_where_somebody_registered_from_is_forgotten_in_time(self):
        publication = open_event()
        register(publication, entry(), at=OPEN_AT, network=HOME)
        assert forget_old(at=OPEN_AT + 4 * HOUR) == 2
        assert not publication.event.post_counts.exists()

    @pytest.mark.parametrize("mode", ["promote", "offer"])
    def test_the_same_post_again_is_told_how_it_stands_but_not_of_an_offer(self, mode):
        publication = open_event(capacity=1, waiting_list=mode)
        cleo = come(publication, "Cleo")
        guest = entry("Dora", "dora@example.org")
        first = service.register(publication, guest, at=OPEN_AT, network=HOME)
        assert first.status == Status.WAITING
        cancel(cleo, at=OPEN_AT)
        again = service.register(publication, guest, at=OPEN_AT + SECOND, network=HOME)
        expected = Status.CONFIRMED if mode == "promote" else Status.WAITING
        assert again.status == expected
        assert again.registration.is_active

    def test_a_repeat_is_told_what_a_new_guest_would_be(self):
        publication = open_event(capacity=1, waiting_list="promote")
        service.register(publication, entry(), at=OPEN_AT)
        again = service.register(publication, entry(), at=OPEN_AT + HOUR)
        assert again.status == Status.WAITING
        assert again.registration.status == Status.REPEATED
        assert Registration.objects.active().get().is_confirmed


class TestTheWaitingList:
    @pytest.mark.parametrize("accepts", [False, True])
    def test_a_party_for_which_there_are_too_few_is_asked_first(self, accepts):
        publication = open_event(capacity=1, waiting_list="promote", max_companions=1)
        guest = entry(companions=("Dora",), accepts_waiting=accepts)
        if accepts:
            assert register(publication, guest, at=OPEN_AT).is_waiting
            return
        with pytest.raises(NotEnoughSeats) as refusal:
            register(publication, guest, at=OPEN_AT)
        assert (refusal.value.seats_left, refusal.value.waiting_list) == (1, True)

    def test_where_nothing_is_left_nobody_is_asked(self):
        publication = open_event(capacity=0, waiting_list="promote")
        assert register(publication, entry(), at=OPEN_AT).is_waiting

    def test_without_one_nobody_waits_whatever_they_accept(self):
        with pytest.raises(NotEnoughSeats):
            register(open_event(capacity=0), entry(accepts_waiting=True), at=OPEN_AT)


def invited(publication, **fields) -> Invitation:
    person = {"email": "cleo@example.org", "language_code": "en", "created_at": OPEN_AT}
    return Invitation.objects.create(event=publication.event, **person | fields)


class TestByInvitation:
    def test_without_a_link_nobody_comes_to_an_event_for_those_invited(self):
        publication = open_event(audience="invited")
        for by_link in (False, True):
            with pytest.raises(InvitationNeeded):
                register(publication, entry(), at=OPEN_AT, by_link=by_link)
        assert register(publication, entry(), at=OPEN_AT, invitation=invited(publication))

    def test_the_events_own_link_opens_an_event_for_those_who_have_it(self):
        publication = open_event(audience="link")
        with pytest.raises(InvitationNeeded):
            register(publication, entry(), at=OPEN_AT)
        assert register(publication, entry(), at=OPEN_AT, by_link=True)

    @pytest.mark.parametrize("allowed", [1, 2])
    def test_it_can_be_used_as_often_as_allowed(self, allowed):
        publication = open_event(registrations_per_invitation=allowed)
        invitation = invited(publication)
        for number in range(allowed):
            register(publication, entry(f"G{number}"), at=OPEN_AT, invitation=invitation)
        with pytest.raises(InvitationUsed):
            register(publication, entry("More"), at=OPEN_AT, invitation=invitation)

    def test_cancelling_gives_it_back(self):
        publication = open_event()
        invitation = invited(publication)
        cancel(register(publication, entry(), at=OPEN_AT, invitation=invitation), at=OPEN_AT)
        assert register(publication, entry("Dora"), at=OPEN_AT, invitation=invitation)


class TestALateLink:
    def test_it_admits_past_the_deadline_until_its_own_end(self):
        publication = open_event()
        closes_at = publication.event.closes_at
        late = invited(publication, admits_until=closes_at + HOUR)
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=closes_at + HOUR, invitation=late)
        assert register(publication, entry(), at=closes_at + HOUR - SECOND, invitation=late)

    @pytest.mark.parametrize("over_capacity", [False, True])
    def test_it_admits_beyond_capacity_only_where_staff_say_so(self, over_capacity):
        publication = open_event(capacity=0)
        until = publication.event.starts_at
        late = invited(publication, admits_until=until, over_capacity=over_capacity)
        if over_capacity:
            assert register(publication, entry(), at=OPEN_AT, invitation=late).is_confirmed
            return
        with pytest.raises(NotEnoughSeats):
            register(publication, entry(), at=OPEN_AT, invitation=late)

    def test_it_opens_neither_a_cancelled_event_nor_one_that_has_begun(self):
        publication = open_event()
        starts_at = publication.event.starts_at
        late = invited(publication, admits_until=starts_at + HOUR)
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=starts_at, invitation=late)
        publish(publication.event, cancelled=True)
        with pytest.raises(RegistrationClosed):
            register(publication, entry(), at=OPEN_AT, invitation=late)
