"""My registration: what a guest finds behind the link in their letter.

Mail programs open links to look for harm, so only a POST changes anything.
"""

from datetime import datetime
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..exceptions import CancellationTooLate
from ..models import Registration
from ..services import registration as registration_service
from . import origin
from .caching import keep_private
from .finding import in_language, page_url
from .notices import notice
from .register import BUSY_SECONDS, SeeOther


@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest all that is known about their registration."""
    registration = find(token)
    if registration is None:
        return no_such_registration(request)
    return _page(request, "tilmeld/manage.html", registration, at=timezone.now())


@csrf_exempt  # a stranger's form has no token; see ``origin``
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the seat back."""
    at = timezone.now()
    registration = find(token)
    if registration is None:
        return no_such_registration(request)
    if registration.is_cancelled:
        return SeeOther(_url(registration))
    if request.method != "POST":
        return _ask(request, registration, at)
    return _cancel(request, registration, at)


def find(token: str) -> Registration | None:
    """Return the registration that a link from a letter unlocks."""
    try:
        return Registration.objects.select_related("event", "publication").by_token(token)
    except Registration.DoesNotExist:
        return None


def no_such_registration(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This link leads to no registration"),
        _(
            "Copy the whole address from your letter. Some time after the event answers are "
            "erased, and the link ends too."
        ),
        status=404,
    )


def _cancel(request: HttpRequest, registration: Registration, at: datetime) -> HttpResponse:
    with in_language(registration.language_code):
        if not origin.is_ours(request):
            alert = _("We could not see that this came from our page. Press the button once more.")
            return _ask(request, registration, at, status=403, alert=alert)
        try:
            registration_service.cancel(registration, at=at)
        except CancellationTooLate:
            return _ask(request, registration, at, status=409)
        except OperationalError:
            alert = _("There is a rush right now. Press the button again in a moment.")
            return _ask(request, registration, at, status=503, alert=alert)
    return SeeOther(_url(registration))


def _ask(
    request: HttpRequest, registration: Registration, at: datetime, **more: Any
) -> HttpResponse:
    """Ask whether the guest means it, or say that it is too late."""
    return _page(request, "tilmeld/cancel.html", registration, at=at, **more)


def _page(
    request: HttpRequest,
    template: str,
    registration: Registration,
    *,
    at: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    with in_language(registration.language_code):
        values = _context(request, registration, at) | more
        response = render(request, template, values, status=status)
        response.headers["Content-Language"] = translation.get_language()
    if status == 503:
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return keep_private(response)


def _context(request: HttpRequest, registration: Registration, at: datetime) -> dict[str, Any]:
    event = registration.event
    words = event.publication(registration.language_code)
    has_seat = not registration.is_cancelled and not event.cancelled
    return {
        "registration": registration,
        "facts": event,
        "words": words,
        "has_seat": has_seat,
        "seats": registration.party_size if has_seat else 0,
        "is_over": not has_seat,
        "can_cancel": not registration.is_cancelled and at < event.starts_at,
        "online_url": event.online_url if has_seat else "",
        "page_url": page_url(words.page, request),
        "manage_url": _url(registration),
        "cancel_url": reverse("tilmeld:cancel", args=[registration.token]),
        "calendar_url": reverse("tilmeld:registration_calendar", args=[registration.token]),
    }


def _url(registration: Registration) -> str:
    return reverse("tilmeld:manage", args=[registration.token])
