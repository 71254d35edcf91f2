"""Who looked at what: kept in the log, once for each look."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from wagtail.log_actions import log, registry
from wagtail.models import PageLogEntry

from ..models import Event

#: Looking again within this time is the same look, and logged once.
SAME_LOOK = timedelta(hours=1)


def keep(
    subject: models.Model,
    action: str,
    *,
    at: datetime,
    user: Any,
    data: dict[str, Any] | None = None,
) -> None:
    """Log that a user looked at something; ``data`` says more of it."""
    earlier = registry.get_logs_for_instance(subject).filter(
        user=user, action=action, timestamp__gt=at - SAME_LOOK
    )
    if not earlier.exists():
        log(subject, action, user=user, data=data)


def keep_of_each(events: Iterable[Event], action: str, *, at: datetime, user: Any) -> None:
    """Log that a user looked at something of several events; one query if all are the same look."""
    subjects = {event.logged_on for event in events}
    pages = [subject.pk for subject in subjects if not isinstance(subject, Event)]
    earlier = PageLogEntry.objects.filter(
        page__in=pages, user=user, action=action, timestamp__gt=at - SAME_LOOK
    )
    known = set(earlier.values_list("page_id", flat=True))
    for subject in subjects:
        if isinstance(subject, Event) or subject.pk not in known:
            log(subject, action, user=user)
