"""Telling many guests of an event one thing: decided by a person, written once to each."""

from .changes import decide, note
from .reminders import plan_reminder
from .sending import draft, drop, rewrite, seal, send, send_test, write_due

__all__ = [
    "decide",
    "draft",
    "drop",
    "note",
    "plan_reminder",
    "rewrite",
    "seal",
    "send",
    "send_test",
    "write_due",
]
