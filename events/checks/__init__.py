"""A wrong setting is refused, or warned of, before it loses a letter or sells a seat twice."""

from .database import check_database
from .email import check_email
from .files import check_files
from .limits import check_limits
from .queue import check_queue

__all__ = ["check_database", "check_email", "check_files", "check_limits", "check_queue"]
