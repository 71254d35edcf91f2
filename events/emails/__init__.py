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
from .letters import Letter, Links, compose, sample, sample_of
from .news import in_words as changes_in_words
from .people import Guest, in_words
from .staff import told_of

__all__ = [
    "Guest",
    "Letter",
    "Links",
    "base_url",
    "changes_in_words",
    "compose",
    "in_words",
    "invitation_url",
    "page_url",
    "registration_url",
    "sample",
    "sample_of",
    "sender",
    "told_of",
    "unsubscribe_url",
    "with_links",
    "words_and_page",
]
