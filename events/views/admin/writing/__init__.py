"""Staff's side of writing to guests: composing, looking it over, sending, and what became of it."""

from .composing import EditMessageView, WriteView
from .listing import WrittenListView
from .one import SampleView, SendTestView, WrittenView
from .sending import SendView, StopView

__all__ = [
    "EditMessageView",
    "SampleView",
    "SendTestView",
    "SendView",
    "StopView",
    "WriteView",
    "WrittenListView",
    "WrittenView",
]
