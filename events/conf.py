"""The ``TILMELD`` setting of the host site: names, defaults, one reader.

``QUEUE``: name of the django-tasks queue that letters are put on.
``LEASE_SECONDS``: how long one delivery may hold a letter before another may try. Must lie well
over the mail server's time-out (``EMAIL_TIMEOUT``).
``GIVE_UP_HOURS``: how long a letter is tried before it is marked as failed.
``LETTERS_TO_MANY_PER_MINUTE``: the pace at which invitations, and other letters to many, leave.
``LETTERS_PER_MINUTE``: how many letters leave in a minute, of whatever kind; None for no limit.
``TRUSTED_ORIGINS``: other origins (``https://host``) whose pages may post the registration form.
``POSTS_PER_HOUR``: how often one network may send the form of an event in an hour. A town hall or a
school may be one network.
``POSTS_PER_HOUR_WITHOUT_ORIGIN``: the same where a post doesn't say which page it comes from, as
every browser does.
``LETTERS_PER_DAY``: how many letters one address may get in a day because forms were sent with it.
``TRUSTED_PROXIES``: how many proxies of yours stand between guests and site, each of which adds an
address to ``X-Forwarded-For``. With 0 the header is not read, as anybody could have written it.
``FILE_TYPES``: the kinds of file, by their names' endings, that guests may send as an answer.
``FILE_MEGABYTES``: the largest size of such a file.
``MAP_LINK``: where a link beside a venue's address leads, ``{address}`` standing for it; empty for
no link.
"""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "QUEUE": "default",
    "LEASE_SECONDS": 300,
    "GIVE_UP_HOURS": 72,
    "LETTERS_TO_MANY_PER_MINUTE": 300,
    "LETTERS_PER_MINUTE": None,
    "TRUSTED_ORIGINS": [],
    "POSTS_PER_HOUR": 1000,
    "POSTS_PER_HOUR_WITHOUT_ORIGIN": 60,
    "LETTERS_PER_DAY": 5,
    "TRUSTED_PROXIES": 0,
    "FILE_TYPES": ["pdf", "png", "jpg", "jpeg", "docx", "odt"],
    "FILE_MEGABYTES": 5,
    "MAP_LINK": "https://www.openstreetmap.org/search?query={address}",
}


def get(name: str) -> Any:
    """Return the host's value of a setting, or its default. Raise KeyError for an unknown name."""
    return getattr(settings, "TILMELD", {}).get(name, DEFAULTS[name])
