"""Demo content: a city's real invitation, as it was and as it would be sent today."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from events.models import Event, EventIndexPage, EventPage

from . import guests, invitations, site


def build(at: datetime) -> EventPage | None:
    """Fill the site, as of the instant ``at``; return the invitation that is open.

    A site that has a list of events, or ever had one, is left as it is: then return None.
    """
    if _has_or_had_events():
        return None
    with transaction.atomic():
        invitation = _build_pages(at)
    event = Event.objects.get(page=invitation)
    guests.register(event, at)  # each in a transaction of its own, as real ones are
    return invitation


def _build_pages(at: datetime) -> EventPage:
    front_page = site.name_site()
    index = site.add_event_index(front_page)
    site.write_front_page(front_page, index)
    site.add_groups(index)
    sender = site.add_sender()
    invitations.add_as_it_was(index, sender)
    return invitations.add_as_of_today(index, sender, timezone.localdate(at))


def _has_or_had_events() -> bool:
    # Wagtail's log outlives the pages, so what an editor has deleted does not come back.
    kind = ContentType.objects.get_for_model(EventIndexPage)
    once = PageLogEntry.objects.filter(content_type=kind)
    return EventIndexPage.objects.exists() or once.exists()
