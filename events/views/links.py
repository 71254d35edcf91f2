"""Send me my link again: the same answer, whether or not the address is known."""

from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..exceptions import TooManyPosts
from ..forms import AddressForm
from ..models import Publication
from ..services import registration as service
from . import body, network, notices, origin
from .answers import RUSH, SeeOther, private_page
from .finding import in_language, page_url, published


@csrf_exempt  # a stranger's form has no token; see ``origin``
@require_http_methods(["GET", "HEAD", "POST"])
def send_links(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Ask for an address, and send it the links to what is registered with it."""
    with in_language(language):
        publication = published(key, language)
        if publication is None:
            return notices.unknown_event(request)
        if refusal := body.refusal(request):
            return refusal
    with translation.override(publication.language_code):
        return _send(request, publication)


@require_safe
def links_sent(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    with in_language(language):
        publication = published(key, language)
        if publication is None:
            return notices.unknown_event(request)
        return notices.notice(
            request,
            _("Look for an e-mail from us"),
            _(
                "If the address is registered, an e-mail with the link is on its way to it. "
                "We send at most one an hour."
            ),
            status=200,
            words=publication,
            page_url=page_url(publication.page, request),
        )


def _send(request: HttpRequest, publication: Publication) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not origin.is_ours(request) or not form.is_valid():
        return _ask(request, publication, form)
    try:
        service.send_links(
            publication.event,
            form.cleaned_data["email"],
            at=timezone.now(),
            network=network.of_request(request),
        )
    except TooManyPosts as refusal:
        return _ask(request, publication, form, status=429, alert=str(refusal))
    except OperationalError:
        return _ask(request, publication, form, status=503, alert=RUSH)
    key, language = publication.event.translation_key, publication.language_code
    return SeeOther(reverse("tilmeld:links_sent", args=[key, language]))


def _ask(
    request: HttpRequest, publication: Publication, form: AddressForm, *, status: int = 200, **more
) -> HttpResponse:
    values = {
        "form": form,
        "words": publication,
        "page_url": page_url(publication.page, request),
    }
    return private_page(request, "tilmeld/send_links.html", values | more, status=status)
