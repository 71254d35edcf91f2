"""Answers that several views give."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .caching import keep_private

#: What a guest is told while the database has no time for them, and for how long they shall wait.
RUSH = _("There is a rush right now. Press the button again in a moment.")
BUSY_SECONDS = 5


class SeeOther(HttpResponseRedirect):
    """Go and look there, by GET."""

    status_code = 303


def private_page(
    request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page for one guest, in the language that is active, and for nobody's cache."""
    response = render(request, template, values, status=status)
    response.headers["Content-Language"] = get_language()
    if status == 503:
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return keep_private(response)
