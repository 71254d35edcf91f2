"""From a letter's link to the registration or invitation it unlocks; or to what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..models import Event, Invitation, LinkReplaced, Registration
from ..models.registration import UNSUBSCRIBE
from .finding import in_language
from .notices import front_page, notice

Linked = Registration | Invitation


def registration_of(request: HttpRequest, token: str) -> Registration | HttpResponse:
    """Return the registration that a link unlocks, or the page that says why there is none."""
    return _found(request, Registration.objects.select_related("event", "publication"), token)


def unsubscribing(request: HttpRequest, token: str) -> Registration | HttpResponse:
    """Return the registration whose messages a link stops, or the page that says why not."""
    known = Registration.objects.select_related("event")
    return _found(request, known, token, purpose=UNSUBSCRIBE)


def invitation_of(request: HttpRequest, token: str) -> Invitation | HttpResponse:
    """Return the invitation that a link unlocks, or the page that says why there is none."""
    found = _found(request, Invitation.objects.select_related("event"), token)
    withdrawn = isinstance(found, Invitation) and found.withdrawn_at
    return _withdrawn(request, found) if withdrawn else found


def event_of(request: HttpRequest, token: str, language: str) -> Event | HttpResponse:
    """Return the event whose own link this is, or the page that says why there is none."""
    with in_language(language):
        try:
            event: Event = Event.objects.by_token(token)
        except LinkReplaced:
            return _event_link_replaced(request)
        except Event.DoesNotExist:
            return _mistyped(request)
    return event


def _found(request: HttpRequest, rows: Any, token: str, *, purpose: str = "") -> Any:
    try:
        row = rows.by_token(token, purpose=purpose)
    except LinkReplaced:
        return _replaced(request)
    except rows.model.DoesNotExist:
        return _mistyped(request)
    return _erased(request, row) if row.erased_at else row


def _mistyped(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link leads nowhere"),
        _("A part of the address may be missing. Copy the whole address from your e-mail."),
        status=404,
        **front_page(),
    )


def _replaced(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link no longer works"),
        _("A newer e-mail from us holds the link that works now."),
        status=410,
        **front_page(),
    )


def _event_link_replaced(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link no longer works"),
        _("There is a newer one. Ask whoever gave you this one."),
        status=410,
        **front_page(),
    )


def _withdrawn(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    with in_language(invitation.language_code):
        return notice(
            request,
            _("The invitation has been withdrawn"),
            _("You can't register with this link any more."),
            status=410,
            words=invitation.event.publication(invitation.language_code),
            **front_page(),
        )


def _erased(request: HttpRequest, row: Linked) -> HttpResponse:
    with in_language(row.language_code):
        return notice(
            request,
            _("Your answers have been erased"),
            _("We keep answers no longer than needed. Nothing about you is left here."),
            status=410,
            **front_page(),
        )
