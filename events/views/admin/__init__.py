"""The admin's side: who is coming to which event, and what staff may do about it."""

from .address import MendAddressView
from .endings import CancelView, RestoreView
from .erase import EraseView
from .event_list import EventListView
from .give_seat import GiveSeatView
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
from .letters import ReleaseView
from .registration import RegistrationView
from .registration_list import RegistrationListView
from .trial import TrialView

__all__ = [
    "CancelView",
    "EraseView",
    "EventLinkView",
    "EventListView",
    "GiveSeatView",
    "InvitationListView",
    "InvitationView",
    "InviteView",
    "LateLinkView",
    "MendAddressView",
    "RegistrationListView",
    "RegistrationView",
    "ReleaseView",
    "RemindView",
    "ReplaceLinkView",
    "RestoreView",
    "TrialView",
    "WithdrawView",
]
