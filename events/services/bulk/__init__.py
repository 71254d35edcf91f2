"""One act upon many registrations: each in its own transaction, and once, whoever is killed.

What is to be done stands in rows (``models/bulk.py``) before the first is done. The request does
what it has time for, the heartbeat the rest.
"""

from .acts import ACTS, Act
from .runs import carry_on, carry_on_all, start

__all__ = ["ACTS", "Act", "carry_on", "carry_on_all", "start"]
