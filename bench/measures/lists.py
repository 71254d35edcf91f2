"""The staff's list of a well-attended event, beside that of plain Wagtail's forms."""

from functools import partial

from django.conf import settings
from django.urls import reverse

from ..interleave import Sample, interleave
from ..report import EACH, Row, compare
from ..run import Run
from ..visitors import Visitor, expect, pour


def measure(run: Run) -> list[Row]:
    content = run.content
    ours = reverse("tilmeld_admin:registrations", args=[content.full_event_page.event.pk])
    plain = reverse("wagtailforms:list_submissions", args=[content.full_plain_page.pk])
    turns = {
        "ours": partial(_looks, run, ours),
        "plain": partial(_looks, run, plain),
    }
    took = interleave(turns, run.rounds)
    note = f"first page of {run.rows:,}: 50 rows of ours, 20 of plain's"
    return [compare("staff's list / plain Wagtail", EACH, took["ours"], took["plain"], note)]


def _looks(run: Run, path: str) -> Sample:
    cookie = f"{settings.SESSION_COOKIE_NAME}={run.content.session}"

    def visit(visitor: Visitor, number: int) -> None:
        expect(visitor.get(path), 200)

    return pour(run.site, visit, at_once=1, span=run.span, headers={"Cookie": cookie})
