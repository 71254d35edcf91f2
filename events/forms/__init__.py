"""The guest's form: the fixed questions around the editor's own."""

from .builder import MAX_COMPANIONS, build_form
from .choices import Choice, problems_of_choices
from .formats import number_in_words
from .questions import CHOICE_TYPES, FIELD_TYPES, Condition, Question
from .registration import AddressForm, Entry, RegistrationForm
from .trap import TRAP
from .walk_in import WalkInForm
from .words import answer_in_words

__all__ = [
    "CHOICE_TYPES",
    "FIELD_TYPES",
    "MAX_COMPANIONS",
    "TRAP",
    "AddressForm",
    "Choice",
    "Condition",
    "Entry",
    "Question",
    "RegistrationForm",
    "WalkInForm",
    "answer_in_words",
    "build_form",
    "number_in_words",
    "problems_of_choices",
]
