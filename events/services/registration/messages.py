"""Whether a guest gets the organisers' messages; letters about the registration always come."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from ...models import Registration


def unsubscribe(registration: Registration, *, at: datetime) -> None:
    """Send no more of the organisers' messages to a guest. Twice changes nothing."""
    subscribed = _row(registration).filter(unsubscribed_at=None)
    _move(registration, subscribed, at, "tilmeld.unsubscribe", to=at)


def subscribe(registration: Registration, *, at: datetime) -> None:
    """Send the organisers' messages to a guest again. Twice changes nothing."""
    unsubscribed = _row(registration).exclude(unsubscribed_at=None)
    _move(registration, unsubscribed, at, "tilmeld.subscribe", to=None)


def _row(registration: Registration) -> QuerySet[Registration]:
    rows: QuerySet[Registration] = Registration.objects.unerased().filter(pk=registration.pk)
    return rows


def _move(
    registration: Registration,
    rows: QuerySet[Registration],
    at: datetime,
    action: str,
    *,
    to: datetime | None,
) -> None:
    with transaction.atomic():
        if rows.update(unsubscribed_at=to):
            log(registration, action, timestamp=at)
