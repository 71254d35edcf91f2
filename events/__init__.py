"""Tilmeld: event invitations with registration for Wagtail."""

__version__ = "0.1.0"
