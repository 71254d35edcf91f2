"""Inviting people by name, reminding them, letting them in late, and what they answer.

They answer by registering, too; that is the business of ``services.registration``.
"""

from .answers import decline
from .letters import invite, remind
from .links import give_late_link, replace_link, withdraw
from .open import refusal
from .plan import Outcome, Planned, plan

__all__ = [
    "Outcome",
    "Planned",
    "decline",
    "give_late_link",
    "invite",
    "plan",
    "refusal",
    "remind",
    "replace_link",
    "withdraw",
]
