"""By which link a guest has come to the form, if by any."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models import Invitation
from ..rules.window import State


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

    def state(self, state: State, at: datetime) -> State | None:
        """Return the state that a late link makes of another, None where it changes nothing."""
        late = self.invitation if self.invitation and self.invitation.is_late_link(at) else None
        opened = (State.CLOSED, State.NOT_OPEN_YET)
        overbooks = (State.FULL, State.WAITING_LIST)
        if late and (state in opened or (late.over_capacity and state in overbooks)):
            return State.OPEN
        return None


NOBODY = Admission()
