"""What staff see of a well-attended event, beside plain Wagtail's list and the rows alone."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.http import urlencode

from events.models import Event

from ..content import publication_of
from ..interleave import Sample, interleave, timed
from ..report import EACH, Row, compare
from ..run import Run
from ..visitors import Visitor, expect, pour
from .downloads import CHUNK, list_of

READ = "SELECT status, party_size, created_at, answers FROM tilmeld_registration WHERE event_id=%s"
SEEK = """SELECT COUNT(*) FROM tilmeld_registration
WHERE event_id = %s AND CAST(answers_key AS text) LIKE %s"""
WORD = "777"  # is in one answer of a thousand


def measure(run: Run) -> list[Row]:
    turns: dict[str, Callable[[], Sample]] = {
        name: partial(_looks, run, path) for name, path in _paths(run).items()
    }
    event = run.content.full_event_page.event
    turns |= {"sought": partial(_once, _seek, event), "counted": partial(_once, _count, event)}
    took = interleave(turns, run.rounds)

    def row(ours: str, floor: str, against: str, note: str) -> Row:
        return compare(f"staff's {ours} / {against}", EACH, took[ours], took[floor], note)

    return [
        row("list", "plain", "plain Wagtail", f"first page of {run.rows:,}: 50 rows, plain's 20"),
        row("list, last page", "plain, last page", "plain Wagtail", "as many rows before it"),
        row("list, filtered", "plain", "plain Wagtail's whole list", "by an answer"),
        row("list, searched", "sought", "one statement", f"{WORD!r} in an answer; LIKE, counted"),
        row("overview", "counted", "answers read", "rows read, their choices counted"),
    ]


def _paths(run: Run) -> dict[str, str]:
    content = run.content
    event, plain = content.full_event_page.event, content.full_plain_page
    ours = list_of(event)
    theirs = reverse("wagtailforms:list_submissions", args=[plain.pk])
    city = next(q for q in publication_of(content.full_event_page).questions if q.offered)
    answer = {f"answer_{city.key}": f"={city.offered[0].text}"}
    return {
        "list": ours,
        "list, last page": f"{ours}?p=999999",
        "list, filtered": f"{ours}?{urlencode(answer)}",
        "list, searched": f"{ours}?{urlencode({'q': WORD})}",
        "overview": reverse("tilmeld_admin:overview", args=[event.pk]),
        "plain": theirs,
        "plain, last page": f"{theirs}?p=999999",
    }


def _looks(run: Run, path: str) -> Sample:
    cookie = f"{settings.SESSION_COOKIE_NAME}={run.content.session}"

    def visit(visitor: Visitor, number: int) -> None:
        expect(visitor.get(path), 200)

    return pour(run.site, visit, at_once=1, span=run.span, headers={"Cookie": cookie})


def _once(work: Callable[[Event], object], event: Event) -> Sample:
    took = timed(1, partial(work, event))
    return replace(took, each=took.seconds)


def _seek(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SEEK, [event.pk, f"%{WORD}%"])
        cursor.fetchone()


def _count(event: Event) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(READ, [event.pk])
        while chunk := cursor.fetchmany(CHUNK):
            for *_facts, answers in chunk:
                counts.update(json.loads(answers).items())
