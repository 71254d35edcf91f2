"""Anything that may befall an event, in any order: seats, line and letters stay as they should."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.exceptions import RegistrationRefused
from events.models import Event, EventPage, Invitation, Message, Registration, Status
from events.services import registration as service
from events.services.event import publish_facts
from events.services.limits import Network
from tests.factories import OPEN_AT, administrator, event_page

from .model import FACTS, MINUTE, Guest, Hall
from .support import DAY, HOUR, entry, fits, is_at, place

PEOPLE = ["Cleo", "Dora", "Emil", "Finn", "Gro", "Ida", "Jan", "Kim"]
CHOICES = ["Tour", "Lunch", "Walk", ""]
COMPANIONS = ("Xenia", "Yrsa")
NO_LIMIT = 10**6
HOME = Network("home", NO_LIMIT)

parties = st.sampled_from([1, 1, 1, 2, 2, 3])
choices = st.sampled_from(CHOICES)
limits = st.sampled_from([3, 4, 2, 6])


SEATED = (Status.CONFIRMED, Status.OFFERED)
ACTIVE = (*SEATED, Status.WAITING)
GONE = (Status.CANCELLED, Status.LAPSED)


def somebody_is(*statuses: Status) -> Callable[..., Any]:
    return precondition(lambda machine: any(g.status in statuses for g in machine.hall.guests))


@dataclass
class Seen:
    """What the database held after a step."""

    taken: dict[str, int] = field(default_factory=dict)
    waiting: dict[int, Registration] = field(default_factory=dict)


class Machine(RuleBasedStateMachine):
    """Does everything twice, to the database and to the model, and compares them."""

    page_id: int
    staff: Any
    mode: str

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback._from_testcase = True  # as Django's own: `register` would refuse it
        self.rollback.__enter__()
        self.page = EventPage.objects.get(pk=self.page_id)
        self.event = Event.objects.get(page=self.page)
        self.late_link = Invitation.objects.get()
        self.at: datetime = OPEN_AT
        self.hall = Hall(self.event.closes_at, self.event.starts_at, self.event.ends_at)
        self.rows: dict[Guest, Registration] = {}
        self.seen, self.is_by_staff, self.may_overbook = Seen(), False, False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def act(self, expected: Any, verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Do what the model did; both must refuse, or neither, and for the same reason."""
        note(f"{self.at:%d.%m. %H:%M} {verb.__name__} -> {expected and expected.__name__}")
        result, refusal = None, None
        try:
            result = verb(*args, at=self.at, **options)
        except RegistrationRefused as error:
            refusal = type(error)
        assert refusal == expected
        return result

    def by(self, is_staff: bool) -> dict[str, Any]:
        return {"user": self.staff} if is_staff else {}

    def row(self, guest: Guest) -> Registration:
        return Registration.objects.get(pk=self.rows[guest].pk)

    # ------------------------------------------------------------------ what guests do

    @initialize(
        capacity=limits,
        crowd=st.lists(st.tuples(parties, choices), min_size=6, max_size=6),
    )
    def begin(self, capacity: int, crowd: list[tuple[int, str]]) -> None:
        """Some have come already, so that there is something to lose from the first step on."""
        self.publish(capacity=capacity, mode=self.mode, limits={"Tour": 2, "Lunch": 3})
        for person, (party, choice) in zip(PEOPLE, crowd, strict=False):
            self.at += MINUTE
            self.register(person, party, choice, accepts=True, late_link=False)

    @rule(
        person=st.sampled_from(PEOPLE),
        party=parties,
        choice=choices,
        accepts=st.booleans(),
        late_link=st.sampled_from([False] * 9 + [True]),
    )
    def come(self, **wish: Any) -> None:
        self.register(**wish)

    @somebody_is(*ACTIVE)
    @rule(data=st.data(), party=parties, choice=choices, is_staff=st.booleans())
    def change(self, data: st.DataObject, party: int, choice: str, is_staff: bool) -> None:
        guest = self.guest(data, *ACTIVE)
        expected = self.hall.change(guest, party, choice, self.at, is_staff)
        wish = self.entry(guest.person, party, choice)
        publication = self.event.publication()
        self.act(expected, service.change, self.row(guest), publication, wish, **self.by(is_staff))

    @somebody_is(*SEATED)
    @rule(data=st.data(), is_staff=st.booleans())
    def give_seats_back(self, data: st.DataObject, is_staff: bool) -> None:
        self.cancel(self.guest(data, *SEATED), is_staff)

    @somebody_is(Status.WAITING)
    @rule(data=st.data())
    def leave_the_line(self, data: st.DataObject) -> None:
        self.cancel(self.guest(data, Status.WAITING), is_staff=False)

    @somebody_is(*GONE)
    @rule(data=st.data(), is_staff=st.booleans())
    def restore(self, data: st.DataObject, is_staff: bool) -> None:
        guest = self.guest(data, *GONE)
        expected = self.hall.restore(guest, self.at, is_staff)
        self.act(expected, service.restore, self.row(guest), **self.by(is_staff))

    @somebody_is(Status.OFFERED)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        guest = self.guest(data, Status.OFFERED)
        self.act(self.hall.accept(guest, self.at), service.accept, self.row(guest))

    # ------------------------------------------------------------------ what others do

    @somebody_is(Status.LAPSED)
    @rule(data=st.data(), over_capacity=st.booleans())
    def promote(self, data: st.DataObject, over_capacity: bool) -> None:
        guest = self.guest(data, Status.LAPSED)
        self.is_by_staff, self.may_overbook = True, over_capacity
        expected = self.hall.promote(guest, self.at, over_capacity)
        given = {"user": self.staff, "over_capacity": over_capacity}
        self.act(expected, service.promote, self.row(guest), **given)

    @somebody_is(Status.OFFERED)
    @rule(lead=st.sampled_from([0, 0, 1]))
    def let_an_offer_end(self, lead: int) -> None:
        """The heartbeat comes by at the very end of the first offer, or a minute before."""
        ends = [g.until for g in self.hall.guests if g.status == Status.OFFERED and g.until]
        self.at = max(self.at, min(ends) - lead * MINUTE)
        self.act(self.hall.lapse(self.at), service.lapse_offers)

    @rule(facts=st.sampled_from(FACTS))
    def publish_other(self, facts: dict[str, Any]) -> None:
        self.publish(**facts)

    @rule(time=st.sampled_from([MINUTE, 10 * MINUTE, HOUR, DAY, 2 * DAY]))
    def wait(self, time: timedelta) -> None:
        self.at += time

    @precondition(lambda self: len(self.rows) > 8)
    @rule(
        instant=st.sampled_from(["closes_at", "starts_at", "ends_at"]), lead=st.sampled_from([1, 0])
    )
    def wait_until(self, instant: str, lead: int) -> None:
        self.at = max(self.at, getattr(self.hall, instant) - lead * MINUTE)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def model_and_database_agree(self) -> None:
        rows = {r.pk: r for r in self.event.registrations.unrepeated()}
        written: dict[int, list[str]] = {pk: [] for pk in rows}
        for pk, kind in Message.objects.order_by("pk").values_list("registration", "kind"):
            written[pk].append(kind)
        assert {self.rows[guest].pk for guest in self.hall.guests} == set(rows)
        for guest in self.hall.guests:
            row = rows[self.rows[guest].pk]
            there = (row.status, row.party_size, row.answers.get("qwork", ""), written[row.pk])
            assert there == (guest.status, guest.party, guest.choice, [k for k, _ in guest.letters])
        self.seats_and_line_are_right(rows)

    def seats_and_line_are_right(self, rows: dict[int, Registration]) -> None:
        """Judge what the database holds by itself, whatever the model thinks."""
        seated = [r for r in rows.values() if r.status in SEATED]
        limits = {"": self.hall.capacity, **self.hall.limits}
        taken = {key: sum(r.party_size for r in seated if is_at(r, key)) for key in limits}
        free = {key: (NO_LIMIT if n is None else n) - taken[key] for key, n in limits.items()}
        for key in taken if not self.may_overbook else ():
            assert free[key] >= 0 or taken[key] <= self.seen.taken.get(key, 0), "overbooked"
        waiting = {pk: r for pk, r in rows.items() if r.status == Status.WAITING}
        if self.hall.moves(self.at):
            assert not any(fits(r, free) for r in waiting.values()), "somebody who fits waits"
        for mover in (r for r in seated if r.pk in self.seen.waiting and not self.is_by_staff):
            self.nobody_was_passed_over(mover, waiting, free)
        self.seen, self.is_by_staff, self.may_overbook = Seen(taken, waiting), False, False

    def nobody_was_passed_over(
        self, mover: Registration, waiting: dict[int, Registration], free: dict[str, int]
    ) -> None:
        before = self.seen.waiting[mover.pk]
        returned = {key: n + mover.party_size * is_at(mover, key) for key, n in free.items()}
        for other in waiting.values():
            if other.pk in self.seen.waiting and place(other) < place(before):
                assert not fits(other, returned), "somebody ahead was passed over"

    # ------------------------------------------------------------------ how

    def register(
        self, person: str, party: int, choice: str, accepts: bool, late_link: bool
    ) -> None:
        new, known = Guest(person, party, choice, since=self.at), self.hall.known(person)
        expected = self.hall.register(new, self.at, accepts, late_link)
        self.may_overbook = late_link
        registered = self.act(
            expected,
            service.register,
            self.event.publication(),
            self.entry(person, party, choice, accepts_waiting=accepts),
            invitation=self.late_link if late_link else None,
            network=HOME,
        )
        if registered:
            kept = self.rows.setdefault(known or new, registered.registration)
            is_repeat = registered.registration.status == Status.REPEATED
            assert is_repeat or registered.registration == kept

    def cancel(self, guest: Guest, is_staff: bool) -> None:
        expected = self.hall.cancel(guest, self.at, is_staff)
        self.act(expected, service.cancel, self.row(guest), **self.by(is_staff))

    def guest(self, data: st.DataObject, *likely: Status) -> Guest:
        """Draw somebody, mostly one with whom something can be done."""
        fit = [guest for guest in self.hall.guests if guest.status in likely]
        is_anybody = data.draw(st.integers(0, 9)) == 9
        return data.draw(st.sampled_from(self.hall.guests if is_anybody else fit))

    def entry(self, person: str, party: int, choice: str, **more: Any) -> Any:
        answers = {"qwork": choice} if choice else {}
        names = COMPANIONS[: party - 1]
        return entry(
            person, f"{person.lower()}@example.org", companions=names, answers=answers, **more
        )

    def publish(self, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self.hall, name, value)
        self.hall.move(self.at)
        hall, page = self.hall, self.page
        page.capacity, page.waiting_list, page.cancelled = hall.capacity, hall.mode, hall.cancelled
        page.moves_after_deadline = hall.after_deadline
        field = page.registration_fields.get()
        field.choices = "\n".join([*(f"{key} [{n}]" for key, n in hall.limits.items()), "Walk"])
        page.registration_fields = [field]
        self.act(None, publish_facts, page)
        self.event = Event.objects.get(pk=self.event.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "examples"), [("off", 8), ("promote", 15), ("offer", 20)])
def test_whatever_happens_seats_line_and_letters_are_right(mode, examples):
    question = {"label": "What?", "field_type": "radio", "choices": "Walk", "key": "qwork"}
    page = event_page(questions=[question | {"required": False}], max_companions=2)
    Invitation.objects.create(
        event=page.event,
        email="ada@example.org",
        language_code="en",
        created_at=OPEN_AT,
        admits_until=page.event.starts_at,
        over_capacity=True,
    )
    page.registrations_per_invitation = 100
    page.save_revision().publish()
    Machine.page_id, Machine.staff, Machine.mode = page.pk, administrator(), mode
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            derandomize=True,  # a change is judged by the same stories every time
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
