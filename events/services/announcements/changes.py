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
from .sending import drop, send

Kind = Message.Kind
PROGRAMME = Kind.PROGRAMME_PUBLISHED


def note(event: Event, before: Snapshot, *, at: datetime) -> None:
    """Keep what guests must know of a publication, in its transaction, under the event's lock.

    It is one question, however much has changed. Another publication before anybody has been
    written to adds to it and asks anew; one that takes the change back takes the question back.
    """
    if not _reads_differently(event, before):
        return
    known = event.announcements.unwritten().of_publishing().first()
    announcement = known or Announcement(event=event, before=_known_to_all(event, before))
    announcement.event, announcement.kind = event, _kind(event, announcement.before)
    _keep_or_forget(announcement, at)


def decide(
    announcement: Announcement, *, tell: bool, at: datetime, user: Any, text: str = ""
) -> bool:
    """Tell guests what was noted, with the editor's ``text`` (HTML), or don't tell them.

    Return whether that was still to be decided, and the announcement as it was seen: of two people
    the first decides, and nobody about what they have not read. Letters of an earlier change that
    have not left are withdrawn.
    """
    with transaction.atomic():
        Event.objects.locked(announcement.event_id)
        undecided = Announcement.objects.undecided().filter(pk=announcement.pk)
        if not undecided.filter(created_at=announcement.created_at).update(text=text, author=user):
            return False
        if not tell:
            return drop(announcement, at=at, user=user)
        if announcement.kind in OF_CHANGES:
            _withdraw_older(announcement.event, at)
        return send(announcement, at=at, user=user)


def _known_to_all(event: Event, before: Snapshot) -> Snapshot:
    """Return what everybody knew: less, where letters of an earlier change are under way."""
    under_way = event.announcements.decided().filter(
        kind=Kind.EVENT_CHANGED, messages__state__in=Message.UNSENT
    )
    oldest = under_way.order_by("pk").first()
    return oldest.before if oldest else before


def _reads_differently(event: Event, before: Snapshot) -> bool:
    kinds = [Kind.EVENT_CANCELLED] if event.cancelled else [Kind.EVENT_CHANGED, PROGRAMME]
    return any(any(_found(event, kind, before)) for kind in kinds)


def _kind(event: Event, before: Snapshot) -> Message.Kind:
    """Return the letter that tells it: a programme has one of its own, if nothing else changed."""
    if event.cancelled:
        return Kind.EVENT_CANCELLED
    is_all = _found(event, Kind.EVENT_CHANGED, before) == _found(event, PROGRAMME, before)
    return PROGRAMME if is_all else Kind.EVENT_CHANGED


def _found(event: Event, kind: Message.Kind, before: Snapshot) -> list[list[emails.Difference]]:
    """Return what a letter would tell in each language."""
    told = Announcement(event=event, kind=kind, before=before)
    return [emails.differences(told, each.language_code) for each in event.publications_now()]


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
    if announcement.kind == PROGRAMME:
        return before["programme_to_come"] and not _heard_of_programme(event)
    return not (before["cancelled"] and event.cancelled)


def _heard_of_programme(event: Event) -> bool:
    return event.announcements.decided().filter(kind=PROGRAMME).exclude(written_at=None).exists()


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
