"""Letters as words: what each says, where it comes from, where its links lead.

Nothing is stored or sent here; ``services.outbox`` does both.
"""

from .addresses import base_url, page_url, registration_url, sender, words_and_page
from .letters import Letter, Links, cancelled, compose, confirmed, link, sample
from .people import Guest, in_words

__all__ = [
    "Guest",
    "Letter",
    "Links",
    "base_url",
    "cancelled",
    "compose",
    "confirmed",
    "in_words",
    "link",
    "page_url",
    "registration_url",
    "sample",
    "sender",
    "words_and_page",
]
