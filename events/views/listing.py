"""The events below an index page, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ..models import Event, EventIndexPage, EventPage, Registration
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


def past(index: EventIndexPage, at: datetime) -> QuerySet[EventPage]:
    """Return the pages of events that are over, the newest first."""
    return _pages(index).filter(ends_at__lte=at).order_by("-starts_at", "-pk")


def page_of(pages: QuerySet[EventPage], number: str | None, at: datetime) -> PageOfList:
    """Return one page of a long list; the nearest there is for a number that makes no sense."""
    part = Paginator(pages, PAST_ON_A_PAGE).get_page(number)
    part.object_list = _listed(part.object_list, at)
    return part


def _pages(index: EventIndexPage) -> QuerySet[EventPage]:
    key = Coalesce(F("alias_of__translation_key"), F("translation_key"))
    event = Event.objects.filter(translation_key=OuterRef("event_key"))
    return (
        EventPage.objects.child_of(index)
        .live()
        .public()
        .defer_streamfields()
        .annotate(event_key=key)
        .annotate(
            starts_at=Subquery(event.values("starts_at")), ends_at=Subquery(event.values("ends_at"))
        )
    )


def _listed(pages: Iterable[EventPage], at: datetime) -> list[Listed]:
    events = _events(page.event_key for page in pages)
    return [_item(page, events[page.event_key], at) for page in pages]


def _events(keys: Iterable[object]) -> dict[object, Event]:
    confirmed = Q(registrations__status=Registration.Status.CONFIRMED)
    taken = Coalesce(Sum("registrations__party_size", filter=confirmed), 0)
    events = Event.objects.filter(translation_key__in=list(keys)).annotate(taken=taken)
    return {event.translation_key: event for event in events}


def _item(page: EventPage, event: Event, at: datetime) -> Listed:
    full = capacity.is_full(event.capacity, event.taken)
    state = event.window.state(at, full=full)
    return Listed(page, event, state, capacity.seats_left(event.capacity, event.taken))
