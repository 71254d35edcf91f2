from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, PageLogEntry

from events.models import Event, Invitation, Message, MessageEvent, Registration
from events.services import announcements, outbox, retention
from tests.factories import OPEN_AT, administrator, event_page, invitation, registration

pytestmark = pytest.mark.django_db

# The event ends on 11 March 2027 in Copenhagen; its answers are kept for 30 days.
DAY_OF_ERASURE = datetime(2027, 4, 9, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)

PERSONAL = ("name", "email", "name_key", "address_key")


def full_registration(event, name="Cleo", **fields):
    """Everything that can be known of a guest, in the row, a letter and the provider's report."""
    guest = registration(
        event,
        name,
        companions=["Dora"],
        answers={"q1": "Library"},
        sensitive_answers={"q2": ["Vegan food"]},
        **fields,
    )
    letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    words = {"subject": "Cleo", "text": "Cleo", "html": "<p>Cleo</p>", "calendar": "Cleo"}
    Message.objects.filter(pk=letter.pk).update(reason="550 cleo@example.org", **words)
    MessageEvent.objects.create(
        message=letter,
        event_id="1",
        kind="bounced",
        happened_at=OPEN_AT,
        recorded_at=OPEN_AT,
        detail="cleo@example.org",
    )
    return guest


def everything_stored() -> str:
    models = [Registration, Message, MessageEvent, ModelLogEntry, PageLogEntry]
    return repr([list(model.objects.values()) for model in models])


class TestErasingAnEvent:
    def test_nothing_that_names_the_guest_is_left_anywhere(self):
        event = event_page().event
        full_registration(event)
        assert "cleo" in everything_stored().lower()
        retention.erase_event(event, at=OPEN_AT)
        left = everything_stored().lower()
        for word in ("cleo", "dora", "library", "vegan"):
            assert word not in left

    def test_rows_and_counts_stay(self):
        event = event_page().event
        guest = full_registration(event)
        assert retention.erase_event(event, at=OPEN_AT) == 1
        guest.refresh_from_db()
        assert (guest.status, guest.party_size, guest.created_at) == ("confirmed", 2, OPEN_AT)
        assert [getattr(guest, name) for name in PERSONAL] == ["", "", "", ""]
        assert event.registrations.confirmed().seats() == 2
        assert Message.objects.get().kind == Message.Kind.CONFIRMED

    def test_the_instant_is_kept_on_rows_and_event(self):
        event = event_page().event
        guest = full_registration(event)
        retention.erase_event(event, at=OPEN_AT)
        guest.refresh_from_db()
        event.refresh_from_db()
        assert guest.erased_at == event.erased_at == OPEN_AT

    def test_many_of_one_event_dont_collide(self):
        event = event_page().event
        for name in ("Cleo", "Dora", "Eli"):
            registration(event, name)
        assert retention.erase_event(event, at=OPEN_AT) == 3

    def test_letters_that_wait_are_not_sent_and_others_keep_their_state(self):
        event = event_page().event
        waiting, sending, sent = (full_registration(event, n).messages.get() for n in "abc")
        Message.objects.filter(pk=sending.pk).update(state="sending", claim=uuid4())
        Message.objects.filter(pk=sent.pk).update(state="bounced")
        retention.erase_event(event, at=OPEN_AT)
        states = Message.objects.order_by("pk").values_list("state", "claim", "to_address")
        assert list(states) == [
            ("cancelled", None, ""),
            ("cancelled", None, ""),
            ("bounced", None, ""),
        ]

    def test_the_link_in_the_guests_letter_unlocks_nothing_any_more(self):
        event = event_page().event
        token = full_registration(event).token
        retention.erase_event(event, at=OPEN_AT)
        left = Registration.objects.by_token(token)
        assert (left.erased_at, left.name, left.email) == (OPEN_AT, "", "")

    def test_what_was_changed_and_who_was_invited_goes_too(self):
        event = event_page().event
        registration = full_registration(event)
        changed = [{"label": "name", "old": "Cloe", "new": "Cleo", "sensitive": False}]
        registration.changes.create(created_at=OPEN_AT, changes=changed, reason="Cleo rang.")
        Invitation.objects.create(
            event=event,
            name="Dora",
            email="dora@example.org",
            language_code="en",
            created_at=OPEN_AT,
        )
        retention.erase_event(event, at=OPEN_AT)
        change, invitation = registration.changes.get(), Invitation.objects.get()
        assert (change.changes, change.reason) == ([], "")
        assert (invitation.name, invitation.email, invitation.address_key) == ("", "", "")
        assert invitation.erased_at == OPEN_AT

    def test_nobody_who_was_erased_moves_up_in_line(self):
        page = event_page(capacity=0, waiting_list="promote")
        waiting = full_registration(page.event)
        waiting.mark_waiting(OPEN_AT)
        retention.erase_event(page.event, at=OPEN_AT)
        page.capacity = 5
        page.save_revision().publish()
        waiting.refresh_from_db()
        assert waiting.is_waiting

    def test_twice_changes_nothing_and_is_logged_once(self):
        page = event_page()
        full_registration(page.event)
        retention.erase_event(page.event, at=OPEN_AT)
        before = everything_stored()
        event = Event.objects.get()
        assert retention.erase_event(event, at=OPEN_AT + SECOND) == 0
        assert everything_stored() == before
        assert Event.objects.get().erased_at == OPEN_AT

    def test_the_history_of_the_page_says_who_and_how_many(self):
        page, ada = event_page(), administrator()
        full_registration(page.event)
        retention.erase_event(page.event, at=OPEN_AT, user=ada)
        logged = PageLogEntry.objects.get(page=page.pk, action="tilmeld.erase")
        assert (logged.user, logged.timestamp) == (ada, OPEN_AT)
        assert logged.data == {"registrations": 1}
        assert logged.message == "Personal data of registrations erased (registrations: 1)"

    def test_another_events_guests_stay(self):
        ours = event_page()
        theirs = full_registration(event_page(ours.get_parent(), slug="theirs").event)
        retention.erase_event(ours.event, at=OPEN_AT)
        theirs.refresh_from_db()
        assert theirs.name == "Cleo"

    def test_the_guest_can_register_again(self):
        event = event_page().event
        registration(event)
        retention.erase_event(event, at=OPEN_AT)
        again = registration(event)
        assert event.registrations.unerased().get() == again

    def test_batches_make_an_end_whatever_the_number_of_rows(self, monkeypatch):
        monkeypatch.setattr(retention, "BATCH", 2)
        event = event_page().event
        for name in "abcde":
            full_registration(event, name)
        assert retention.erase_event(event, at=OPEN_AT) == 5
        assert not event.registrations.unerased().exists()
        assert not event.messages.exclude(to_address="").exists()

    def test_an_event_nobody_registered_for_leaves_no_log_entry(self):
        page = event_page()
        assert retention.erase_event(page.event, at=OPEN_AT) == 0
        assert Event.objects.get().erased_at == OPEN_AT
        assert not PageLogEntry.objects.filter(action="tilmeld.erase").exists()


class TestErasingWhatIsDue:
    def test_the_day_begins_at_midnight_in_the_events_zone(self):
        registration(event_page().event)
        assert retention.erase_due(at=DAY_OF_ERASURE - SECOND) == 0
        assert retention.erase_due(at=DAY_OF_ERASURE) == 1

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_at_either_end_of_the_world(self, zone):
        event = event_page(timezone=zone).event
        registration(event)
        midnight = datetime(2027, 4, 10, tzinfo=event.zone)
        assert retention.erase_due(at=midnight - SECOND) == 0
        assert retention.erase_due(at=midnight) == 1

    def test_done_is_done(self):
        registration(event_page().event)
        retention.erase_due(at=DAY_OF_ERASURE)
        with CaptureQueriesContext(connection) as queries:
            assert retention.erase_due(at=DAY_OF_ERASURE) == 0
        assert len(queries) == 1

    def test_somebody_registered_after_an_early_erasure_is_erased_too(self):
        event = event_page().event
        retention.erase_event(event, at=OPEN_AT)
        registration(event)
        assert retention.erase_due(at=DAY_OF_ERASURE) == 1

    def test_a_run_that_was_stopped_is_finished_by_the_next(self, monkeypatch):
        event = event_page().event
        full_registration(event)
        with monkeypatch.context() as broken:
            broken.setattr(retention, "_erase_letters", lambda *args: 1 / 0)
            with pytest.raises(ExceptionGroup):
                retention.erase_due(at=DAY_OF_ERASURE)
        retention.erase_due(at=DAY_OF_ERASURE)
        assert "cleo" not in everything_stored().lower()

    def test_an_event_that_fails_keeps_no_other_from_being_erased(self, monkeypatch):
        first = event_page().event
        second = event_page(first.page.get_parent(), slug="second").event
        guests = [registration(first), registration(second)]
        erase = retention._erase_batch
        monkeypatch.setattr(
            retention,
            "_erase_batch",
            lambda event, at: 1 / 0 if event == first else erase(event, at),
        )
        with pytest.raises(ExceptionGroup):
            retention.erase_due(at=DAY_OF_ERASURE)
        assert list(Registration.objects.unerased()) == guests[:1]


class TestErasingOneGuest:
    def erase(self, guest):
        retention.erase_registration(guest, at=OPEN_AT, user=administrator())

    def test_nothing_that_names_them_is_left_and_others_stay(self):
        event = event_page().event
        invited = invitation(event)
        guest = full_registration(event, invitation=invited)
        full_registration(event, status="repeated")
        other = registration(event, "Erik")
        self.erase(guest)
        stored = everything_stored() + repr(list(Invitation.objects.values()))
        assert [word for word in ("leo", "Dora", "Library", "Vegan") if word in stored] == []
        other.refresh_from_db()
        assert (other.name, other.erased_at) == ("Erik", None)

    def test_the_seat_goes_to_who_is_next_and_nobody_is_told_of_the_erasing(self):
        event = event_page(capacity=1, waiting_list="promote").event
        guest = registration(event)
        dora = registration(event, "Dora", status="waiting", waiting_since=OPEN_AT)
        self.erase(guest)
        guest.refresh_from_db()
        dora.refresh_from_db()
        assert (guest.status, dora.status) == ("cancelled", "confirmed")
        assert [letter.registration for letter in Message.objects.all()] == [dora]

    def test_once_the_event_is_over_it_stays_counted(self):
        guest = registration(event_page().event)
        retention.erase_registration(guest, at=guest.event.ends_at, user=administrator())
        guest.refresh_from_db()
        assert (guest.status, guest.name) == ("confirmed", "")

    def test_an_invitation_by_which_others_come_too_is_kept(self):
        event = event_page().event
        invited = invitation(event)
        guest, _colleague = (
            registration(event, name, invitation=invited) for name in ("Cleo", "Dora")
        )
        self.erase(guest)
        invited.refresh_from_db()
        assert invited.erased_at is None

    def test_twice_changes_nothing_and_is_logged_once(self):
        guest = registration(event_page().event)
        ada = administrator()
        for _ in range(2):
            retention.erase_registration(guest, at=OPEN_AT, user=ada)
        assert ModelLogEntry.objects.get(action="tilmeld.erase_registration").user == ada


def test_what_organisers_have_planned_is_never_sent_without_its_words():
    event = event_page().event
    full_registration(event)
    planned = event.announcements.create(
        kind=Message.Kind.ORGANISERS,
        subject="Bring a bag",
        text="<p>Cleo</p>",
        statuses=["confirmed"],
        created_at=OPEN_AT,
        send_at=OPEN_AT + timedelta(days=1),
    )
    retention.erase_event(event, at=OPEN_AT)
    registration(event, "Eli")
    announcements.write_due(at=planned.send_at)
    assert not planned.messages.exists()
