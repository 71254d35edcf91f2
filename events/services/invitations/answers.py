"""What an invitee answers besides registering."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered
from ...models import Event, Invitation


def decline(invitation: Invitation, *, at: datetime) -> None:
    """Keep that somebody can't come. Twice changes nothing; they may register all the same later.

    Raise AlreadyRegistered if they are registered: then it is the registration that they cancel.
    """
    with transaction.atomic():
        Event.objects.locked(invitation.event_id)
        invitation.refresh_from_db()
        if invitation.has_registered:
            raise AlreadyRegistered
        if invitation.declined_at is None:
            invitation.declined_at = at
            invitation.save(update_fields=["declined_at"])
            log(invitation, "tilmeld.decline", timestamp=at)
