"""Letters: written with the change they tell about, delivered when nobody waits.

The row is the truth; a task, or the heartbeat's sweep, only asks for it to be delivered. A letter
is handed over at least once. A second copy is possible only where a worker dies, or the connection
breaks, after the mail server took the letter and before we knew.
"""

from .again import release, retry, send_again
from .delivery import deliver, sweep
from .diagnosis import explain, route, send_test_letter
from .post import REFERENCE
from .queue import at_a_pace, queue, queue_late_link, queue_many, queue_to_staff, withdraw
from .status import status

__all__ = [
    "REFERENCE",
    "at_a_pace",
    "deliver",
    "explain",
    "queue",
    "queue_many",
    "queue_late_link",
    "queue_to_staff",
    "release",
    "retry",
    "route",
    "send_again",
    "send_test_letter",
    "status",
    "sweep",
    "withdraw",
]
