"""What needs somebody, on the first page of the admin."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ... import permissions
from ...models import Event, Registration
from ...models.event import EventQuerySet
from ...models.rooms import rooms
from ...rules.capacity import Room
from . import attention

#: So many events are named in each part; the list names them all.
NAMED = 5
SOON = timedelta(days=7)


def closing(user: Any, at: datetime) -> EventQuerySet:
    """Events for which one can register, but no longer than a week; those that close first."""
    events = permissions.events_of(user).with_live().filter(is_live=True, closes_at__lte=at + SOON)
    return events.taking_registrations(at).with_taken().order_by("closes_at", "pk")


def movable(user: Any, at: datetime) -> list[tuple[Event, Room]]:
    """Events where somebody waits who would fit, and only staff can give them the seat.

    Before the deadline, and after it where the editor says so, the waiting list moves by itself.
    """
    if not permissions.changes_registrations(user) or not permissions.sees_registrations(user):
        return []
    by_hand = Q(closes_at__lte=at, starts_at__gt=at, cancelled=False, moves_after_deadline=False)
    line = Prefetch("registrations", Registration.objects.in_line(), to_attr="line")
    events = permissions.events_of(user).with_taken().with_waiting().prefetch_related(line)
    found = events.filter(by_hand, waiting__gt=0).order_by("starts_at", "pk")
    room_of = rooms(found)
    with_room = [(event, room_of[event.pk]) for event in found]
    return [(event, room) for event, room in with_room if _somebody_fits(event, room)]


def _somebody_fits(event: Any, room: Room) -> bool:
    """Ask what the waiting list asks where it moves by itself."""
    return any(room.fits(each.party_size, event.options.chosen(each.given)) for each in event.line)


class EventsPanel(Component):
    """The user's events that need somebody; nothing where none does."""

    name = "tilmeld_events"
    template_name = "tilmeld/admin/events_panel.html"
    order = 150

    class Media:
        css = {"all": ["tilmeld/admin/admin.css"]}

    def get_context_data(self, parent_context):
        user, at = parent_context["request"].user, timezone.now()
        return {
            "announcements": attention.announcements(user, at).count(),
            "letters": _with_letters(user, at),
            "closing": [
                (event, _address(user, event))
                for event in closing(user, at).select_related("page")[:NAMED]
            ],
            "movable": movable(user, at)[:NAMED],
        }


def _with_letters(user: Any, at: datetime) -> list[tuple[Event, int]]:
    """The events of which letters need attention, and how many; the next ones first."""
    numbers = attention.letters_by_event(user, at)
    events = Event.objects.filter(pk__in=list(numbers)[:NAMED])
    return [(event, numbers[event.pk]) for event in events]


def _address(user: Any, event: Event) -> str:
    """Where one sees how an event fills up, or else its page; empty for those who may neither."""
    if permissions.sees_registrations(user):
        return reverse("tilmeld_admin:overview", args=[event.pk])
    if permissions.edits_page(user, event.page):
        return reverse("wagtailadmin_pages:edit", args=[event.page_id])
    return ""
