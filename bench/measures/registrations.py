"""A registration, from the form sent to the answer read; and the service on its own."""

import re
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from events.models import Registration
from events.services import registration as service

from ..content import answer, answers, entries, publication_of
from ..interleave import Sample, interleave, timed
from ..plain.models import Hall, Seat
from ..processes import Server
from ..report import CPU, EACH, PER_SECOND, Row, compare
from ..run import Run
from ..visitors import Visit, Visitor, expect, numbers, pour

AT_ONCE = 4
GUESTS = 50  # in one turn of the service alone


def measure(run: Run) -> list[Row]:
    return [*_crowd(run), *_one_by_one(run), *_service(run)]


def _crowd(run: Run) -> list[Row]:
    crowd = partial(partial, _guests, run.site, at_once=AT_ONCE, span=run.span)
    turns = {
        "ours": crowd(_our_visit(run), our_rows),
        "post": crowd(_our_visit(run, reads_answer=False), our_rows),
        "plain": crowd(_plain_visit(run), plain_rows),
    }
    took = interleave(turns, run.rounds)
    name, note = "registration / plain Wagtail", f"{AT_ONCE} at once, no mail server; "
    posted, read = note + "form sent", note + "and the answer read"
    return [
        compare(name, PER_SECOND, took["post"], took["plain"], posted),
        compare("", CPU, took["post"], took["plain"], "the server's work, without the letter"),
        compare(name, PER_SECOND, took["ours"], took["plain"], read),
    ]


def _one_by_one(run: Run) -> list[Row]:
    alone = partial(partial, _guests, at_once=1, span=run.span)
    turns = {
        "no mail": alone(run.site, _our_visit(run), our_rows),
        "ours": alone(run.site_with_slow_mail, _our_visit(run), our_rows),
        "plain": alone(run.site_with_slow_mail, _plain_visit(run), plain_rows),
    }
    took = interleave(turns, run.rounds)
    note, itself = "1 at once, mail server takes 150 ms", "1: the guest does not wait for mail"
    return [
        compare("registration / plain Wagtail", EACH, took["ours"], took["plain"], note),
        compare("ours, slow mail / no mail", EACH, took["ours"], took["no mail"], itself),
    ]


def our_rows() -> int:
    return Registration.objects.count()


def plain_rows() -> int:
    return FormSubmission.objects.count()


def _guests(
    server: Server, visit: Visit, count: Callable[[], int], at_once: int, span: float
) -> Sample:
    """Let guests register, and see that everybody who was thanked is there."""
    before = count()
    sample = pour(server, visit, at_once=at_once, span=span)
    if (written := count() - before) != sample.count:
        raise RuntimeError(f"{sample.count} guests were thanked, {written} registered.")
    return sample


def _our_visit(run: Run, reads_answer: bool = True) -> Visit:
    page = run.content.event_page
    publication = publication_of(page)
    path = reverse("tilmeld:register", args=[page.event.translation_key, publication.language_code])
    given = answers(page) | {"publication": str(publication.pk)}

    def visit(visitor: Visitor, number: int) -> None:
        sent = expect(visitor.post(path, given | person(number)), 303)
        if reads_answer:
            expect(visitor.get(sent.headers["location"]), 200)

    return visit


def _plain_visit(run: Run) -> Visit:
    page = run.content.plain_page
    given = {field.clean_name: answer(field.choices) for field in page.form_fields.all()}
    tokens: dict[Visitor, dict[str, str]] = {}

    def visit(visitor: Visitor, number: int) -> None:
        if visitor not in tokens:
            tokens[visitor] = _csrf(visitor, page.url)
        expect(visitor.post(page.url, given | tokens[visitor] | person(number)), 200)

    return visit


def _csrf(visitor: Visitor, path: str) -> dict[str, str]:
    """Open the plain page once for its token, which is good for any number of posts."""
    opened = expect(visitor.get(path), 200)
    visitor.headers += f"Cookie: {opened.headers['set-cookie'].split(';')[0]}\r\n"
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', opened.body)
    return {"csrfmiddlewaretoken": token[1].decode()}


def person(number: int) -> dict[str, str]:
    return {"name": f"Cleo {number}", "email": f"cleo-{number}@example.org"}


# ------------------------------------------------------------------ the service alone


def _service(run: Run) -> list[Row]:
    publication = publication_of(run.content.event_page)
    guests = entries(publication, numbers)
    hall = Hall.objects.create()
    Seat.objects.bulk_create(
        Seat(hall=hall, party_size=1) for _row in range(publication.event.registrations.count())
    )
    turns = {
        "ours": lambda: timed(GUESTS, lambda: _register(publication, guests)),
        "floor": lambda: timed(GUESTS, lambda: _take_seats(hall)),
        "orm": lambda: timed(GUESTS, lambda: _take_seats_by_orm(hall)),
    }
    took = interleave(turns, run.rounds)
    note = "the service alone: lock, count, insert, commit"
    by_orm = "the same three statements as Django's models write them"
    return [
        compare("register() / bare seat", PER_SECOND, took["ours"], took["floor"], note),
        compare("register() / seat by the ORM", PER_SECOND, took["ours"], took["orm"], by_orm),
    ]


def _register(publication, guests) -> None:
    for _guest in range(GUESTS):
        service.register(publication, next(guests), at=timezone.now())


def _take_seats(hall: Hall) -> None:
    """The least that gives a seat away exactly: one row locked, seats counted, one row written."""
    lock = "" if connection.vendor == "sqlite" else " FOR NO KEY UPDATE"
    for _guest in range(GUESTS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM plain_hall WHERE id = %s{lock}", [hall.pk])
            cursor.execute("SELECT SUM(party_size) FROM plain_seat WHERE hall_id = %s", [hall.pk])
            cursor.fetchone()
            cursor.execute("INSERT INTO plain_seat (hall_id, party_size) VALUES (%s, 1)", [hall.pk])


def _take_seats_by_orm(hall: Hall) -> None:
    for _guest in range(GUESTS):
        with transaction.atomic():
            locked = Hall.objects.select_for_update(no_key=True).get(pk=hall.pk)
            locked.seat_set.aggregate(taken=Sum("party_size"))
            locked.seat_set.create(party_size=1)
