"""A guest is moved to another event: there with what fits, here cancelled, and nothing is lost."""

from datetime import timedelta

import pytest
from wagtail.log_actions import registry

from events import emails
from events.exceptions import (
    AlreadyRegistered,
    NotEnoughSeats,
    NothingToChange,
    OptionsTaken,
    RegistrationClosed,
)
from events.models import Message, Registration
from events.models.event import EventQuerySet
from events.services import notes, retention, tags
from events.services import registration as service
from events.services.registration import IfFull
from tests.factories import OPEN_AT, administrator, event_page, registration
from tests.services.outbox.test_at_once import all_at_once

from .support import QUESTION, publish, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

LATER = OPEN_AT + timedelta(hours=1)
SECOND = timedelta(seconds=1)
SHOP = {"label": "Workshop", "field_type": "radio", "choices": "A [1]\nB", "key": "qshop"}


@pytest.fixture
def here():
    return event_page(title="Spring meeting", questions=[QUESTION], capacity=2).event


@pytest.fixture
def there(here):
    return elsewhere(here, questions=[QUESTION])


def elsewhere(here, **fields):
    options = {"title": "Autumn meeting", "slug": "autumn"} | fields
    return event_page(here.page.get_parent(), **options).event


def move(guest, event, at=LATER, user=None, **options) -> Registration:
    publication = event.publication(guest.language_code)
    return service.move(guest, publication, at=at, user=user, **options)


def logged(guest) -> dict[str, dict]:
    return dict(registry.get_logs_for_instance(guest).values_list("action", "data"))


class TestWhatMoves:
    def test_the_guest_is_registered_there_and_cancelled_here(self, here, there):
        cleo = registration(here, companions=["Dora", ""], answers={"qorg": "Library"})
        new = move(cleo, there)
        assert (new.event, new.name, new.email) == (there, cleo.name, cleo.email)
        assert (new.companions, new.party_size) == (["Dora", ""], 3)
        assert (new.answers, new.publication) == ({"qorg": "Library"}, there.publication())
        assert new.is_confirmed
        cleo.refresh_from_db()
        assert (cleo.is_cancelled, cleo.cancelled_at) == (True, LATER)

    def test_all_that_was_known_stays_with_the_old_one(self, here):
        cleo = registration(here, answers={"qorg": "Library"})
        notes.write(cleo, "Late", at=OPEN_AT, user=None)
        tags.tag(cleo, "VIP", at=OPEN_AT, user=None)
        new = move(cleo, elsewhere(here))
        cleo.refresh_from_db()
        assert (cleo.answers, new.answers) == ({"qorg": "Library"}, {})
        assert (cleo.notes.count(), cleo.tags.count()) == (1, 1)
        assert (new.notes.count(), new.tags.count()) == (0, 0)

    def test_who_wants_no_messages_wants_none_about_the_other(self, here, there):
        cleo = registration(here, unsubscribed_at=OPEN_AT)
        assert move(cleo, there).is_unsubscribed

    def test_however_many_of_one_mailbox_are_moved_each_is_told(self, here, there):
        ada = administrator()
        for name in ("Cleo", "Dora", "Emil", "Finn", "Gerda", "Hans", "Ida"):
            move(registration(here, name, email="office@example.org"), there, user=ada)
        assert set(Message.objects.values_list("kind", "state")) == {("confirmed", "queued")}

    def test_both_histories_tell_it_and_lead_to_one_another(self, here, there):
        cleo, ada = registration(here), administrator()
        new = move(cleo, there, user=ada)
        assert logged(cleo)["tilmeld.move_away"] == {"event": there.pk, "registration": new.pk}
        assert logged(new)["tilmeld.move_here"] == {"event": here.pk, "registration": cleo.pk}
        assert {"tilmeld.cancel"} < logged(cleo).keys()
        told = {"label": "event", "old": "Spring meeting", "new": "Autumn meeting"}
        for each in (cleo, new):
            assert each.changes.get().changes == [told | {"sensitive": False}]
            assert each.changes.get().user == ada

    def test_what_both_histories_tell_is_erased_with_each(self, here, there):
        new = move(registration(here), there)
        retention.erase_registration(new, at=LATER, user=None)
        assert new.changes.get().changes == []


class TestSeats:
    def test_come_free_here_and_go_to_who_waits(self, here, there):
        publish(here, waiting_list="promote", capacity=1)
        cleo = registration(here)
        registration(here, "Dora", status="waiting", waiting_since=OPEN_AT)
        move(cleo, there)
        assert statuses(here) == {"Cleo": "cancelled", "Dora": "confirmed"}

    def test_are_not_over_booked_unless_somebody_says_so(self, here):
        full = elsewhere(here, capacity=1, waiting_list="promote")
        registration(full, "Dora")
        cleo = registration(here)
        with pytest.raises(NotEnoughSeats):
            move(cleo, full)
        assert (statuses(here), full.registrations.count()) == ({"Cleo": "confirmed"}, 1)
        assert move(cleo, full, if_full=IfFull.OVERBOOK).is_confirmed

    def test_or_the_guest_waits_at_the_end_of_the_line(self, here):
        full = elsewhere(here, capacity=1, waiting_list="promote")
        registration(full, "Dora")
        cleo = registration(here, status="waiting", waiting_since=OPEN_AT)
        new = move(cleo, full, if_full=IfFull.WAIT)
        assert (new.is_waiting, new.waiting_since) == (True, LATER)

    def test_are_counted_at_the_choices_that_go_along(self):
        here = event_page(questions=[SHOP]).event
        there = elsewhere(here, questions=[SHOP])
        registration(there, "Dora", answers={"qshop": "A"})
        with pytest.raises(OptionsTaken):
            move(registration(here, answers={"qshop": "A"}), there)

    def test_one_who_waits_here_gets_a_seat_there(self, here, there):
        assert move(registration(here, status="waiting", waiting_since=OPEN_AT), there).is_confirmed


class TestTheLetter:
    def test_is_the_other_events_own_and_says_where_from(self, here, there):
        cleo = registration(here)
        new = move(cleo, there)
        letter = Message.objects.get()
        assert (letter.kind, letter.registration, letter.event) == ("confirmed", new, there)
        said = " ".join(emails.compose(letter).text.split())
        assert "moved your registration for “Spring meeting” to this event." in said
        assert "If the old event stands in your calendar, remove it there." in said
        assert "Autumn meeting" in said
        assert "Thank you for registering" not in said

    def test_to_who_waits_there_says_so_too(self, here):
        full = elsewhere(here, capacity=0, waiting_list="promote")
        move(registration(here), full, if_full=IfFull.WAIT)
        letter = Message.objects.get()
        assert letter.kind == "waiting"
        written = emails.compose(letter).html
        assert "moved your registration for “Spring meeting”" in written
        assert "If the old event stands in your calendar, remove it there." in written

    def test_is_not_written_if_nobody_is_to_be_told(self, here, there):
        move(registration(here), there, letter=False)
        assert not Message.objects.exists()


class TestWhoCanBeMoved:
    @pytest.mark.parametrize(
        "fields",
        [{"status": "cancelled"}, {"status": "lapsed"}, {"status": "repeated"}],
    )
    def test_nobody_who_neither_comes_nor_waits(self, here, there, fields):
        with pytest.raises(NothingToChange):
            move(registration(here, **fields), there)

    def test_nobody_who_was_erased_or_is_there_already(self, here, there):
        with pytest.raises(NothingToChange):
            move(registration(here, erased_at=OPEN_AT), there)
        with pytest.raises(NothingToChange):
            move(registration(here, "Dora"), here)

    def test_until_the_event_is_over_also_when_it_is_cancelled(self, here):
        there = elsewhere(here, start_date=here.start_date + timedelta(days=30))
        cleo, dora = registration(here), registration(here, "Dora")
        publish(here, cancelled=True)
        assert move(cleo, there, at=here.ends_at - SECOND, user=administrator())
        with pytest.raises(NothingToChange):
            move(dora, there, at=here.ends_at, user=administrator("bo"))

    def test_not_to_an_event_that_is_over_or_cancelled(self, here, there):
        publish(there, cancelled=True)
        cleo = registration(here)
        with pytest.raises(RegistrationClosed):
            move(cleo, there)
        cleo.refresh_from_db()
        assert cleo.is_confirmed

    def test_not_beside_themselves(self, here, there):
        registration(there)
        with pytest.raises(AlreadyRegistered):
            move(registration(here), there)

    def test_a_second_click_changes_nothing(self, here, there):
        cleo = registration(here)
        move(cleo, there)
        with pytest.raises(NothingToChange):
            move(cleo, there)
        assert there.registrations.count() == 1


class TestTwoEventsAtOnce:
    def test_are_locked_in_one_order_whichever_way_somebody_goes(self, here, there, monkeypatch):
        locked, lock = [], EventQuerySet.locked

        def noting(events: EventQuerySet, pk: int):
            locked.append(pk)
            return lock(events, pk)

        monkeypatch.setattr(EventQuerySet, "locked", noting)
        ways = [(registration(here), there), (registration(there, "Dora"), here)]
        for guest, target in ways:
            locked.clear()
            move(guest, target)
            assert locked[:2] == sorted((here.pk, there.pk))

    @pytest.mark.django_db(transaction=True)
    def test_guests_pass_one_another(self, here, there):
        publish(here, capacity=None)
        ways = [(here, there), (there, here)] * 2
        guests = [registration(way[0], f"Guest{n}") for n, way in enumerate(ways)]
        moved = all_at_once(lambda number: move(guests[number], ways[number][1]).event_id)
        assert moved == [way[1].pk for way in ways]
        for event in (here, there):
            assert event.registrations.active().count() == 2
