"""Publishing an event's facts: from a live page to the event that registrations belong to.

Wagtail publishes from the editor, schedules, bulk actions, workflows and scripts, and not in one
transaction. So everything here can be repeated, and ``repair`` repeats it where it was missed.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import get_page_models

from ..models import (
    Event,
    EventMixin,
    EventPage,
    EventSettings,
    EventWords,
    Publication,
)
from ..models.facts import FACTS
from ..models.options import Options
from ..models.snapshot import snapshot
from ..rules import retention
from ..rules.window import Window
from ..signals import facts_published
from . import announcements
from .registration.seats import give_to_those_who_wait

logger = logging.getLogger("tilmeld")

WORDS = [field.attname for field in EventWords._meta.local_fields]

#: What a guest's calendar shows; a change of these raises the calendar file's SEQUENCE.
CALENDAR_FACTS = {"title", "start_date", "start_time", "end_date", "end_time", "timezone"}
CALENDAR_FACTS |= {"online_url", "cancelled", "venue_name", "venue_room", "venue_address"}

Changes = dict[str, tuple[Any, Any]]


def publish_facts(page: EventPage, *, at: datetime) -> Event | None:
    """Copy what a page says to its event; return the event, or None if nothing was published.

    ``page`` is an EventPage, or a host's own page made of EventMixin.
    Only a page that is live, is no alias and has facts that fit together publishes. Dates, window
    and seats come from the page that owns the event; words from each language's page. In the same
    transaction, seats that come free go to those who wait, what guests must know is noted for an
    editor to decide, and the reminder is planned.
    """
    window = page.facts.window
    if not page.live or page.alias_of_id or window is None or page.problems():
        return None
    with transaction.atomic():
        event, is_new = _locked_event(page, window, at)
        changes = {} if is_new else _changes(event, page)
        before = {} if is_new else snapshot(event)
        if event.page_id in (None, page.pk):
            _copy_facts(event, page, window, changes)
            event.cancelled_at = (event.cancelled_at or at) if page.cancelled else None
        _add_publication(event, page, at)
        event.options_json = _options(event).as_json()
        event.save()
        give_to_those_who_wait(event, at)
        if not is_new:
            announcements.note(event, before, at=at)
        announcements.plan_reminder(event, at=at)
        transaction.on_commit(lambda: _announce(event, changes), robust=True)
    page.__dict__.pop("event", None)
    return event


def publish_or_log(page: EventPage, *, at: datetime) -> None:
    """Publish a page's facts, or log why not: other pages and people wait, and ``repair`` comes."""
    try:
        publish_facts(page, at=at)
    except Exception:
        logger.exception("The facts of page %s could not be published.", page.pk)


def repair(*, at: datetime) -> int:
    """Publish again what a live page has and its event lacks; return the number of pages."""
    pages = list(_unpublished_pages())
    for page in pages:
        publish_or_log(page, at=at)
    return len(pages)


def republish_all(*, at: datetime) -> None:
    """Publish every live page's words again, as when a text that they share was changed."""
    for model in _event_page_models():
        for page in model.objects.live().filter(alias_of=None):
            publish_or_log(page, at=at)


def _unpublished_pages() -> Iterator[EventPage]:
    current = Publication.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id")
    )
    for model in _event_page_models():
        pages = model.objects.live().filter(alias_of=None)
        lacking = pages.filter(~Exists(current)).exclude(live_revision=None)
        yield from (page for page in lacking if not page.problems())


def _event_page_models() -> list[Any]:
    return [model for model in get_page_models() if issubclass(model, EventMixin)]


def _locked_event(page: EventPage, window: Window, at: datetime) -> tuple[Event, bool]:
    """Return the page's event, locked, and whether it was just made."""
    event, is_new = Event.objects.get_or_create(
        translation_key=page.translation_key,
        defaults={
            "page_id": page.pk,
            "title": page.title,
            "starts_at": window.starts_at,
            "ends_at": window.ends_at,
            "closes_at": window.closes_at,
            "erase_on": at.date(),
        },
    )
    return Event.objects.locked(event.pk), is_new


def _changes(event: Event, page: EventPage) -> Changes:
    """What guests were told before and would be told now: name of the fact -> (old, new)."""
    old = {name: getattr(event, name) for name in ["title", *FACTS]}
    new = {name: getattr(page, name) for name in ["title", *FACTS]}
    last = event.publications.filter(language_code=_language(page)).order_by("-pk").first()
    if last:
        old |= {name: getattr(last, name) for name in WORDS}
        new |= {name: getattr(page, name) for name in WORDS}
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _copy_facts(event: Event, page: EventPage, window: Window, changes: Changes) -> None:
    for name in FACTS:
        setattr(event, name, getattr(page, name))
    event.page_id, event.title = page.pk, page.title
    event.opens_at, event.closes_at = window.opens_at, window.closes_at
    event.starts_at, event.ends_at = window.starts_at, window.ends_at
    event.erase_on = retention.erase_on(window.ends_at, page.zone, page.erase_after_days)
    if changes.keys() & CALENDAR_FACTS:
        event.sequence += 1


def _add_publication(event: Event, page: EventPage, at: datetime) -> None:
    words = {name: getattr(page, name) for name in WORDS} | {
        "title": page.title,
        "language_code": _language(page),
        "page_id": page.pk,
        "revision_id": page.live_revision_id,
        "privacy_text": page.privacy_text or _shared_privacy_text(page),
        "questions_json": [question.as_json() for question in page.get_questions()],
    }
    last = event.publications.filter(language_code=words["language_code"]).order_by("-pk").first()
    if last is None or any(getattr(last, name) != value for name, value in words.items()):
        event.publications.create(created_at=at, **words)


def _options(event: Event) -> Options:
    """The choices with seats of their own, as the event's own page and its translations say now."""
    questions = [publication.questions for publication in event.publications_now()]
    return Options.of(questions[0], questions[1:])


def _shared_privacy_text(page: EventPage) -> str:
    site = page.get_site()
    return str(EventSettings.for_site(site).privacy_text) if site else ""


def _language(page: EventPage) -> str:
    return str(page.locale.language_code)


def _announce(event: Event, changes: Changes) -> None:
    facts_published.send(sender=Event, event=event, changes=changes)
