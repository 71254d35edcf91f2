from .announcement import Announcement
from .arrival import Arrival
from .bulk import BulkItem, BulkRun
from .change import RegistrationChange
from .event import Event
from .facts import Audience, EventFacts, EventWords, SeatsShown, WaitingList
from .file import RegistrationFile
from .follower import Follower
from .gate import Gate
from .index_page import EventIndexPage
from .invitation import Invitation
from .limits import PostCount
from .links import LinkReplaced
from .list_columns import ListColumns
from .message import Message, MessageEvent
from .note import Note
from .page import EventMixin, EventPage
from .publication import Publication
from .question import AbstractRegistrationField, RegistrationField
from .registration import Registration
from .registration_query import Status
from .sender import Sender
from .settings import EventSettings
from .tag import Tag
from .topic import Topic

__all__ = [
    "AbstractRegistrationField",
    "Announcement",
    "Arrival",
    "Audience",
    "BulkItem",
    "BulkRun",
    "Event",
    "EventFacts",
    "EventIndexPage",
    "EventMixin",
    "EventPage",
    "EventSettings",
    "EventWords",
    "Gate",
    "Follower",
    "Invitation",
    "LinkReplaced",
    "ListColumns",
    "Message",
    "MessageEvent",
    "Note",
    "PostCount",
    "Publication",
    "Registration",
    "RegistrationFile",
    "RegistrationChange",
    "RegistrationField",
    "SeatsShown",
    "Sender",
    "Status",
    "Tag",
    "Topic",
    "WaitingList",
]
