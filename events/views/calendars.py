"""Calendar files: one for everybody, and a registrant's with the link for taking part online."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import ical
from ..addresses import page_url
from ..listing import may_see
from ..models import Publication
from .caching import keep_private, keep_shared, with_version
from .finding import in_language, is_on_site, published
from .guests import registration_of
from .notices import no_longer_here, no_seat, unknown_event


@require_safe
def event_calendar(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Give anybody who may see the page the event for their calendar."""
    publication = seen(request, key, language)
    if isinstance(publication, HttpResponse):
        return publication
    return _shared(request, publication, _file(request, publication))


@require_safe
def deadline_calendar(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Give the same people the deadline for their calendar, if there is one."""
    publication = seen(request, key, language)
    if isinstance(publication, HttpResponse):
        return publication
    if publication.event.deadline_date is None:
        return unknown_event(request)
    with in_language(publication.language_code):
        url, stamp = page_url(publication.page), _published_at(publication)
        content = ical.deadline(publication.event, publication, url=url, at=stamp)
        name = slugify(_("Deadline: %(event)s") % {"event": publication.title}, allow_unicode=True)
    return _shared(request, publication, _answer(request, content, f"{name}.ics", stamp))


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


def seen(request: HttpRequest, key: UUID, language: str) -> Publication | HttpResponse:
    """Return what is published, or the answer to whoever may not see it."""
    if language not in dict(settings.LANGUAGES):
        return unknown_event(request)
    with in_language(language):
        publication = published(key, language)
        if publication is None:
            return unknown_event(request)
        if not is_on_site(publication.page):
            return no_longer_here(request)
    return publication if may_see(publication.page, request) else unknown_event(request)


def _shared(request: HttpRequest, publication: Publication, response: HttpResponse) -> HttpResponse:
    # Who has passed a restriction has a session, and so a copy that is theirs alone.
    return keep_shared(request, response, at=timezone.now(), facts=[publication.event])


def _file(request: HttpRequest, publication: Publication, *, online_url: str = "") -> HttpResponse:
    stamp = _published_at(publication)
    with in_language(publication.language_code):
        content = ical.calendar(
            publication.event,
            publication,
            url=page_url(publication.page),
            online_url=online_url,
            at=stamp,
        )
    return _answer(request, content, _file_name(publication), stamp)


def _answer(request: HttpRequest, content: str, name: str, stamp: datetime) -> HttpResponse:
    """Return the file, or tell a calendar program that it has it already."""
    response = HttpResponse(content, content_type=ical.CONTENT_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return with_version(request, response, changed_at=stamp)


def _published_at(publication: Publication) -> datetime:
    """When the event last changed: its facts are published in any of its languages."""
    return publication.event.publications.latest("created_at").created_at


def _file_name(publication: Publication) -> str:
    name = slugify(publication.title, allow_unicode=True) or "event"
    return f"{name}-{publication.event.start_date}.ics"
