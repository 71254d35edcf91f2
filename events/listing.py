"""The events below a page of the site, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from .models import Audience, Event, EventPage
from .models.rooms import rooms
from .rules.capacity import Room
from .rules.window import State


@dataclass(frozen=True)
class Listed:
    """An invitation in a list, with its published event as it is at an instant."""

    page: EventPage
    event: Event
    state: State
    seats_left: int | None


def may_see(page: Page | None, request: HttpRequest) -> bool:
    """Ask what Wagtail asks before it serves the page: login, group, password."""
    restrictions = page.get_view_restrictions() if page else []
    return all(restriction.accept_request(request) for restriction in restrictions)


def below(root: Page) -> QuerySet[Any]:
    """Return the invitations that whoever may see ``root`` finds below it: those for everyone.

    A page that is there itself is not shown by its aliases once more.
    """
    key = Coalesce(
        "alias_of__alias_of__translation_key", "alias_of__translation_key", "translation_key"
    )
    event = Event.objects.filter(translation_key=OuterRef("event_key"))
    there = EventPage.objects.descendant_of(root).live()
    return (
        there.exclude(alias_of__in=there.values("pk"))
        .exclude(Exists(_restrictions_below(root)))
        .defer_streamfields()
        .select_related("locale")
        .annotate(event_key=key)
        .filter(Exists(event.filter(audience=Audience.EVERYONE)))
        .annotate(
            starts_at=Subquery(event.values("starts_at")), ends_at=Subquery(event.values("ends_at"))
        )
    )


def coming(pages: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return the pages of events that are not over yet, the soonest first."""
    return pages.filter(ends_at__gt=at).order_by("starts_at", "pk")


def past(pages: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return the pages of events that are over, the newest first."""
    return pages.filter(ends_at__lte=at).order_by("-starts_at", "-pk")


def taking_registrations(pages: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return the pages on which one can register now, be it for the waiting list."""
    event = Event.objects.taking_registrations(at).filter(translation_key=OuterRef("event_key"))
    return pages.filter(Exists(event))


def listed(pages: Iterable[Any], at: datetime) -> list[Listed]:
    """Return the pages with their events; one query for all, and one for what was chosen."""
    pages = list(pages)
    events = _events(page.event_key for page in pages)
    room_of = rooms(events.values())
    found = [(page, events[page.event_key]) for page in pages]
    return [_item(page, event, room_of[event.pk], at) for page, event in found]


def by_month(
    items: Iterable[Listed], *, newest_first: bool = False
) -> list[tuple[date, list[Listed]]]:
    """Return those that begin in the same month together, with that month's first day.

    A month begins earlier in some zones than in others, so they need not be neighbours.
    """
    months: dict[date, list[Listed]] = defaultdict(list)
    for item in items:
        months[_month(item.event)].append(item)
    return sorted(months.items(), reverse=newest_first)


def _restrictions_below(root: Page) -> QuerySet[PageViewRestriction]:
    """Return what restricts an invitation, or its original, besides what ``root`` itself asks for.

    An alias shows itself to those only who may see its original.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    mirrored = (OuterRef("alias_of__alias_of__path"), OuterRef("alias_of__path"), OuterRef("path"))
    original = Coalesce(*mirrored, output_field=CharField())
    above = [root.path[:end] for end in range(root.steplen, len(root.path) + 1, root.steplen)]
    restrictions = PageViewRestriction.objects.exclude(page__path__in=above)
    either = Q(of__startswith=F("page__path")) | Q(of_original__startswith=F("page__path"))
    return restrictions.annotate(of=path, of_original=original).filter(either)


def _events(keys: Iterable[UUID]) -> dict[UUID, Any]:
    events = Event.objects.with_taken().with_published().filter(translation_key__in=list(keys))
    return {event.translation_key: event for event in events}


def _item(page: EventPage, event: Any, room: Room, at: datetime) -> Listed:
    state = event.window.state(at, full=room.is_full)
    return Listed(page, event, state, room.seats_left)


def _month(event: Event) -> date:
    return event.starts_at.astimezone(event.zone).date().replace(day=1)
