"""The image that previews of a shared link show where the editor has chosen none."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import share_image
from ..dates import day_number, when
from ..models import Publication
from .caching import keep_shared, with_version
from .calendars import seen
from .finding import in_language
from .notices import unknown_event


@require_safe
def of_event(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Give anybody who may see the page of an event for everyone its image, if there is one."""
    publication = seen(request, key, language)
    if isinstance(publication, HttpResponse):
        return publication
    with in_language(publication.language_code):
        drawn = share_image.draw(*_words(publication))
        if drawn is None or not publication.event.is_for_everyone:
            return unknown_event(request)
    response = HttpResponse(drawn, content_type="image/png")
    response = with_version(request, response, changed_at=None)
    return keep_shared(request, response, at=timezone.now(), facts=())


def described(publication: Publication) -> dict[str, Any] | None:
    """Return path, size and text of the image, in the language that is active; or None."""
    title, lines, day = _words(publication)
    if not share_image.can_draw(title, lines, day):
        return None
    width, height = share_image.SIZE
    args = [publication.event.translation_key, publication.language_code]
    path, alt = reverse("tilmeld:share_image", args=args), ". ".join((title, *lines))
    return {"path": path, "alt": alt, "width": width, "height": height}


def _words(publication: Publication) -> tuple[str, tuple[str, ...], str]:
    event, title = publication.event, publication.title
    if event.cancelled:
        title = _("Cancelled: %(event)s") % {"event": title}
    lines = (when(event), publication.venue_name)
    return title, tuple(filter(None, lines)), day_number(event.start_date)
