"""The admin's side: who is coming to which event, and what staff may do about it."""

from .adding import AddEventView
from .address import MendAddressView
from .announcement import AnnouncementView
from .attention import AttentionView
from .bulk import RunView
from .by_hand import ChangeView, RegisterView
from .column_choice import ColumnsView
from .door import (
    DoorLinkView,
    DoorNewsView,
    DoorView,
    ReplaceDoorLinkView,
    WalkInView,
)
from .download import DownloadView
from .duplicate import DuplicateView
from .endings import CancelView, RestoreView
from .erase import EraseRegistrationView, EraseView
from .event_list import EventListView
from .file import FileView
from .following import FollowView
from .give_seat import GiveSeatView
from .home_panel import EventsPanel
from .importing import ImportView
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
from .moving import MoveView
from .notes import DeleteNoteView, TagView, UntagView, WriteNoteView
from .organisers import OrganisersView
from .overview import OverviewView
from .people import ErasePersonView, PersonJSONView, PersonPrintView, PersonView
from .personal_data import PersonalDataView
from .printing import (
    BadgeView,
    DoorListView,
    PosterView,
    PrintView,
    SignatureListView,
    SummaryView,
)
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
    "AddEventView",
    "AnnouncementView",
    "AttentionView",
    "BadgeView",
    "CancelView",
    "ChangeView",
    "ColumnsView",
    "DeleteNoteView",
    "DoorLinkView",
    "DoorListView",
    "DoorNewsView",
    "DoorView",
    "DownloadView",
    "DuplicateView",
    "EditMessageView",
    "ErasePersonView",
    "EraseRegistrationView",
    "EraseView",
    "EventLinkView",
    "EventListView",
    "EventsPanel",
    "FileView",
    "FollowView",
    "GiveSeatView",
    "HandleView",
    "ImportView",
    "InvitationListView",
    "InvitationView",
    "InviteView",
    "LateLinkView",
    "LetterHTMLView",
    "LetterListView",
    "LetterReportView",
    "LetterView",
    "MendAddressView",
    "MoveView",
    "OrganisersView",
    "OverviewView",
    "PersonJSONView",
    "PersonPrintView",
    "PersonView",
    "PersonalDataView",
    "PosterView",
    "PrintView",
    "RegisterView",
    "RegistrationListView",
    "RegistrationView",
    "ReleaseView",
    "RemindView",
    "ReopenView",
    "ReplaceDoorLinkView",
    "ReplaceLinkView",
    "RestoreView",
    "RetryView",
    "RunView",
    "SampleView",
    "SendAgainView",
    "SendTestView",
    "SendView",
    "SignatureListView",
    "StopView",
    "SummaryView",
    "TagView",
    "TrialView",
    "UntagView",
    "WalkInView",
    "WithdrawView",
    "WriteNoteView",
    "WriteView",
    "WrittenListView",
    "WrittenView",
]
