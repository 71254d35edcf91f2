"""From a letter's link to the registration or invitation it unlocks; or to what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..models import Invitation, LinkReplaced, Registration
from .finding import in_language
from .notices import notice

Linked = Registration | Invitation


def registration_of(request: HttpRequest, token: str) -> Registration | HttpResponse:
    """Return the registration that a link unlocks, or the page that says why there is none."""
    return _found(request, Registration.objects.select_related("event", "publication"), token)


def invitation_of(request: HttpRequest, token: str) -> Invitation | HttpResponse:
    """Return the invitation that a link unlocks, or the page that says why there is none."""
    return _found(request, Invitation.objects.select_related("event"), token)


def _found(request: HttpRequest, rows: Any, token: str) -> Any:
    try:
        row = rows.by_token(token)
    except LinkReplaced:
        return _replaced(request)
    except rows.model.DoesNotExist:
        return _mistyped(request)
    return _erased(request, row) if row.erased_at else row


def _mistyped(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link leads nowhere"),
        _("A part of the address may be missing. Copy the whole address from your letter."),
        status=404,
    )


def _replaced(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link no longer works"),
        _("A newer letter from us holds the link that works now."),
        status=410,
    )


def _erased(request: HttpRequest, row: Linked) -> HttpResponse:
    with in_language(row.language_code):
        return notice(
            request,
            _("Your answers have been erased"),
            _("We keep answers no longer than needed. Nothing about you is left here."),
            status=410,
        )
