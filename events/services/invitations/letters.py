"""Letters to many: invitations, and one reminder to those who have not answered."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from ...imports import Person
from ...models import Event, Invitation, Message
from .. import outbox
from .open import ensure
from .plan import Outcome, Planned, plan

#: So many at once, each batch in a transaction of its own: guests don't wait behind a long one.
BATCH = 500


def invite(
    event: Event, people: Iterable[Person], *, language: str, at: datetime, user: object = None
) -> int:
    """Invite those of a list who can be, with a letter each; return how many.

    Nobody is invited twice: the same list again, after a crash or a double click, goes on where it
    stopped. Raise an InvitingRefused if there is nothing to invite to.
    """
    rows = list(people)
    batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
    return sum(_invite(event, batch, language, at, user) for batch in batches)


def remind(event: Event, *, at: datetime, user: object = None) -> int:
    """Remind those who have not answered, each once ever; return how many.

    Raise an InvitingRefused if nobody could answer any more.
    """
    reminded = 0
    while batch := _remind(event, at, user):
        reminded += batch
    return reminded


@transaction.atomic
def _invite(event: Event, people: list[Person], language: str, at: datetime, user: object) -> int:
    event = Event.objects.locked(event.pk)
    ensure(event, at)
    new = [row for row in plan(event, people) if row.outcome == Outcome.NEW]
    invitations = Invitation.objects.bulk_create(
        [_invitation(event, row, language, at) for row in new]
    )
    outbox.queue_many(Message.Kind.INVITED, invitations, at=at)
    if invitations:
        told = {"invitations": len(invitations)}
        log(event.logged_on, "tilmeld.invite", user=user, timestamp=at, data=told)
    return len(invitations)


def _invitation(event: Event, row: Planned, language: str, at: datetime) -> Invitation:
    invitation = Invitation(
        event=event, name=row.name, email=row.email, language_code=language, created_at=at
    )
    invitation.fill_keys()
    return invitation


@transaction.atomic
def _remind(event: Event, at: datetime, user: object) -> int:
    event = Event.objects.locked(event.pk)
    ensure(event, at)
    invitations = list(event.invitations.to_remind()[:BATCH])
    keys = [invitation.pk for invitation in invitations]
    Invitation.objects.filter(pk__in=keys).update(reminded_at=at)
    outbox.queue_many(Message.Kind.INVITATION_REMINDER, invitations, at=at)
    if invitations:
        told = {"reminders": len(invitations)}
        log(event.logged_on, "tilmeld.remind", user=user, timestamp=at, data=told)
    return len(invitations)
