"""Letters to staff about an event's registrations, for those who follow it."""

from datetime import datetime

from .choosing import choice_of, follow
from .closing import write_deadlines
from .news import PAUSE, write_news

__all__ = ["PAUSE", "choice_of", "follow", "write_due"]


def write_due(*, at: datetime) -> int:
    """Write the letters to staff that are due; return how many were written."""
    return write_news(at) + write_deadlines(at)
