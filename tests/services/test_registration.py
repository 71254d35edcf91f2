from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.exceptions import (
    CancellationTooLate,
    NotEnoughSeats,
    RegistrationClosed,
    RegistrationNotOpen,
)
from events.forms import Entry
from events.models import Message, Registration, Status
from events.services.registration import cancel
from tests.factories import OPEN_AT, administrator, event_page, register

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
QUESTION = {"label": "Organisation", "field_type": "singleline", "required": False, "key": "qorg"}


def entry(name="Cleo", email="cleo@example.org", **fields) -> Entry:
    return Entry(
        **{
            "name": name,
            "email": email,
            "companions": (),
            "answers": {},
            "sensitive_answers": {},
            "publication_id": None,
        }
        | fields
    )


def open_event(**facts):
    return event_page(**facts).event.publication()


def letters() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


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


class TestSeats:
    def test_a_party_takes_a_seat_each(self):
        publication = open_event(capacity=3, max_companions=2)
        registration = register(publication, entry(companions=("Dora", "Emil")), at=OPEN_AT)
        assert registration.party_size == 3
        with pytest.raises(NotEnoughSeats) as refusal:
            register(publication, entry("Finn", "finn@example.org"), at=OPEN_AT)
        assert refusal.value.seats_left == 0

    def test_a_party_that_does_not_fit_is_told_how_many_do(self):
        publication = open_event(capacity=2, max_companions=2)
        with pytest.raises(NotEnoughSeats) as refusal:
            register(publication, entry(companions=("Dora", "Emil")), at=OPEN_AT)
        assert refusal.value.seats_left == 2
        assert str(refusal.value) == "There are only 2 seats left. Register fewer people."

    def test_a_cancellation_gives_seats_back(self):
        publication = open_event(capacity=1)
        cancel(register(publication, entry(), at=OPEN_AT), at=OPEN_AT)
        register(publication, entry("Dora"), at=OPEN_AT)
        assert publication.event.registrations.confirmed().seats() == 1

    def test_no_seats_at_all_is_not_no_limit(self):
        with pytest.raises(NotEnoughSeats):
            register(open_event(capacity=0), entry(), at=OPEN_AT)


class TestARepeat:
    def test_the_same_post_again_is_the_same_registration_and_sends_nothing(self):
        publication = open_event()
        first = register(publication, entry(), at=OPEN_AT)
        again = register(publication, entry(), at=OPEN_AT + timedelta(minutes=5))
        assert again == first
        assert (Registration.objects.count(), letters()) == (1, ["confirmed"])

    def test_a_doubled_post_for_the_last_seat_succeeds_twice(self):
        publication = open_event(capacity=1)
        first = register(publication, entry(), at=OPEN_AT)
        assert register(publication, entry(), at=OPEN_AT + SECOND) == first

    def test_a_post_resent_across_the_deadline_succeeds(self):
        publication = open_event()
        closes_at = publication.event.closes_at
        first = register(publication, entry(), at=closes_at - SECOND)
        assert register(publication, entry(), at=closes_at + SECOND) == first

    def test_a_later_repeat_changes_nothing_and_sends_the_link(self):
        publication = open_event(questions=[QUESTION])
        first = register(publication, entry(answers={"qorg": "Library"}), at=OPEN_AT)
        at = OPEN_AT + timedelta(hours=2)
        assert register(publication, entry(answers={"qorg": "Museum"}), at=at) == first
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
        assert Registration.objects.count() == 1

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


class TestTheLink:
    def test_a_token_unlocks_its_registration_alone(self):
        publication = open_event()
        cleo = register(publication, entry("Cleo"), at=OPEN_AT)
        dora = register(publication, entry("Dora"), at=OPEN_AT)
        assert Registration.objects.by_token(cleo.token) == cleo
        assert Registration.objects.by_token(dora.token) == dora
        assert "cleo" not in cleo.token

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda token: token[:-1],
            lambda token: token + "x",
            lambda token: "2" + token,
            lambda token: "",
            lambda token: "1-1",
            lambda token: "%00.…",
        ],
        ids=["cut", "longer", "another's number", "empty", "unsigned", "nonsense"],
    )
    def test_a_mistyped_or_forged_token_unlocks_nothing(self, spoil):
        registration = register(open_event(), entry(), at=OPEN_AT)
        with pytest.raises(Registration.DoesNotExist):
            Registration.objects.by_token(spoil(registration.token))

    def test_a_new_version_calls_old_links_back(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        old = registration.token
        registration.link_version += 1
        registration.save()
        with pytest.raises(Registration.DoesNotExist):
            Registration.objects.by_token(old)
        assert Registration.objects.by_token(registration.token) == registration

    def test_an_old_secret_key_still_unlocks_while_it_is_a_fallback(self, settings):
        registration = register(open_event(), entry(), at=OPEN_AT)
        token = registration.token
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert Registration.objects.by_token(token) == registration
