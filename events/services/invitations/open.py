"""Whether there is something to invite people to."""

from datetime import datetime

from ...exceptions import DeadlinePassed, EventBegun, EventCancelled, InvitingRefused, NotPublished
from ...models import Event


def refusal(event: Event, at: datetime, *, late: bool = False) -> InvitingRefused | None:
    """Return why nobody can be invited now, or None; ``late`` links work past the deadline."""
    if event.cancelled:
        return EventCancelled()
    if at >= event.starts_at:
        return EventBegun()
    if event.page is None or not event.page.live:
        return NotPublished()
    return DeadlinePassed() if at >= event.closes_at and not late else None


def ensure(event: Event, at: datetime, *, late: bool = False) -> None:
    """Raise the refusal, if there is one."""
    refused = refusal(event, at, late=late)
    if refused:
        raise refused
