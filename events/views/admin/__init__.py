"""The admin's side: who is coming to which event, and what staff may do about it."""

from .address import MendAddressView
from .announcement import AnnouncementView
from .attention import AttentionPanel, AttentionView
from .by_hand import ChangeView, RegisterView
from .door import (
    DoorLinkView,
    DoorNewsView,
    DoorView,
    ReplaceDoorLinkView,
    WalkInView,
)
from .endings import CancelView, RestoreView
from .erase import EraseRegistrationView, EraseView
from .event_list import EventListView
from .file import FileView
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
from .letters.acting import HandleView, ReleaseView, ReopenView, RetryView, SendAgainView
from .letters.listing import LetterListView
from .letters.one import LetterHTMLView, LetterView
from .letters.report import LetterReportView
from .overview import OverviewView
from .registration import RegistrationView
from .registration_list import RegistrationListView
from .trial import TrialView
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
    "ChangeView",
    "RegisterView",
    "AttentionPanel",
    "AttentionView",
    "AnnouncementView",
    "CancelView",
    "DoorLinkView",
    "DoorNewsView",
    "DoorView",
    "EditMessageView",
    "EraseRegistrationView",
    "EraseView",
    "EventLinkView",
    "EventListView",
    "FileView",
    "FollowView",
    "GiveSeatView",
    "HandleView",
    "InvitationListView",
    "InvitationView",
    "InviteView",
    "LateLinkView",
    "LetterHTMLView",
    "LetterListView",
    "LetterReportView",
    "LetterView",
    "MendAddressView",
    "OverviewView",
    "RegistrationListView",
    "RegistrationView",
    "ReleaseView",
    "RemindView",
    "ReopenView",
    "ReplaceLinkView",
    "ReplaceDoorLinkView",
    "RestoreView",
    "RetryView",
    "SendAgainView",
    "TrialView",
    "SampleView",
    "SendTestView",
    "SendView",
    "StopView",
    "WalkInView",
    "WithdrawView",
    "WriteView",
    "WrittenListView",
    "WrittenView",
]
