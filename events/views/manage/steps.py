"""One button a page: give the seat back, take it back, accept an offer, stop messages or not."""

from collections.abc import Callable
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
from ..answers import RUSH, SeeOther
from ..finding import in_language
from ..guests import registration_of
from .context import show, step_url


@dataclass(frozen=True)
class Step:
    """What is done, the page that asks or says why not, and what the registration then is."""

    service: str
    template: str
    is_done: str


def page_of(step: Step) -> Callable[[HttpRequest, str], HttpResponse]:
    """Return the view behind ``<link>/<step>/``: it asks on a GET, and does it on a POST."""

    @csrf_exempt  # a stranger's form has no token; see ``origin``
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, token: str) -> HttpResponse:
        return _step(step, request, token)

    return view


cancel = page_of(Step("cancel", "tilmeld/cancel.html", "is_cancelled"))
restore = page_of(Step("restore", "tilmeld/restore.html", "is_active"))
accept = page_of(Step("accept", "tilmeld/accept.html", "is_confirmed"))
unsubscribe = page_of(Step("unsubscribe", "tilmeld/unsubscribe.html", "is_unsubscribed"))
subscribe = page_of(Step("subscribe", "tilmeld/subscribe.html", "is_subscribed"))


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
        return 503, str(RUSH)
    return 303, ""
