"""The links that let somebody register: a personal one, or the event's own.

Mail programs open links to look for harm, so only a POST changes anything.
"""

from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..exceptions import RegistrationRefused
from ..listing import may_see
from ..models import Audience, Invitation, Publication
from ..services import invitations as service
from . import body, notices, origin
from .admission import Admission
from .answers import RUSH, SeeOther, private_page
from .caching import keep_private
from .finding import in_language, is_on_site, page_url
from .guests import event_of, invitation_of
from .public import render_event_page
from .register import take

any_method = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # a stranger's form has no token; see ``origin``
@transaction.non_atomic_requests  # "received" is only said after the commit
@any_method
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitee the page with the form, filled in with what is known; take what they send."""
    found = invitation_of(request, token)
    if isinstance(found, HttpResponse):
        return found
    url = reverse("tilmeld:invitation", args=[token])
    publication = found.event.publication(found.language_code)
    return _admit(request, publication, Admission(invitation=found, url=url))


@csrf_exempt  # as above
@transaction.non_atomic_requests
@any_method
def by_link(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Show whoever has the event's own link the page with the form; take what they send."""
    event = event_of(request, token, language)
    if isinstance(event, HttpResponse):
        return event
    admits = event.audience == Audience.LINK
    url = reverse("tilmeld:by_link", args=[token, language])
    return _admit(request, event.publication(language), Admission(by_link=admits, url=url))


@csrf_exempt  # as above
@any_method
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invitee say by one button that they can't come."""
    at = timezone.now()
    found = invitation_of(request, token)
    if isinstance(found, HttpResponse):
        return found
    with in_language(found.language_code):
        if request.method != "POST":
            return _ask(request, found, at)
        if not origin.is_ours(request):
            alert = _("We could not see that this came from our page. Press the button once more.")
            return _ask(request, found, at, status=403, alert=alert)
        try:
            service.decline(found, at=at)
        except RegistrationRefused as refusal:
            return _ask(request, found, at, status=409, alert=str(refusal))
        except OperationalError:
            return _ask(request, found, at, status=503, alert=RUSH)
    return SeeOther(request.path)


def _admit(request: HttpRequest, publication: Publication, admission: Admission) -> HttpResponse:
    at = timezone.now()
    with translation.override(publication.language_code):
        if refusal := body.refusal(request, publication):
            return refusal
        if request.method == "POST":
            return take(request, publication, admission, at)
        if not is_on_site(publication.page):
            return notices.no_longer_here(request, words=publication)
        if not may_see(publication.page, request):
            return SeeOther(page_url(publication.page, request))
        page: Any = publication.page
        page = page.specific
        shown = render_event_page(request, page, publication, at=at, admission=admission)
        return keep_private(shown)


def _ask(
    request: HttpRequest, found: Invitation, at: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    words = found.event.publication(found.language_code)
    values = {
        "invitation": found,
        "facts": found.event,
        "words": words,
        "has_begun": at >= found.event.starts_at,
        "is_registered": found.has_registered,
        "invitation_url": reverse("tilmeld:invitation", args=[found.token]),
        "page_url": page_url(words.page, request),
    }
    return private_page(request, "tilmeld/decline.html", values | more, status=status)
