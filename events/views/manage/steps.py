"""One button a page: give the seat back, take it back, accept the seat that is offered."""

from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ...exceptions import RegistrationRefused
from ...models import Registration
from ...services import registration as service
from .. import origin
from ..answers import SeeOther
from ..finding import in_language
from ..guests import registration_of
from .context import show, step_url


@dataclass(frozen=True)
class Step:
    """What is done, the page that asks or says why not, and what the registration then is."""

    service: str
    template: str
    is_done: str


CANCEL = Step("cancel", "tilmeld/cancel.html", "is_cancelled")
RESTORE = Step("restore", "tilmeld/restore.html", "is_active")
ACCEPT = Step("accept", "tilmeld/accept.html", "is_confirmed")
UNSUBSCRIBE = Step("unsubscribe", "tilmeld/unsubscribe.html", "is_unsubscribed")
SUBSCRIBE = Step("subscribe", "tilmeld/subscribe.html", "is_subscribed")


@csrf_exempt  # a stranger's form has no token; see ``origin``
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the seat back."""
    return _step(CANCEL, request, token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, token: str) -> HttpResponse:
    """Take a cancellation back, or ask again after an offer has expired."""
    return _step(RESTORE, request, token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take the seat that is offered."""
    return _step(ACCEPT, request, token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then send no more of the organisers' messages."""
    return _step(UNSUBSCRIBE, request, token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Send the organisers' messages again."""
    return _step(SUBSCRIBE, request, token)


def _step(step: Step, request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    registration = registration_of(request, token)
    if isinstance(registration, HttpResponse):
        return registration
    if getattr(registration, step.is_done):
        return SeeOther(step_url(registration))
    if request.method != "POST":
        return show(request, step.template, registration, at=at)
    with in_language(registration.language_code):
        status, alert = _done(step, request, registration, at)
    if alert:
        return show(request, step.template, registration, at=at, status=status, alert=alert)
    return SeeOther(step_url(registration))


def _done(
    step: Step, request: HttpRequest, registration: Registration, at: datetime
) -> tuple[int, str]:
    """Do it; return a status and what to tell the guest, nothing if it was done."""
    if not origin.is_ours(request):
        return 403, _("We could not see that this came from our page. Press the button once more.")
    try:
        getattr(service, step.service)(registration, at=at)
    except RegistrationRefused as refusal:
        registration.refresh_from_db()
        return 409, str(refusal)
    except OperationalError:
        return 503, _("There is a rush right now. Press the button again in a moment.")
    return 303, ""
