"""By which link a guest has come to the form, if by any."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..models import Invitation
from ..rules.capacity import Room
from ..rules.window import State, Window


@dataclass(frozen=True)
class Admission:
    """A personal link, or the event's own; nothing for whoever comes by the page alone.

    ``url`` is where the form is sent.
    """

    invitation: Invitation | None = None
    by_link: bool = False
    url: str = ""

    def __bool__(self) -> bool:
        return self.by_link or self.invitation is not None

    @property
    def known(self) -> dict[str, Any]:
        """What is known of the guest already, by the form's fields."""
        if self.invitation is None:
            return {}
        return {"name": self.invitation.name, "email": self.invitation.email}

    @property
    def is_used(self) -> bool:
        """Whether nobody more can register by the link; one query, or none."""
        return self.invitation is not None and self.invitation.is_used

    def state(self, window: Window, room: Room, at: datetime) -> State:
        """Return the state for whoever comes by this link: a late one moves the deadline."""
        late = self._late(at)
        if late is None or late.admits_until is None:
            return window.state(at, full=room.is_full)
        closes_at = max(window.closes_at, late.admits_until)
        moved = replace(window, opens_at=None, closes_at=closes_at)
        state = moved.state(at, full=room.is_full and not late.over_capacity)
        return State.OPEN if state is State.CLOSING_SOON else state  # that speaks of the deadline

    def seats(self, room: Room, at: datetime) -> Room:
        """Return the seats there are for whoever comes by this link: with a kept one, no limit."""
        return Room(None) if self.has_kept_seat(at) else room

    def has_kept_seat(self, at: datetime) -> bool:
        """Whether there is a seat for whoever comes by this link though all are taken."""
        late = self._late(at)
        return late is not None and late.over_capacity

    def _late(self, at: datetime) -> Invitation | None:
        return self.invitation if self.invitation and self.invitation.is_late_link(at) else None


NOBODY = Admission()
