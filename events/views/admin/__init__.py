"""The admin's side: who is coming to which event, and what staff may do about it."""

from .address import MendAddressView
from .endings import CancelView, RestoreView
from .erase import EraseView
from .event_list import EventListView
from .give_seat import GiveSeatView
from .letters import ReleaseView
from .registration import RegistrationView
from .registration_list import RegistrationListView

__all__ = [
    "CancelView",
    "EraseView",
    "EventListView",
    "GiveSeatView",
    "MendAddressView",
    "RegistrationListView",
    "RegistrationView",
    "ReleaseView",
    "RestoreView",
]
