"""Registrations that are kept when somebody deletes or unpublishes an event's page."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ...models import Event
from ...models.registration_query import ACTIVE

#: So many events are named in messages; more would not fit on the screen.
NAMED = 5


def refuse_deletion(request, pages):
    """Say what keeps pages from being deleted; return whether anything does."""
    held = _events_below(pages, Q(registrations__erased_at=None))
    for event in held[:NAMED]:
        sentence = ngettext(
            "%(number)d registration for “%(title)s” is kept, so the page can't be deleted. "
            "Erase it first.",
            "%(number)d registrations for “%(title)s” are kept, so the page can't be deleted. "
            "Erase them first.",
            event.number,
        )
        told = {"number": event.number, "title": event.title}
        messages.error(request, sentence % told, buttons=_way_out(request.user, event))
    return bool(held)


def warn_of_registrations(request, pages):
    """Say who stays registered when pages are unpublished."""
    active = Q(registrations__status__in=ACTIVE, registrations__erased_at=None)
    for event in _events_below(pages, active)[:NAMED]:
        sentence = ngettext(
            "%(number)d registration for “%(title)s” is kept when the page is unpublished. "
            "Guests get no letter about it, and are still reminded: "
            "if the event is not held, cancel it instead.",
            "%(number)d registrations for “%(title)s” are kept when the page is unpublished. "
            "Guests get no letter about it, and are still reminded: "
            "if the event is not held, cancel it instead.",
            event.number,
        )
        messages.warning(request, sentence % {"number": event.number, "title": event.title})


def _way_out(user, event):
    if user.has_perm("tilmeld.erase_registration"):
        erase = reverse("tilmeld_admin:erase", args=[event.pk])
        return [messages.button(erase, _("Erase all registrations of this event"))]
    return []


def _events_below(pages, kind):
    """Return the events of these pages and their subpages that have registrations of a kind.

    Each with their ``number``.
    """
    below = Q(pk=None)
    for page in pages:
        below |= Q(page__path__startswith=page.path)
    events = Event.objects.filter(below).annotate(
        number=Count("registrations", filter=kind & Q(registrations__isnull=False))
    )
    return list(events.filter(number__gt=0))
