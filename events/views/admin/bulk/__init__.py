"""What staff can do about many registrations at once: those they ticked, or all that are listed."""

from .acts import ACTIONS
from .run import RunView

__all__ = ["ACTIONS", "RunView"]
