"""Acts upon many registrations: each once, whoever is killed and however many carry on."""

from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, OperationalError

from events.models import BulkRun, Message
from events.services import bulk, notes, retention, tags
from events.services import registration as service
from events.services.bulk import runs
from events.signals import message_queued
from tests.factories import OPEN_AT, administrator, editor, event_page, registration
from tests.services.outbox.test_at_once import all_at_once

WAITED = "This person has no seat, but was on the waiting list."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


@pytest.fixture
def event():
    return event_page(capacity=5).event


def guests(event, *names, **fields):
    return [registration(event, name, **fields) for name in names]


def start(event, act, registrations, user=None, **options) -> BulkRun:
    user = user or administrator()
    return bulk.start(event, act, registrations, options, at=OPEN_AT, user=user, language="en")


def outcomes(run: BulkRun) -> dict[str, str]:
    items = run.items.select_related("registration")
    return {item.registration.name: item.reason or item.outcome for item in items}


def for_times(number: int):
    """Time for so many, as a worker has that is killed then."""
    left = iter(range(number))
    return lambda: next(left, None) is not None


@pytest.fixture
def breaking(monkeypatch):
    """Have cancelling fail for whoever has a name."""

    def breaks(error: Exception, name: str) -> None:
        def cancel(registration, **options):
            if registration.name == name:
                raise error
            service.cancel(registration, **options)

        act = bulk.Act("change", lambda *_: "", cancel)
        monkeypatch.setitem(runs.ACTS, "cancel", act)

    return breaks


class TestWhereItStops:
    def test_it_goes_on_with_those_that_are_left(self, event):
        run = start(event, "send_again", guests(event, "Cleo", "Dora", "Eli"))
        assert not bulk.carry_on(run, at=OPEN_AT, go_on=for_times(2))
        assert outcomes(run) == {"Cleo": "done", "Dora": "done", "Eli": "left"}
        bulk.carry_on_all(at=OPEN_AT)
        assert set(outcomes(run).values()) == {"done"}
        assert Message.objects.count() == 3
        assert BulkRun.objects.get().finished_at == OPEN_AT

    def test_one_that_breaks_is_undone_whole_and_keeps_no_other(self, event, monkeypatch, caplog):
        cancel = service.cancel

        def breaks(registration, **options):
            cancel(registration, **options)
            if registration.name == "Cleo":
                raise RuntimeError("broken")

        act = bulk.Act("change", lambda *_: "", breaks)
        monkeypatch.setitem(runs.ACTS, "cancel", act)
        run = start(event, "cancel", guests(event, "Cleo", "Dora"))
        assert bulk.carry_on(run, at=OPEN_AT)
        assert "It failed" in outcomes(run)["Cleo"]
        assert outcomes(run)["Dora"] == "done"
        assert event.registrations.get(name="Cleo").is_confirmed
        assert "broken" in caplog.text

    @pytest.mark.parametrize("error", [IntegrityError, DataError])
    def test_what_the_database_refuses_is_that_ones_alone(self, event, breaking, error):
        breaking(error("refused"), "Cleo")
        run = start(event, "cancel", guests(event, "Cleo", "Dora"))
        assert bulk.carry_on(run, at=OPEN_AT)
        assert "It failed" in outcomes(run)["Cleo"]
        assert outcomes(run)["Dora"] == "done"

    def test_one_that_the_database_can_not_do_now_is_tried_again(self, event, breaking, caplog):
        breaking(OperationalError("locked"), "Cleo")
        run = start(event, "cancel", guests(event, "Cleo", "Dora"))
        assert not bulk.carry_on(run, at=OPEN_AT)
        assert outcomes(run) == {"Cleo": "left", "Dora": "left"}
        assert "locked" in caplog.text
        breaking(OperationalError("locked"), "nobody")
        bulk.carry_on_all(at=OPEN_AT + timedelta(minutes=1))
        assert set(outcomes(run).values()) == {"done"}

    def test_one_that_always_fails_keeps_no_other_from_being_done(self, event, breaking):
        breaking(OperationalError("locked"), "Cleo")
        ada = administrator()
        stuck = start(event, "cancel", guests(event, "Cleo", "Dora"), ada)
        behind = start(event, "cancel", guests(event, "Eli"), ada)
        bulk.carry_on_all(at=OPEN_AT)
        assert outcomes(behind) == {"Eli": "done"}
        bulk.carry_on_all(at=OPEN_AT + runs.PATIENCE)
        assert "It failed" in outcomes(stuck)["Cleo"]
        assert outcomes(stuck)["Dora"] == "done"
        assert not BulkRun.objects.filter(finished_at=None).exists()

    def test_what_was_chosen_for_it_is_forgotten(self, event):
        run = start(event, "tag", guests(event, "Cleo"), name="VIP")
        assert run.options == {"name": "VIP"}
        bulk.carry_on(run, at=OPEN_AT)
        assert BulkRun.objects.get().options == {}

    def test_it_is_looked_up_for_a_month(self, event):
        bulk.carry_on(start(event, "tag", [], name="VIP"), at=OPEN_AT)
        for kept_for, number in ((runs.KEPT_FOR, 1), (runs.KEPT_FOR * 2, 0)):
            bulk.carry_on_all(at=OPEN_AT + kept_for)
            assert BulkRun.objects.count() == number


class TestWhoMay:
    def test_who_lost_the_right_does_nothing_more(self, event):
        ben = editor(event.page, "change_registration")
        run = start(event, "cancel", guests(event, "Cleo", "Dora"), ben)
        bulk.carry_on(run, at=OPEN_AT, go_on=for_times(1))
        ben.groups.clear()
        bulk.carry_on(BulkRun.objects.get(), at=OPEN_AT)
        assert "has no right" in outcomes(run)["Dora"]
        assert event.registrations.active().get().name == "Dora"

    def test_another_events_guests_are_no_part_of_it(self, event):
        other = event_page(slug="other").event
        run = start(event, "cancel", guests(other, "Cleo"))
        bulk.carry_on(run, at=OPEN_AT)
        assert other.registrations.get().is_confirmed


class TestActs:
    def test_seats_go_as_far_as_they_reach(self, event):
        waiting = guests(event, "Cleo", "Dora", status="waiting", waiting_since=OPEN_AT)
        guests(event, "Eli", companions=["", "", ""])
        run = start(event, "give_seat", waiting, reason="")
        bulk.carry_on(run, at=OPEN_AT)
        assert outcomes(run) == {"Cleo": "done", "Dora": "There are too few seats left."}
        assert event.registrations.confirmed().seats() == 5

    def test_a_letter_is_not_sent_twice_by_two_clicks(self, event):
        ada, there = administrator(), guests(event, "Cleo")
        first, second = (start(event, "send_again", there, ada) for _ in range(2))
        bulk.carry_on_all(at=OPEN_AT)
        assert outcomes(first) == {"Cleo": "done"}
        assert outcomes(second) == {"Cleo": "The letter is on its way already."}
        letter = Message.objects.get()
        assert (letter.kind, letter.to_many) == ("confirmed", True)

    @pytest.mark.parametrize("act", ["cancel", "give_seat"])
    def test_letters_to_many_leave_at_a_pace_and_those_they_bring_about(
        self, event, act, django_capture_on_commit_callbacks
    ):
        line = guests(event, "Cleo", "Dora", status="waiting", waiting_since=OPEN_AT)
        there = guests(event, "Eli", companions=["", "", "", ""]) if act == "cancel" else line
        asked_for = []
        message_queued.connect(lambda **_: asked_for.append(1), weak=False, dispatch_uid="pace")
        try:
            with django_capture_on_commit_callbacks(execute=True):
                bulk.carry_on(start(event, act, there), at=OPEN_AT)
                service.cancel(guests(event, "Finn")[0], at=OPEN_AT)
        finally:
            message_queued.disconnect(dispatch_uid="pace")
        to_many = dict(Message.objects.values_list("registration__name", "to_many"))
        assert to_many == {"Cleo": True, "Dora": True, "Finn": False} | {
            guest.name: True for guest in there
        }
        assert len(asked_for) == 1

    @pytest.mark.parametrize(
        ("act", "fields", "why"),
        [
            ("send_again", {"status": "cancelled"}, "Has no seat and waits for none."),
            ("send_again", {"email": ""}, "Has no e-mail address."),
            ("cancel", {"status": "lapsed"}, "Has no seat and waits for none."),
            ("give_seat", {}, "Has a seat."),
            ("give_seat", {"status": "cancelled"}, "Does not wait for a seat."),
            ("write", {"email": ""}, "Has no e-mail address."),
            ("write", {"unsubscribed_at": OPEN_AT}, "Wants no messages from the organisers."),
            ("write", {"status": "cancelled"}, "Has no seat and waits for none."),
            ("check_in", {"status": "waiting", "waiting_since": OPEN_AT}, WAITED),
            ("check_in", {"status": "cancelled"}, "This registration was cancelled."),
            ("undo_check_in", {}, "Has not arrived."),
            ("untag", {}, "Has no tags."),
            ("tag", {"erased_at": OPEN_AT}, "Has been erased."),
            ("erase", {"erased_at": OPEN_AT}, "Has been erased."),
        ],
    )
    def test_say_with_whom_they_can_not_be_done(self, event, act, fields, why):
        run = start(event, act, guests(event, "Cleo", **fields))
        bulk.carry_on(run, at=OPEN_AT)
        assert outcomes(run) == {"Cleo": why}

    def test_erasing_takes_notes_and_tags_along(self, event):
        (cleo,) = guests(event, "Cleo")
        notes.write(cleo, "Late", at=OPEN_AT, user=None)
        tags.tag(cleo, "VIP", at=OPEN_AT, user=None)
        bulk.carry_on(start(event, "erase", [cleo]), at=OPEN_AT)
        assert not cleo.notes.exists()
        assert not cleo.tags.exists()

    def test_erasing_the_event_forgets_them(self, event):
        start(event, "tag", guests(event, "Cleo"), name="VIP")
        retention.erase_event(event, at=OPEN_AT)
        assert not BulkRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_who_carry_on_at_once_do_each_once(event):
    there = guests(event, *(f"Cleo{number}" for number in range(6)))
    run = start(event, "send_again", there)
    all_at_once(lambda _: bulk.carry_on_all(at=OPEN_AT))
    assert set(outcomes(run).values()) == {"done"}
    assert Message.objects.count() == 6
