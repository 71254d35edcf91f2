"""On paper: lists, badges, the summary and the poster, printed by the browser."""

from .badges import BadgeView
from .door import DoorListView
from .menu import PrintView
from .poster import PosterView
from .signatures import SignatureListView
from .summary import SummaryView

__all__ = [
    "BadgeView",
    "DoorListView",
    "PosterView",
    "PrintView",
    "SignatureListView",
    "SummaryView",
]
