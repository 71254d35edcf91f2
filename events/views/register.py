"""A guest sends the form. Whatever is wrong, what they wrote comes back to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..exceptions import NotEnoughSeats, RegistrationRefused, TooManyPosts
from ..forms import RegistrationForm
from ..models import Publication
from ..services import limits
from ..services import registration as registration_service
from . import body, network, notices, origin, receipts, typed
from .caching import keep_private
from .finding import in_language, may_see, page_url, published
from .public import registration_form, render_event_page

#: How long a guest is asked to wait while the database has no time for them.
BUSY_SECONDS = 5


class SeeOther(HttpResponseRedirect):
    """Go and look there, by GET."""

    status_code = 303


@csrf_exempt  # anybody may cache the page with the form, so it holds no token; see ``origin``
@transaction.non_atomic_requests  # "received" is only said after the commit
def register(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Register a guest for what is published in a language, or show the page again."""
    at = timezone.now()
    with in_language(language):
        if refusal := body.refusal(request):
            return refusal
        publication = published(key, language)
        if publication is None:
            return notices.unknown_event(request)
    with translation.override(publication.language_code):
        return _register(request, publication, at)


def _register(request: HttpRequest, publication: Publication, at: datetime) -> HttpResponse:
    form = registration_form(publication, request.POST)
    url = page_url(publication.page, request)
    if not url:
        return notices.no_longer_here(request, words=publication, typed=typed.in_form(form))
    if request.method != "POST" or not may_see(publication.page, request):
        return SeeOther(url)
    if not origin.is_ours(request):
        alert = _("We could not see that this came from our page. Look it over and send it again.")
        return _again(request, publication, form, at, status=403, alert=alert)
    if not form.is_valid():
        return _again(request, publication, form, at)
    return _answer(request, publication, form, at)


def _answer(
    request: HttpRequest, publication: Publication, form: RegistrationForm, at: datetime
) -> HttpResponse:
    try:
        registration = registration_service.register(
            publication, form.entry(), at=at, network=network.of_request(request)
        )
    except TooManyPosts as refusal:
        return _too_many(request, publication, form, at, refusal)
    except RegistrationRefused as refusal:
        if isinstance(refusal, NotEnoughSeats) and refusal.seats_left:
            form.add_error("companions", str(refusal))
            return _again(request, publication, form, at)
        return _again(request, publication, form, at, alert=str(refusal))
    except OperationalError:
        return _busy(request, publication, form, at)
    return SeeOther(reverse("tilmeld:received", args=[receipts.seal(registration, publication)]))


def _too_many(
    request: HttpRequest,
    publication: Publication,
    form: RegistrationForm,
    at: datetime,
    refusal: TooManyPosts,
) -> HttpResponse:
    response = _again(request, publication, form, at, status=429, alert=str(refusal))
    response.headers["Retry-After"] = str(limits.seconds_to_next_hour(at))
    return response


def _busy(
    request: HttpRequest, publication: Publication, form: RegistrationForm, at: datetime
) -> HttpResponse:
    alert = _("There is a rush right now. Send it again in a moment: you are not registered yet.")
    response = _again(request, publication, form, at, status=503, alert=alert)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _again(
    request: HttpRequest,
    publication: Publication,
    form: RegistrationForm,
    at: datetime,
    **more: Any,
) -> HttpResponse:
    """Show the page as it is now, with all that was typed."""
    page: Any = publication.page
    page = page.specific
    return keep_private(render_event_page(request, page, at=at, form=form, **more))
