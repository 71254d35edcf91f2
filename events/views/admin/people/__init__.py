"""One person across events: what is held about them, handed to them, erased."""

from .erasing import ErasePersonView
from .finding import PersonView
from .handing_out import PersonJSONView, PersonPrintView

__all__ = ["ErasePersonView", "PersonJSONView", "PersonPrintView", "PersonView"]
