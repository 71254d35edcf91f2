"""The admin's side: who is coming to which event, and what staff may do about it."""

from .erase import EraseView
from .event_list import EventListView
from .registration import CancelView, RegistrationView
from .registration_list import RegistrationListView

__all__ = [
    "CancelView",
    "EraseView",
    "EventListView",
    "RegistrationListView",
    "RegistrationView",
]
