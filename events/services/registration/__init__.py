"""Register, change, cancel, wait, promote: the only places that give seats away and take them back.

Lock order, everywhere: first the event's row (of two, the older one's first), then its
registrations and invitations, then letters.
Whoever holds the event's row decides alone about its seats and its line (``seats.py``), so never
are more given away than there are, unless staff have said so.
"""

from ...rules.window import UNDO_FOR
from .addresses import mend_address, move_to_address, send_links, tell_again
from .by_hand import IfFull, can_register, register_by_hand
from .carrying import Carried, carry
from .changes import change
from .endings import can_join_the_line, can_restore, cancel, restore
from .import_plan import ImportOutcome, ImportRow, PlannedImport, plan_import, seal
from .importing import import_guests
from .line import accept, can_promote, lapse_offers, promote
from .messages import subscribe, unsubscribe
from .moving import can_move, move
from .register import Registered, register

__all__ = [
    "UNDO_FOR",
    "Carried",
    "IfFull",
    "ImportOutcome",
    "ImportRow",
    "PlannedImport",
    "Registered",
    "accept",
    "can_join_the_line",
    "can_move",
    "can_promote",
    "can_register",
    "can_restore",
    "cancel",
    "carry",
    "change",
    "import_guests",
    "lapse_offers",
    "mend_address",
    "move",
    "move_to_address",
    "plan_import",
    "promote",
    "register",
    "register_by_hand",
    "restore",
    "seal",
    "send_links",
    "subscribe",
    "tell_again",
    "unsubscribe",
]
