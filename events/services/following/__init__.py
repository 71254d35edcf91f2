"""Letters to staff about an event's registrations, for those who follow it."""

from datetime import datetime

from ..one_by_one import one_by_one
from . import closing, news
from .choosing import choice_of, follow
from .news import PAUSE

__all__ = ["PAUSE", "choice_of", "follow", "write_due"]


def write_due(*, at: datetime) -> int:
    """Write the letters to staff that are due; return how many were written."""
    return one_by_one([*news.due(at), *closing.due(at)])
