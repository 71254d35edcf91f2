"""An event's letters: what became of each, and what staff can do about it."""

from .... import permissions
from . import acts, scope

__all__ = ["of"]


def of(recipient, event, user):
    """Return the letters to somebody for their page, the newest first, with buttons to act."""
    letters = recipient.messages.without_words().select_related("registration", "invitation")
    found = list(letters.prefetch_related("provider_events"))
    may_change = permissions.changes_registrations(user)
    for letter in found:
        letter.event = event
        back = scope.recipient_url(letter)
        letter.buttons = acts.buttons(letter, back=back, small=True) if may_change else []
    return found
