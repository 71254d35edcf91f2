"""Many guests at once, from a list that staff bring: all whom they have read of, or nobody."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ...exceptions import ImportOutdated, RegistrationClosed
from ...models import Event, Publication, Registration, Status
from .. import outbox
from . import seats
from .by_hand import IfFull, can_register
from .import_plan import ImportRow, PlannedImport, plan_import, seal
from .register import unsaved

BATCH = 500


def import_guests(
    publication: Publication,
    rows: Sequence[ImportRow],
    *,
    seen: str,
    at: datetime,
    user: Any,
    if_full: IfFull = IfFull.REFUSE,
    letter: bool = True,
) -> Sequence[Registration]:
    """Register all whom a plan takes, as by hand, or nobody; return their registrations.

    ``seen`` is the ``seal`` of the plan that staff have read. Letters leave at the pace of those
    to many. Raise RegistrationClosed once the event is over or cancelled, ImportOutdated if
    something else would become of a row than they have read.
    """
    with transaction.atomic():
        event = Event.objects.locked(publication.event_id)
        if not can_register(event, at):
            raise RegistrationClosed
        plan = plan_import(event, rows, if_full)
        if seal(publication, plan) != seen:
            raise ImportOutdated
        made = _write(event, publication, plan, at)
        _log(event, made, at, user)
        if letter:
            _tell(made, at)
    return made


def _write(
    event: Event, publication: Publication, plan: Iterable[PlannedImport], at: datetime
) -> list[Registration]:
    rows = [
        unsaved(event, publication, each.entry, at, status)
        for each in plan
        if (status := each.outcome.status)
    ]
    for row in rows:
        row.fill_in()
    made: list[Registration] = Registration.objects.bulk_create(rows, batch_size=BATCH)
    return made


def _log(event: Event, made: Sequence[Registration], at: datetime, user: Any) -> None:
    """Log at each what registering by hand does, and at the event how many there were."""
    if not made:
        return
    # Wagtail's log() takes three queries each, and the event is locked meanwhile.
    about = ContentType.objects.get_for_model(Registration)
    entries = [_entry(registration, about, at, user) for registration in made]
    ModelLogEntry.objects.bulk_create(entries, batch_size=BATCH)
    told = {"registrations": len(made)}
    log(event.logged_on, "tilmeld.import", user=user, timestamp=at, data=told)


def _entry(registration: Registration, about: ContentType, at: datetime, user: Any) -> Any:
    return ModelLogEntry(
        content_type=about,
        object_id=str(registration.pk),
        label=str(registration),
        action="tilmeld.register",
        timestamp=at,
        user=user,
    )


def _tell(made: Iterable[Registration], at: datetime) -> None:
    reachable = [registration for registration in made if registration.email]
    for status in (Status.CONFIRMED, Status.WAITING):
        alike = [each for each in reachable if each.status == status]
        outbox.queue_many(seats.TOLD[status], alike, at=at)
