"""Answers that several views give."""

from django.http import HttpResponseRedirect

#: How long a guest is asked to wait while the database has no time for them.
BUSY_SECONDS = 5


class SeeOther(HttpResponseRedirect):
    """Go and look there, by GET."""

    status_code = 303
