"""Calendar files: one for everybody, and a registrant's with the link for taking part online."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .. import emails, ical
from ..listing import may_see
from ..models import Publication
from .caching import keep_private, keep_shared, with_version
from .finding import in_language, is_on_site, published
from .guests import registration_of
from .notices import no_longer_here, no_seat, unknown_event


@require_safe
def event_calendar(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Give anybody who may see the page the event for their calendar."""
    with in_language(language):
        publication = published(key, language)
        if publication is None:
            return unknown_event(request)
        if not is_on_site(publication.page):
            return no_longer_here(request)
    if not may_see(publication.page, request):
        return unknown_event(request)
    # Who has passed a restriction has a session, and so a copy that is theirs alone.
    response = _file(request, publication)
    return keep_shared(request, response, at=timezone.now(), facts=[publication.event])


@require_safe
def registration_calendar(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(request, token)
    if isinstance(registration, HttpResponse):
        return registration
    if not registration.is_confirmed:
        return no_seat(request, registration)
    event = registration.event
    publication = event.publication(registration.language_code)
    return keep_private(_file(request, publication, online_url=event.online_url))


def _file(request: HttpRequest, publication: Publication, *, online_url: str = "") -> HttpResponse:
    """Return the file, or tell a calendar program that it has it already."""
    stamp = _published_at(publication)
    with in_language(publication.language_code):
        content = ical.calendar(
            publication.event,
            publication,
            url=emails.page_url(publication.page),
            online_url=online_url,
            at=stamp,
        )
    response = HttpResponse(content, content_type=ical.CONTENT_TYPE)
    name = content_disposition_header(True, _file_name(publication))
    response.headers["Content-Disposition"] = name
    return with_version(request, response, changed_at=stamp)


def _published_at(publication: Publication) -> datetime:
    """When the event last changed: its facts are published in any of its languages."""
    return publication.event.publications.latest("created_at").created_at


def _file_name(publication: Publication) -> str:
    name = slugify(publication.title, allow_unicode=True) or "event"
    return f"{name}-{publication.event.start_date}.ics"
