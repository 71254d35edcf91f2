"""Telling many guests of an event one thing: decided by a person, written once to each."""

from .sending import drop, send, write_due

__all__ = ["drop", "send", "write_due"]
