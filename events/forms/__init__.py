"""The guest's form: the fixed questions around the editor's own."""

from .builder import build_form
from .questions import FIELD_TYPES, Question
from .registration import Entry, RegistrationForm
from .trap import TRAP

__all__ = ["FIELD_TYPES", "TRAP", "Entry", "Question", "RegistrationForm", "build_form"]
