"""The admin's side: who is coming to which event, and what staff may do about it."""

from .address import MendAddressView
from .endings import CancelView, RestoreView
from .erase import EraseView
from .event_list import EventListView
from .following import FollowView
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
from .writing import (
    EditMessageView,
    SampleView,
    SendTestView,
    SendView,
    StopView,
    WriteView,
    WrittenListView,
    WrittenView,
)

__all__ = [
    "CancelView",
    "EditMessageView",
    "EraseView",
    "EventLinkView",
    "EventListView",
    "FollowView",
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
    "SampleView",
    "SendTestView",
    "SendView",
    "StopView",
    "WithdrawView",
    "WriteView",
    "WrittenListView",
    "WrittenView",
]
