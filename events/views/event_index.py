"""The list of events as visitors see it: what comes, what was, and what they asked for."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from .. import listing
from ..addresses import page_url
from ..models import EventIndexPage
from . import feeds, metadata
from .caching import keep_shared
from .wanted import Wanted

ON_A_PAGE = 20
#: Events that were, below those to come; the others are a link away.
JUST_PAST = 5


def event_index_page(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
    at = timezone.now()
    languages = metadata.languages(page)  # before the page's own is asked for: they bring it
    with translation.override(page.locale.language_code):
        shown = _shown(request, page, at)
        context = page.get_context(request) | _addresses(page) | shown | {"languages": languages}
        response = render(request, page.get_template(request), context)
        response.headers["Content-Language"] = translation.get_language()
    facts = [item.event for item in shown["items"]]
    return keep_shared(request, response, at=at, facts=facts, query=shown["query"])


def _shown(request: HttpRequest, page: EventIndexPage, at: datetime) -> dict[str, Any]:
    """Return what the list is filled with, and the query by which one gets just that."""
    pages = listing.below(page)
    wanted = Wanted.in_query(request.GET, pages)
    places, topics = _places_and_topics(wanted.all_like_it.of(pages, at))
    part = _part(wanted, wanted.of(pages, at), places, request.GET.get("page"))
    newest = _newest_past(wanted, pages, part.number, at)
    return {
        "at": at,
        "wanted": wanted,
        **_items(wanted, part, newest, at),
        **_pages_around(wanted, part),
        "places": [place for place in places if place],
        "topics": topics,
        "has_filters": bool(
            wanted.is_filtered or topics or len(places) > 1 or part.has_other_pages()
        ),
    }


def _items(
    wanted: Wanted, part: PageOfList[Any], newest: list[Any], at: datetime
) -> dict[str, Any]:
    items = listing.listed([*part.object_list, *newest[:JUST_PAST]], at)
    shown, just_past = items[: len(part.object_list)], items[len(part.object_list) :]
    return {
        "items": shown,
        "months": listing.by_month(shown, newest_first=wanted.past),
        "just_past": just_past,
        "has_more_past": len(newest) > JUST_PAST,
    }


def _pages_around(wanted: Wanted, part: PageOfList[Any]) -> dict[str, Any]:
    return {
        "query": wanted.query(page=part.number),
        "part": part,
        "previous": wanted.query(page=part.number - 1),
        "next": wanted.query(page=part.number + 1),
    }


def _places_and_topics(pages: QuerySet[Any]) -> tuple[dict[str, int], list[str]]:
    """Return how many events are at each place, which also counts the list, and their topics."""
    named = pages.order_by().filter(topics__isnull=False).annotate(word=F("topics__name"))
    topics = named.values_list("word").annotate(number=Value(0)).distinct()
    places = pages.order_by().annotate(word=F("venue_name")).values_list("word")
    both = topics.union(places.annotate(number=Count("pk")), all=True).order_by("word")
    found = list(both)
    return {word: n for word, n in found if n}, [word for word, n in found if not n]


def _part(
    wanted: Wanted, pages: QuerySet[Any], places: dict[str, int], number: str | None
) -> PageOfList[Any]:
    """Return one page of the list; the nearest there is for a number that makes no sense."""
    paginator = Paginator(pages, ON_A_PAGE)
    if not (wanted.is_open or wanted.topic):
        paginator.count = places.get(wanted.place, 0) if wanted.place else sum(places.values())
    return paginator.get_page(number)


def _newest_past(wanted: Wanted, pages: QuerySet[Any], number: int, at: datetime) -> list[Any]:
    """Return the last few events that were, and one more, below the first of those to come."""
    if wanted.past or wanted.is_open or number > 1:
        return []
    return list(wanted.as_past.of(pages, at)[: JUST_PAST + 1])


def _addresses(page: EventIndexPage) -> dict[str, Any]:
    """Return the list's own address and those to subscribe to."""
    return {"url": page_url(page), "subscribe": feeds.addresses(page)}
