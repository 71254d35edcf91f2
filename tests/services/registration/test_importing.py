"""A list of guests: all whom staff have read of, or nobody."""

import pytest
from django.db import IntegrityError
from wagtail.models import ModelLogEntry, PageLogEntry

from events.exceptions import ImportOutdated, RegistrationClosed
from events.models import Message, Registration
from events.services import registration as service
from events.services.registration import IfFull, ImportRow
from tests.factories import OPEN_AT, administrator, registration
from tests.services.outbox.test_at_once import WORKERS, all_at_once
from tests.services.registration.support import DAY, entry, open_event, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def row(line: int, name: str, **options) -> ImportRow:
    fields = {"email": f"{name.lower()}@example.org"} | options.pop("fields", {})
    return ImportRow(line, entry(name, **fields), **options)


def rows(*names: str) -> list[ImportRow]:
    return [row(line, name) for line, name in enumerate(names, start=2)]


def outcomes(publication, listed, if_full=IfFull.REFUSE) -> list[str]:
    return [each.outcome for each in service.plan_import(publication.event, listed, if_full)]


def seen(publication, listed, if_full=IfFull.REFUSE) -> str:
    return service.seal(publication, service.plan_import(publication.event, listed, if_full))


def do(publication, listed, *, seal=None, if_full=IfFull.REFUSE, **options) -> int:
    options = {"at": OPEN_AT, "user": None} | options
    seal = seal or seen(publication, listed, if_full)
    made = service.import_guests(publication, listed, seen=seal, if_full=if_full, **options)
    return len(made)


class TestThePlan:
    def test_who_stands_above_takes_the_seats(self):
        publication = open_event(capacity=2)
        assert outcomes(publication, rows("Cleo", "Dora", "Emil")) == [
            "seated",
            "seated",
            "refused",
        ]

    @pytest.mark.parametrize(
        ("facts", "if_full", "last"),
        [
            ({"waiting_list": "promote"}, IfFull.WAIT, "waiting"),
            ({}, IfFull.WAIT, "refused"),
            ({"waiting_list": "promote"}, IfFull.OVERBOOK, "overbooked"),
        ],
    )
    def test_staff_say_what_becomes_of_those_without_a_seat(self, facts, if_full, last):
        publication = open_event(capacity=1, **facts)
        assert outcomes(publication, rows("Cleo", "Dora"), if_full) == ["seated", last]

    def test_who_is_registered_or_stands_above_is_not_again(self):
        publication = open_event()
        registration(publication.event, "Cleo")
        assert outcomes(publication, rows("CLEO", "Dora", "dora")) == ["known", "seated", "doubled"]

    def test_where_an_address_registers_once_names_dont_matter(self):
        publication = open_event(one_per_address=True)
        office = {"email": "office@example.org"}
        listed = [row(2, "Cleo", fields=office), row(3, "Dora", fields=office)]
        nobodys = [row(n, name, fields={"email": ""}) for n, name in [(4, "Emil"), (5, "Fie")]]
        assert outcomes(publication, listed + nobodys) == ["seated", "doubled", "seated", "seated"]

    def test_who_waits_in_the_list_waits_here(self):
        waits = [row(2, "Cleo", waits=True)]
        assert outcomes(open_event(waiting_list="promote"), waits) == ["waiting"]
        assert outcomes(open_event(slug="other"), waits) == ["refused"]

    @pytest.mark.parametrize("if_full", IfFull)
    def test_what_is_planned_is_what_is_done(self, if_full):
        publication = open_event(capacity=2, waiting_list="promote")
        registration(publication.event, "Cleo")
        listed = [*rows("Cleo", "Dora", "Emil", "Dora"), row(9, "Fie", why=("Name: wrong",))]
        plan = service.plan_import(publication.event, listed, if_full)
        planned = {each.entry.name: str(s) for each in plan if (s := each.outcome.status)}
        assert do(publication, listed, if_full=if_full) == len(planned)
        assert statuses(publication.event) == {"Cleo": "confirmed"} | planned


class TestDoing:
    def test_each_is_as_if_registered_by_hand(self):
        publication, ada = open_event(max_companions=2), administrator()
        fields = {"companions": ("Bo", ""), "answers": {"qorg": "Library"}}
        do(publication, [row(2, "Cleo", fields=fields)], user=ada)
        cleo = Registration.objects.get()
        assert (cleo.party_size, cleo.companions, cleo.answers) == (
            3,
            ["Bo", ""],
            fields["answers"],
        )
        assert (cleo.publication, cleo.language_code, cleo.created_at) == (
            publication,
            "en",
            OPEN_AT,
        )
        assert Registration.objects.by_person("cleo", "CLEO@example.org").get() == cleo
        assert ModelLogEntry.objects.get(action="tilmeld.register").user == ada
        assert PageLogEntry.objects.get(action="tilmeld.import").data == {"registrations": 1}

    def test_letters_leave_at_the_pace_of_those_to_many_or_not_at_all(self):
        publication = open_event(capacity=1, waiting_list="promote")
        do(publication, [*rows("Cleo", "Dora")], if_full=IfFull.WAIT)
        letters = Message.objects.order_by("pk").values_list("kind", "to_many", "state")
        assert list(letters) == [("confirmed", True, "queued"), ("waiting", True, "queued")]
        do(publication, rows("Emil"), if_full=IfFull.WAIT, letter=False)
        do(publication, [row(2, "Fie", fields={"email": ""})], if_full=IfFull.WAIT)
        assert Message.objects.count() == 2

    def test_those_who_wait_stand_in_the_order_of_the_list(self):
        publication = open_event(capacity=0, waiting_list="promote")
        do(publication, rows("Dora", "Cleo"), if_full=IfFull.WAIT)
        line = publication.event.registrations.in_line()
        assert [each.name for each in line] == ["Dora", "Cleo"]

    def test_the_same_list_twice_registers_nobody_twice(self):
        publication, listed = open_event(), rows("Cleo", "Dora")
        assert do(publication, listed) == 2
        assert do(publication, listed) == 0
        assert Registration.objects.count() == 2
        assert PageLogEntry.objects.filter(action="tilmeld.import").count() == 1

    def test_a_row_that_fails_at_the_end_leaves_nothing(self, monkeypatch):
        """Somebody who is registered, and whom the plan has not seen, is at the end of the list."""
        publication, listed = open_event(), rows("Cleo", "Dora", "Emil")
        monkeypatch.setattr("events.services.registration.importing.BATCH", 1)
        registration(publication.event, "Emil")
        with monkeypatch.context() as blind:
            blind.setattr("events.models.registration_query.ACTIVE", ())
            seal = seen(publication, listed)
            with pytest.raises(IntegrityError):
                do(publication, listed, seal=seal)
        assert statuses(publication.event) == {"Emil": "confirmed"}
        assert not Message.objects.exists()
        assert not ModelLogEntry.objects.filter(action="tilmeld.register").exists()

    @pytest.mark.parametrize("change", ["seat", "name", "row"])
    def test_nothing_is_done_where_anything_is_otherwise_than_read(self, change):
        publication, listed = open_event(capacity=2), rows("Cleo", "Dora")
        seal = seen(publication, listed)
        if change == "row":
            listed = [*listed, row(4, "Emil", why=("Name: wrong",))]
        else:
            registration(publication.event, {"seat": "Fie", "name": "Dora"}[change])
        with pytest.raises(ImportOutdated):
            do(publication, listed, seal=seal)
        assert publication.event.registrations.count() == (change != "row")

    def test_not_once_the_event_is_over(self):
        publication = open_event()
        with pytest.raises(RegistrationClosed):
            do(publication, rows("Cleo"), at=publication.event.ends_at + DAY)


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_done():
    publication, listed = open_event(capacity=3), rows("Cleo", "Dora", "Emil")
    seal = seen(publication, listed)

    def work(_number):
        try:
            return do(publication, listed, seal=seal)
        except ImportOutdated:
            return 0

    assert sorted(all_at_once(work)) == [0] * (WORKERS - 1) + [3]
    assert Registration.objects.count() == 3
