"""Letters as words: what each says, where it comes from.

Nothing is stored or sent here; ``services.outbox`` does both.
"""

from .calendars import sample as sample_calendar
from .changes import Difference, differences
from .letters import Letter, Links, as_test, compose, sample, sample_of
from .mail import as_mail
from .marks import with_links
from .news import in_words as changes_in_words
from .origin import sender, words_and_page
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
    "changes_in_words",
    "compose",
    "differences",
    "sample",
    "sample_of",
    "sample_calendar",
    "sender",
    "told_of",
    "with_links",
    "words_and_page",
]
