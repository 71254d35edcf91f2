"""The invitation as a visitor gets it, beside Django's hello and plain Wagtail's form page."""

from functools import partial
from itertools import count

from django.conf import settings

from ..inside import queries_of
from ..interleave import Sample, interleave
from ..processes import Server
from ..report import CPU, PER_SECOND, Row, compare
from ..run import Run
from ..visitors import Visitor, expect, pour

AT_ONCE = 8
#: Whoever has a session gets each part of a page afresh, be the session known or not.
SESSION = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=somebody"}


def measure(run: Run) -> list[Row]:
    ours, plain = run.content.event_page.url, run.content.plain_page.url
    turns = {
        "hello": partial(_pages, run.hello, "/", run.span),
        "kept": partial(_pages, run.site, ours, run.span),
        "ours": partial(_pages, run.site, ours, run.span, anew=True),
        "whole": partial(_pages, run.site, ours, run.span, anew=True, headers=SESSION),
        "plain": partial(_pages, run.site, plain, run.span),
    }
    took = interleave(turns, run.rounds)
    kept, anew = f"{AT_ONCE} at once, kept between visitors", f"{AT_ONCE} at once, made anew"
    whole = "made anew with every part, as for staff"
    queries = f"{queries_of(ours)} queries, plain {queries_of(plain)}"
    return [
        compare("event page / hello", PER_SECOND, took["kept"], took["hello"], kept),
        compare("", CPU, took["kept"], took["hello"], "the server's work for one page"),
        compare("event page / plain Wagtail", PER_SECOND, took["kept"], took["plain"], kept),
        compare("event page / plain Wagtail", PER_SECOND, took["ours"], took["plain"], anew),
        compare("", CPU, took["ours"], took["plain"], queries),
        compare("", CPU, took["whole"], took["plain"], whole),
    ]


#: No two visits ask for the same address, and so none is answered from the cache.
numbers = count(1)


def _pages(
    server: Server, path: str, span: float, anew: bool = False, headers: dict | None = None
) -> Sample:
    def visit(visitor: Visitor, number: int) -> None:
        expect(visitor.get(f"{path}?visit={next(numbers)}" if anew else path), 200)

    return pour(server, visit, at_once=AT_ONCE, span=span, headers=headers)
