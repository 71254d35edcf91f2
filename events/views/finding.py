"""From an address to what is published there, and whether this visitor may see it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from ..models import EventPage, Publication


def published(key: UUID, language: str) -> Publication | None:
    """Return what is published of an event in a language, or else in its first one."""
    return _newest(key, "sender", "page", language_code=language)


def published_of(page: EventPage) -> Publication | None:
    """Return what was published of a page, an alias' original; or else of its event."""
    return _newest(page.original.translation_key, page=page.original)


def _newest(key: UUID, *related: str, **wanted: Any) -> Publication | None:
    of_event = Publication.objects.filter(event__translation_key=key)
    try:
        return of_event.select_related("event", *related).newest(**wanted)
    except Publication.DoesNotExist:
        return None


def is_on_site(page: Page | None) -> bool:
    """Tell whether visitors find the page on the site now."""
    return bool(page and page.live and page.get_url_parts())


def page_url(page: Page | None, request: HttpRequest) -> str:
    """Return where visitors find the page, or an empty text if it is not on the site now."""
    return (page.get_url(request) or "") if page and page.live else ""


def calendar_url(publication: Publication) -> str:
    """Return where the event's calendar file is, in the publication's language."""
    key, language = publication.event.translation_key, publication.language_code
    return reverse("tilmeld:event_calendar", args=[key, language])


def in_language(code: str) -> translation.override:
    """Speak the language of an address, or the site's own where there is no such language."""
    known = code in dict(settings.LANGUAGES)
    return translation.override(code if known else settings.LANGUAGE_CODE)
