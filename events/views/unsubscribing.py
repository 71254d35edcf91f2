"""What a mail program's own button does, and who opens its address by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..models import Registration
from ..services import registration as service
from .caching import keep_private
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
        if request.method == "POST":
            service.unsubscribe(registration, at=at)
        return _done(request, registration)


def _ask(request: HttpRequest, registration: Registration) -> HttpResponse:
    words = registration.event.publication(registration.language_code)
    values = {"facts": registration.event, "words": words, "unsubscribe_url": request.path}
    response = render(request, "tilmeld/unsubscribe.html", values)
    response.headers["Content-Language"] = translation.get_language()
    return keep_private(response)


def _done(request: HttpRequest, registration: Registration) -> HttpResponse:
    return notice(
        request,
        _("You get no more messages from the organisers"),
        _("You still get e-mails about your registration and about changes of the event."),
        status=200,
        words=registration.event.publication(registration.language_code),
    )
