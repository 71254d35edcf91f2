"""Letters that need attention: dealt with by somebody, or by a mended address."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ..models import Message, Registration
from . import outbox


def handle(message: Message, *, at: datetime, user: Any) -> bool:
    """Note that somebody has dealt with a letter; return whether it needed attention."""
    with transaction.atomic():
        open_matter = Message.objects.needing_attention().filter(pk=message.pk)
        handled = bool(open_matter.update(handled_at=at, handled_by=user))
        if handled:
            log(message.logged_on, "tilmeld.handle_letter", user=user, timestamp=at)
    return handled


def reopen(message: Message, *, at: datetime, user: Any) -> bool:
    """Take back that a letter was dealt with; return whether it was."""
    with transaction.atomic():
        dealt_with = Message.objects.filter(pk=message.pk).exclude(handled_at=None)
        reopened = bool(dealt_with.update(handled_at=None, handled_by=None))
        if reopened:
            log(message.logged_on, "tilmeld.reopen_letter", user=user, timestamp=at)
    return reopened


def send_again(message: Message, *, at: datetime, user: Any) -> bool:
    """Write a letter anew, which deals with the earlier one; return whether there was anybody."""
    with transaction.atomic():
        copy = outbox.send_again(message, at=at, user=user)
        if copy:
            handle(message, at=at, user=user)
    return copy is not None


def settle(registration: Registration, *, at: datetime, user: Any = None) -> None:
    """Note that nothing need be done any more about what went to an address that was wrong."""
    registration.messages.needing_attention().update(handled_at=at, handled_by=user)
