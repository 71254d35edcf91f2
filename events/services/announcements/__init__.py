"""Telling many guests of an event one thing: decided by a person, written once to each."""

from .sending import drop, rewrite, send, send_test, write_due

__all__ = ["drop", "rewrite", "send", "send_test", "write_due"]
