"""My registration: what a guest finds behind the link in their letter.

Mail programs open links to look for harm, so only a POST changes anything.
"""

from .change import change
from .overview import manage
from .steps import accept, cancel, restore, subscribe, unsubscribe

__all__ = ["accept", "cancel", "change", "manage", "restore", "subscribe", "unsubscribe"]
