"""The columns that somebody of the staff wants to see in an event's list."""

from collections.abc import Sequence
from typing import Any

from ..models import Event, ListColumns


def choose(event: Event, names: Sequence[str], *, user: Any) -> None:
    """Keep which columns somebody sees, for them alone."""
    ListColumns.objects.update_or_create(event=event, user=user, defaults={"names": list(names)})


def chosen(event: Event, *, user: Any) -> list[str] | None:
    """Return the names of the columns somebody has chosen, None if they never did."""
    known = ListColumns.objects.filter(event=event, user=user).first()
    return known.names if known else None
