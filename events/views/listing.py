"""The events below an index page, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Audience, Event, EventIndexPage, EventPage
from ..rules import capacity
from ..rules.window import State

PAST_ON_A_PAGE = 20


@dataclass(frozen=True)
class Listed:
    """An invitation in a list, with its published event as it is at an instant."""

    page: EventPage
    event: Event
    state: State
    seats_left: int | None


def coming(index: EventIndexPage, at: datetime) -> list[Listed]:
    """Return the events that are not over yet, the soonest first."""
    return _listed(_pages(index).filter(ends_at__gt=at).order_by("starts_at", "pk"), at)


def past(index: EventIndexPage, at: datetime) -> QuerySet[Any]:
    """Return the pages of events that are over, the newest first."""
    return _pages(index).filter(ends_at__lte=at).order_by("-starts_at", "-pk")


def page_of(pages: QuerySet[Any], number: str | None, at: datetime) -> PageOfList[Any]:
    """Return one page of a long list; the nearest there is for a number that makes no sense."""
    part = Paginator(pages, PAST_ON_A_PAGE).get_page(number)
    part.object_list = _listed(part.object_list, at)
    return part


def _pages(index: EventIndexPage) -> QuerySet[Any]:
    key = Coalesce(F("alias_of__translation_key"), F("translation_key"))
    event = Event.objects.filter(translation_key=OuterRef("event_key"))
    for_everyone = event.filter(audience=Audience.EVERYONE)
    return (
        EventPage.objects.child_of(index)
        .live()
        .public()
        .defer_streamfields()
        .annotate(event_key=key)
        .filter(Exists(for_everyone))
        .annotate(
            starts_at=Subquery(event.values("starts_at")), ends_at=Subquery(event.values("ends_at"))
        )
    )


def _listed(pages: Iterable[Any], at: datetime) -> list[Listed]:
    events = _events(page.event_key for page in pages)
    return [_item(page, events[page.event_key], at) for page in pages]


def _events(keys: Iterable[UUID]) -> dict[UUID, Any]:
    events = Event.objects.with_taken().filter(translation_key__in=list(keys))
    return {event.translation_key: event for event in events}


def _item(page: EventPage, event: Any, at: datetime) -> Listed:
    seats_left = capacity.seats_left(event.capacity, event.taken)
    return Listed(page, event, event.window.state(at, full=seats_left == 0), seats_left)
