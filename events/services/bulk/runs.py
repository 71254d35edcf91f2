"""Acts upon many that are under way: begun, carried on by whoever has time, and finished."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ... import permissions
from ...exceptions import Refusal
from ...models import BulkItem, BulkRun, Event, Registration
from .. import outbox
from .acts import ACTS

logger = logging.getLogger("tilmeld")

Outcome = BulkItem.Outcome

#: So long one can look up what came of an act upon many.
KEPT_FOR = timedelta(days=30)

#: So long after it was wanted, what the database could not do is tried again.
PATIENCE = timedelta(hours=1)


@transaction.atomic
def start(
    event: Event,
    act: str,
    registrations: Iterable[Registration],
    options: dict[str, Any],
    *,
    at: datetime,
    user: Any,
    language: str,
) -> BulkRun:
    """Write down that an act is wanted upon an event's registrations, in this order."""
    run = BulkRun.objects.create(
        event=event, act=act, options=options, user=user, language_code=language, created_at=at
    )
    BulkItem.objects.bulk_create(
        BulkItem(run=run, registration=each) for each in registrations if each.event_id == event.pk
    )
    return run


def carry_on_all(*, at: datetime, go_on: Callable[[], bool] = lambda: True) -> None:
    """Go on with what is not finished, the oldest first, while there is time."""
    BulkRun.objects.filter(finished_at__lt=at - KEPT_FOR).delete()
    for run in BulkRun.objects.filter(finished_at=None):
        if go_on():
            carry_on(run, at=at, go_on=go_on)


def carry_on(run: BulkRun, *, at: datetime, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Try an act with those that are left, while there is time; return whether none is.

    Several may do so at once: under the event's lock each is done once. Whoever has lost the right
    does nothing more. Where the database fails, it stops for now and keeps no other act from it.
    """
    with translation.override(run.language_code):
        if not permissions.may(run.user, run.event, ACTS[run.act].permission):
            why = _("Whoever wanted it has no right to it any more.")
            _left(run).update(outcome=Outcome.NOT_DONE, reason=why)
        for key in _left(run).values_list("pk", flat=True):
            if not (go_on() and _try(run, key, at)):
                return False
    run.finished_at, run.options = at, {}
    run.save(update_fields=["finished_at", "options"])
    return True


def _left(run: BulkRun) -> Any:
    return run.items.filter(outcome=Outcome.LEFT)


def _try(run: BulkRun, key: int, at: datetime) -> bool:
    """Do it with one; return whether to go on. What nobody foresaw is logged, and is that one's."""
    try:
        _do(run, key, at)
    except Exception as error:
        logger.exception("It could not be done: %s, %s.", run, key)
        if _may_succeed_later(error, run, at):
            return False
        failed = _("It failed. Whoever runs the site finds the reason in its log.")
        _left(run).filter(pk=key).update(outcome=Outcome.NOT_DONE, reason=failed)
    return True


def _may_succeed_later(error: Exception, run: BulkRun, at: datetime) -> bool:
    """Whether the database was busy or away; what it refuses, it refuses again."""
    is_away = isinstance(error, OperationalError | InterfaceError)
    return is_away and at - run.created_at < PATIENCE


@transaction.atomic
def _do(run: BulkRun, key: int, at: datetime) -> None:
    event = Event.objects.locked(run.event_id)
    item = _left(run).filter(pk=key).first()
    if item is None:
        return
    registration = ACTS[run.act].reading(event.registrations.all()).get(pk=item.registration_id)
    item.reason = _do_unless_refused(run, registration, event, at)
    item.outcome = Outcome.NOT_DONE if item.reason else Outcome.DONE
    item.save(update_fields=["outcome", "reason"])


def _do_unless_refused(run: BulkRun, registration: Registration, event: Event, at: datetime) -> str:
    """Return why it was refused, or nothing."""
    act = ACTS[run.act]
    if why := act.why_not(registration, event, at):
        return str(why)
    try:
        with outbox.at_a_pace():
            act.do(registration, at=at, user=run.user, **run.options)
    except Refusal as refusal:
        return refusal.to_staff()
    return ""
