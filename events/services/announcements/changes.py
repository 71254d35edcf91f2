"""What guests must know of a publication: noted when it is published, told when an editor says so.

Nothing is sent here, and nothing while nobody has decided.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from ... import emails
from ...models import Announcement, Event, Message, Status
from ...models.announcement import OF_CHANGES, all_active
from ...models.snapshot import Snapshot
from .. import outbox
from ..registration.seats import lock
from .sending import drop, send

Kind = Message.Kind


def note(event: Event, before: Snapshot, *, at: datetime) -> None:
    """Keep what guests must know of a publication, in its transaction, under the event's lock.

    Another publication before anybody has been written to adds to it and asks anew; one that
    takes the change back takes the question back.
    """
    _note_changes(event, before, at)
    _note_programme(event, before, at)


def decide(
    announcement: Announcement, *, tell: bool, at: datetime, user: Any, text: str = ""
) -> bool:
    """Tell guests what was noted, with the editor's ``text`` (HTML), or don't tell them.

    Return whether that was still to be decided, and the announcement as it was seen: of two people
    the first decides, and nobody about what they have not read. Letters of an earlier change that
    have not left are withdrawn.
    """
    with transaction.atomic():
        lock(announcement.event_id)
        undecided = Announcement.objects.undecided().filter(pk=announcement.pk)
        if not undecided.filter(created_at=announcement.created_at).update(text=text, author=user):
            return False
        if not tell:
            return drop(announcement, at=at, user=user)
        if announcement.kind in OF_CHANGES:
            _withdraw_older(announcement.event, at)
        return send(announcement, at=at, user=user)


def _note_changes(event: Event, before: Snapshot, at: datetime) -> None:
    kind = Kind.EVENT_CANCELLED if event.cancelled else Kind.EVENT_CHANGED
    if not _languages(Announcement(event=event, kind=kind, before=before)):
        return
    known = event.announcements.unwritten().filter(kind__in=OF_CHANGES).first()
    announcement = known or Announcement(event=event, before=before)
    announcement.event, announcement.kind = event, kind
    _keep_or_forget(announcement, at)


def _note_programme(event: Event, before: Snapshot, at: datetime) -> None:
    """Hear of the programme once: guests who were told of it are not told again."""
    programmes = event.announcements.standing().filter(kind=Kind.PROGRAMME_PUBLISHED)
    known = programmes.first()
    if known is None:
        known = Announcement(event=event, kind=Kind.PROGRAMME_PUBLISHED, before=before)
        _keep_or_forget(known, at)
    elif programmes.unwritten().exists() and (event.programme_to_come or event.cancelled):
        known.delete()


def _keep_or_forget(announcement: Announcement, at: datetime) -> None:
    languages = _languages(announcement)
    everybody = len(languages) == len(announcement.event.publications_now())
    announcement.languages = [] if everybody else languages
    announcement.statuses = _statuses(announcement, languages)
    announcement.created_at, announcement.send_at = at, None
    if languages and _is_news(announcement, at) and announcement.recipients().exists():
        announcement.save()
    elif announcement.pk:
        announcement.delete()


def _is_news(announcement: Announcement, at: datetime) -> bool:
    """Tell whether it is worth a question: an event is over, or is cancelled already."""
    event, before = announcement.event, announcement.before["facts"]
    if at >= event.ends_at:
        return False
    if announcement.kind == Kind.PROGRAMME_PUBLISHED:
        return before["programme_to_come"] and not event.cancelled
    return not (before["cancelled"] and event.cancelled)


def _languages(announcement: Announcement) -> list[str]:
    """Return the languages in which something reads differently."""
    languages = [each.language_code for each in announcement.event.publications_now()]
    return [code for code in languages if emails.differences(announcement, code)]


def _statuses(announcement: Announcement, languages: list[str]) -> list[str]:
    """Only those with a seat hear of what only they can see."""
    found = [each for code in languages for each in emails.differences(announcement, code)]
    is_for_seated = all(each.is_for_seated for each in found)
    return [str(Status.CONFIRMED)] if is_for_seated else all_active()


def _withdraw_older(event: Event, at: datetime) -> None:
    """Stop what was decided of earlier changes: the newer letter says what holds now."""
    decided = event.announcements.decided().filter(kind__in=OF_CHANGES)
    for older in decided:
        outbox.withdraw(older, at=at)
    decided.filter(written_at=None).update(dropped_at=at)
