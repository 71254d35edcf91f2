from .event import Event, EventFacts, EventWords, Publication
from .limits import PostCount
from .message import Message, MessageEvent
from .page import EventIndexPage, EventMixin, EventPage
from .question import AbstractRegistrationField, RegistrationField
from .registration import Registration
from .sender import Sender
from .settings import EventSettings

__all__ = [
    "AbstractRegistrationField",
    "Event",
    "EventFacts",
    "EventIndexPage",
    "EventMixin",
    "EventPage",
    "EventSettings",
    "EventWords",
    "Message",
    "MessageEvent",
    "PostCount",
    "Publication",
    "Registration",
    "RegistrationField",
    "Sender",
]
