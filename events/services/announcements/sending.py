"""From a decision to a letter for each recipient, and no further where somebody says stop."""

import json
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ...models import Announcement, Event, Message
from .. import outbox
from ..one_by_one import one_by_one

#: What somebody who writes to guests decides about.
WRITTEN = ("subject", "text", "statuses", "choice", "has_come", "tag")
#: So many letters in one transaction: guests don't wait behind a long one.
BATCH = 500


def send(
    announcement: Announcement, *, at: datetime, user: object, send_at: datetime | None = None
) -> bool:
    """Decide that an announcement is sent, at once or at ``send_at``; return whether it was open.

    What is planned for later can be decided anew until it is due. Nobody sends twice what two
    people decide about at the same time. The heartbeat writes the letters (``write_due``).
    """
    with transaction.atomic():
        still_open = Announcement.objects.open(at).filter(pk=announcement.pk)
        decided = bool(still_open.update(send_at=send_at or at))
        if decided:
            _log(announcement, "tilmeld.announce", at, user)
    return decided


def seal(announcement: Announcement) -> str:
    """Return a mark of what is written and to whom; only the same message has it."""
    written = [getattr(announcement, name) for name in WRITTEN]
    return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def draft(announcement: Announcement) -> None:
    """Keep a new announcement; nothing is sent before somebody decides."""
    announcement.save()


def rewrite(announcement: Announcement, *, at: datetime) -> bool:
    """Keep other words, or other recipients, of an announcement; return whether it was open.

    Once it is due, it stays as it is.
    """
    still_open = Announcement.objects.open(at).filter(pk=announcement.pk)
    return bool(still_open.update(**{name: getattr(announcement, name) for name in WRITTEN}))


def send_test(announcement: Announcement, *, at: datetime, user: Any) -> Message:
    """Send what is to be told to whoever asks for it, as one guest might get it, and marked so."""
    language = announcement.event.publication().language_code
    with transaction.atomic():
        return outbox.queue_to_staff(
            Message.Kind(announcement.kind),
            user,
            announcement.event,
            language_code=language,
            at=at,
            announcement=announcement,
        )


def drop(announcement: Announcement, *, at: datetime, user: object) -> bool:
    """Decide against an announcement, or stop the letters of one that have not left yet.

    Return whether there was anything to drop or stop.
    """
    with transaction.atomic():
        Event.objects.locked(announcement.event_id)  # write_due writes under it
        standing = Announcement.objects.standing().filter(pk=announcement.pk)
        dropped = bool(standing.update(dropped_at=at))
        if dropped:
            outbox.withdraw(announcement, at=at)
            _log(announcement, "tilmeld.drop_announcement", at, user)
    return dropped


def write_due(*, at: datetime) -> int:
    """Write the letters of every announcement that is due; return how many were written."""
    due = list(Announcement.objects.due(at).order_by("send_at", "pk"))
    return one_by_one(partial(_write, announcement, at) for announcement in due)


def _write(announcement: Announcement, at: datetime) -> int:
    written = 0
    while batch := _write_batch(announcement, at):
        written += batch
    return written


@transaction.atomic
def _write_batch(announcement: Announcement, at: datetime) -> int:
    """Write the next letters under the event's lock; those who have theirs are passed over."""
    event = Event.objects.locked(announcement.event_id)
    found = Announcement.objects.due(at).filter(pk=announcement.pk).first()
    if found is None:  # written by another, or dropped
        return 0
    announcement = found
    announcement.event = event
    told = announcement.messages.exclude(registration=None).values("registration")
    recipients = list(announcement.recipients().exclude(pk__in=told).order_by("pk")[:BATCH])
    kind = Message.Kind(announcement.kind)
    outbox.queue_many(kind, recipients, at=at, announcement=announcement)
    if len(recipients) < BATCH:
        Announcement.objects.filter(pk=announcement.pk).update(written_at=at)
    return len(recipients)


def _log(announcement: Announcement, action: str, at: datetime, user: object) -> None:
    about = {
        "letter": announcement.kind,
        "announcement": announcement.pk,
        "guests": announcement.recipients().count(),
    }
    log(announcement.event.logged_on, action, user=user, timestamp=at, data=about)
