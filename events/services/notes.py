"""What staff write down about a guest, for one another."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ..models import Event, Note, Registration


def write(registration: Registration, text: str, *, at: datetime, user: Any) -> bool:
    """Keep a note with a registration; return whether there still was anybody to note it of."""
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if registration.erased_at:
            return False
        Note.objects.create(registration=registration, user=user, created_at=at, text=text)
        log(registration, "tilmeld.note", user=user, timestamp=at)
    return True


def delete(note: Note, *, at: datetime, user: Any) -> bool:
    """Delete somebody's own note; return whether it was theirs, and there."""
    with transaction.atomic():
        deleted, _rows = Note.objects.filter(pk=note.pk, user=user).delete()
        if deleted:
            log(note.registration, "tilmeld.delete_note", user=user, timestamp=at)
    return bool(deleted)
