"""Downloads of a well-attended event, beside the rows alone and plain Wagtail's downloads."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from functools import partial

import xlsxwriter
from django.db import connection
from django.urls import reverse

from events.models import Event

from ..inside import download, peak_memory, staff
from ..interleave import Sample, interleave, timed
from ..report import MEGABYTES, SECONDS, Row, compare
from ..run import Run

Work = Callable[[], object]

ROUNDS = 3  # at most: they take long and differ little
CHUNK = 1000
READ = """SELECT id, created_at, status, name, email, party_size, companions, answers, language_code
FROM tilmeld_registration WHERE event_id = %s"""


def measure(run: Run) -> list[Row]:
    content, fetch = run.content, partial(partial, download, staff(run.content.session))
    many, few = (page.event for page in (content.full_event_page, content.half_full_event_page))
    plain = reverse("wagtailforms:list_submissions", args=[content.full_plain_page.pk])
    works = {
        "csv": fetch(f"{list_of(many)}?export=csv"),
        "csv, few": fetch(f"{list_of(few)}?export=csv"),
        "csv, plain": fetch(f"{plain}?export=csv"),
        "csv, bare": partial(_rows_as_csv, many),
        "json": fetch(f"{list_of(many)}?export=json"),
        "json, few": fetch(f"{list_of(few)}?export=json"),
        "json, bare": partial(_rows_as_json, many),
        "xlsx": fetch(f"{list_of(many)}?export=xlsx"),
        "xlsx, few": fetch(f"{list_of(few)}?export=xlsx"),
        "xlsx, plain": fetch(f"{plain}?export=xlsx"),
        "xlsx, bare": partial(_rows_as_xlsx, many),
    }
    return [*_times(run, works), *_memory(works)]


def _times(run: Run, works: dict[str, Work]) -> list[Row]:
    turns = {name: partial(timed, run.rows, work) for name, work in works.items()}
    took = interleave(turns, min(run.rounds, ROUNDS))
    note = f"{run.rows:,} registrations"
    return [
        compare("CSV / rows to csv.writer", SECONDS, took["csv"], took["csv, bare"], note),
        compare("CSV / plain Wagtail", SECONDS, took["csv"], took["csv, plain"], note),
        compare("JSON / rows to json.dumps", SECONDS, took["json"], took["json, bare"], note),
        compare("XLSX / rows to csv.writer", SECONDS, took["xlsx"], took["csv, bare"], note),
        compare("XLSX / rows to xlsxwriter", SECONDS, took["xlsx"], took["xlsx, bare"], note),
        compare("XLSX / plain Wagtail", SECONDS, took["xlsx"], took["xlsx, plain"], note),
    ]


def _memory(works: dict[str, Work]) -> list[Row]:
    peak = {name: [Sample(1, 0, memory=peak_memory(work))] for name, work in works.items()}
    constant = "Python's peak above the start; 1: constant"
    return [
        *(
            compare(
                f"{kind.upper()} memory, all rows / half of them",
                MEGABYTES,
                peak[kind],
                peak[f"{kind}, few"],
                constant,
            )
            for kind in ("csv", "json", "xlsx")
        ),
        *(
            compare(
                f"{kind.upper()} memory / plain Wagtail",
                MEGABYTES,
                peak[kind],
                peak[f"{kind}, plain"],
                "",
            )
            for kind in ("csv", "xlsx")
        ),
    ]


def list_of(event: Event) -> str:
    return reverse("tilmeld_admin:registrations", args=[event.pk])


def _read(event: Event) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [event.pk])
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def _rows_as_csv(event: Event) -> None:
    csv.writer(io.StringIO(), delimiter=";").writerows(_read(event))


def _rows_as_json(event: Event) -> None:
    out = io.StringIO()
    for row in _read(event):
        out.write(json.dumps(row, ensure_ascii=False, default=str))


def _rows_as_xlsx(event: Event) -> None:
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(_read(event)):
            for column, value in enumerate(row):
                sheet.write_string(number, column, str(value))
