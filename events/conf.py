"""The ``TILMELD`` setting of the host site: names, defaults, one reader.

``QUEUE``: name of the django-tasks queue that letters are put on.
``LEASE_SECONDS``: how long one delivery may hold a letter before another may try. Must lie well
over the mail server's time-out (``EMAIL_TIMEOUT``).
``GIVE_UP_HOURS``: how long a letter is tried before it is marked as failed.
``INVITATIONS_PER_MINUTE``: the pace at which invitations leave.
``TRUSTED_ORIGINS``: other origins (``https://host``) whose pages may post the registration form.
"""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "QUEUE": "default",
    "LEASE_SECONDS": 300,
    "GIVE_UP_HOURS": 72,
    "INVITATIONS_PER_MINUTE": 300,
    "TRUSTED_ORIGINS": [],
}


def get(name: str) -> Any:
    """Return the host's value of a setting, or its default. Raise KeyError for an unknown name."""
    return getattr(settings, "TILMELD", {}).get(name, DEFAULTS[name])
