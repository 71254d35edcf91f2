"""Letters: what became of each, and what staff can do about it."""

from .... import permissions
from . import acts, scope

__all__ = ["of", "with_acts"]


def of(recipient, event, user):
    """Return the letters to somebody for their page, the newest first; constant queries."""
    letters = recipient.messages.without_words().select_related(
        "registration", "invitation", "handled_by"
    )
    found = list(letters.prefetch_related("provider_events"))
    for letter in found:
        letter.event = event
    back = scope.recipient_url(found[0]) if found else ""
    return with_acts(found, user, back=back)


def with_acts(letters, user, *, back):
    """Give each letter what the user can do about it, which leads ``back`` afterwards."""
    may_change = permissions.changes_registrations(user)
    for letter in letters:
        letter.back, letter.may_change = back, may_change
        letter.mend_url = acts.mend_url(letter)
        letter.buttons = acts.buttons(letter, back=back, small=True) if may_change else []
    return letters
