"""Links that admit: given late, taken back, and the one that is the event's own."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered, InvitationUsed, LateLinkTimeWrong
from ...models import Event, Invitation
from .. import outbox
from .open import ensure


def give_late_link(
    event: Event,
    name: str,
    email: str,
    *,
    until: datetime,
    over_capacity: bool,
    language: str,
    at: datetime,
    user: object = None,
) -> Invitation:
    """Let somebody register until the instant ``until``, whatever the deadline says.

    Their link comes by letter; who has an invitation keeps its link. Raise AlreadyRegistered if
    they are registered, InvitationUsed if others are by their link, an InvitingRefused otherwise.
    """
    with transaction.atomic():
        event = Event.objects.locked(event.pk)
        ensure(event, at, late=True)
        if not at < until <= event.starts_at:
            raise LateLinkTimeWrong
        if event.registrations.active().by_person(name, email).exists():
            raise AlreadyRegistered
        invitation = _invitation_of(event, name, email, language, at)
        if invitation.pk and invitation.is_used:
            raise InvitationUsed
        invitation.admits_until, invitation.over_capacity = until, over_capacity
        invitation.declined_at = None
        invitation.save()
        outbox.withdraw(invitation, at=at)
        outbox.queue_late_link(invitation, at=at)
        log(invitation, "tilmeld.late_link", user=user, timestamp=at)
    return invitation


def withdraw(invitation: Invitation, *, at: datetime, user: object = None) -> None:
    """Take an invitation back: its link says so, letters that wait don't leave.

    Twice changes nothing. Raise AlreadyRegistered if it was accepted: then the registration is
    what one cancels.
    """
    with transaction.atomic():
        Event.objects.locked(invitation.event_id)
        invitation.refresh_from_db()
        if invitation.has_registered:
            raise AlreadyRegistered
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
            invitation.save(update_fields=["withdrawn_at"])
            outbox.withdraw(invitation, at=at)
            log(invitation, "tilmeld.withdraw", user=user, timestamp=at)


def replace_link(event: Event, *, at: datetime, user: object = None) -> None:
    """Give the event a new link of its own; the old one admits nobody any more."""
    with transaction.atomic():
        event = Event.objects.locked(event.pk)
        event.link_version += 1
        event.save(update_fields=["link_version"])
        log(event.logged_on, "tilmeld.replace_link", user=user, timestamp=at)


def _invitation_of(event: Event, name: str, email: str, language: str, at: datetime) -> Invitation:
    """Return the person's invitation, one with their name first, or a new one."""
    known: Invitation | None = (
        event.invitations.standing().by_person(name, email).order_by("-name_key", "pk").first()
    )
    if known is None:
        return Invitation(
            event=event, name=name, email=email, language_code=language, created_at=at
        )
    known.name = known.name or name
    return known
