"""What a mail program's own button does, and who opens its address by hand."""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..models import Registration
from ..services import registration as service
from .answers import RUSH, private_page
from .finding import in_language
from .guests import unsubscribing
from .notices import notice


@csrf_exempt  # a mail program posts it, from nowhere (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the organisers' messages on a POST, whoever sends it; only ask on a GET.

    The link can do nothing else, so that mail programs and their makers may know it.
    """
    at = timezone.now()
    registration = unsubscribing(request, token)
    if isinstance(registration, HttpResponse):
        return registration
    with in_language(registration.language_code):
        if request.method != "POST" and registration.is_subscribed:
            return _ask(request, registration)
        try:
            if request.method == "POST":
                service.unsubscribe(registration, at=at)
        except OperationalError:
            return _ask(request, registration, status=503, alert=RUSH)
        return _done(request, registration)


def _ask(
    request: HttpRequest, registration: Registration, *, status: int = 200, **more: Any
) -> HttpResponse:
    words = registration.event.publication(registration.language_code)
    values = {"facts": registration.event, "words": words, "unsubscribe_url": request.path}
    return private_page(request, "tilmeld/unsubscribe.html", values | more, status=status)


def _done(request: HttpRequest, registration: Registration) -> HttpResponse:
    return notice(
        request,
        _("You get no more messages from the organisers"),
        _("You still get e-mails about your registration and about changes of the event."),
        status=200,
        words=registration.event.publication(registration.language_code),
    )
