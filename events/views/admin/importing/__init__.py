"""Registering many guests from a list."""

from .view import ImportView

__all__ = ["ImportView"]
