"""The admin's side: who is coming to which event, and what staff may do about it."""

from .erase import EraseView
from .event_list import EventListView
from .invitations import (
    EventLinkView,
    InvitationListView,
    InvitationView,
    InviteView,
    LateLinkView,
    RemindView,
    ReplaceLinkView,
    WithdrawView,
)
from .registration import CancelView, RegistrationView
from .registration_list import RegistrationListView

__all__ = [
    "CancelView",
    "EraseView",
    "EventLinkView",
    "EventListView",
    "InvitationListView",
    "InvitationView",
    "InviteView",
    "LateLinkView",
    "RegistrationListView",
    "RegistrationView",
    "RemindView",
    "ReplaceLinkView",
    "WithdrawView",
]
