"""Publishing as an editor does, and what comes of it."""

from datetime import datetime

from events.models import Announcement, Event, EventPage, Message
from events.services import event as event_service
from tests.factories import OPEN_AT


def publish(page: EventPage, *, at: datetime = OPEN_AT, **changes) -> Event:
    """Change a page and publish it at an instant, whatever the clock says."""
    EventPage.objects.filter(pk=page.pk).update(**changes)
    page = EventPage.objects.get(pk=page.pk)
    event = event_service.publish_facts(page, at=at)
    assert event
    return event


def undecided() -> list[tuple[str, list[str]]]:
    """The kind of each announcement that waits for a decision, and the languages it concerns."""
    found = Announcement.objects.undecided().order_by("pk")
    return [(each.kind, each.languages) for each in found]


def addresses(**fields) -> list[str]:
    """To whom letters were written."""
    letters = Message.objects.filter(**fields).order_by("pk")
    return list(letters.values_list("to_address", flat=True))
