"""What an editor can look at beside the page: each state, and each letter in both forms."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..rules.window import State
from .message import Message

STATE_LABELS = {
    State.NOT_OPEN_YET: _("Registration not open yet"),
    State.OPEN: _("Registration open"),
    State.CLOSING_SOON: _("Closing soon"),
    State.FULL: _("All seats taken"),
    State.WAITING_LIST: _("Waiting list"),
    State.CLOSED: _("Registration closed"),
    State.IN_PROGRESS: _("In progress"),
    State.PAST: _("Past"),
    State.CANCELLED: pgettext_lazy("event", "Cancelled"),
}


def preview_modes() -> list[tuple[str, Any]]:
    """Return the name and label of each mode; ``views.preview`` shows what they name."""
    return [
        ("", _("As it is now")),
        *((f"state:{state}", label) for state, label in STATE_LABELS.items()),
        ("errors", _("After an answer that must be corrected")),
        ("received", _("After registering")),
        *_letters(),
    ]


def _letters() -> list[tuple[str, Any]]:
    """All letters as most will see them, then all as plain text."""
    forms = ("", _("Letter: {kind}")), (":text", _("Plain text: {kind}"))
    return [
        (f"letter:{kind}{form}", format_lazy(label, kind=kind.label))
        for form, label in forms
        for kind in Message.kinds_to_guests()
    ]
