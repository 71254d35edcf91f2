"""Letters as words: what each says, where it comes from, where its links lead.

Nothing is stored or sent here; ``services.outbox`` does both.
"""

from .addresses import (
    base_url,
    invitation_url,
    page_url,
    registration_url,
    sender,
    unsubscribe_url,
    with_links,
    words_and_page,
)
from .calendars import sample as sample_calendar
from .changes import Difference, differences
from .letters import Letter, Links, as_test, compose, sample, sample_of
from .mail import as_mail
from .news import in_words as changes_in_words
from .patterns import Patterns
from .people import Guest
from .staff import told_of

__all__ = [
    "Difference",
    "Guest",
    "Letter",
    "Links",
    "Patterns",
    "as_mail",
    "as_test",
    "base_url",
    "changes_in_words",
    "compose",
    "differences",
    "invitation_url",
    "page_url",
    "registration_url",
    "sample",
    "sample_of",
    "sample_calendar",
    "sender",
    "told_of",
    "unsubscribe_url",
    "with_links",
    "words_and_page",
]
