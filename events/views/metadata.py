"""What other sites are told about an invitation: search engines, and previews of shared links."""

from typing import Any

from django.conf import settings
from wagtail.models import Page

from .. import emails, schema_org
from ..models import EventPage, Publication

#: What the big networks show beside a shared link, in pixels.
SHARED_IMAGE = "fill-1200x630|format-jpeg"


def of(page: EventPage, publication: Publication, state: str) -> dict[str, Any]:
    """Return addresses, texts and structured data for the head of the page's document."""
    original = page.original
    url = emails.page_url(original)
    image = _image(page)
    more = {"description": page.summary, "image": image, "inLanguage": publication.language_code}
    return {
        "url": url,
        "title": page.seo_title or page.title,
        "description": page.search_description or page.summary,
        "image": image,
        "languages": languages(original, publication.language_code, url),
        "json_ld": schema_org.as_json_ld(
            publication.event, publication, title=page.title, url=url, state=state, **more
        ),
    }


def _image(page: EventPage) -> str:
    if page.hero_image is None:
        return ""
    url = str(page.hero_image.get_rendition(SHARED_IMAGE).url)
    return url if "://" in url else emails.base_url(page) + url


def languages(page: Page, language: str, url: str) -> list[tuple[str, str]]:
    """Return language and address of the page and its translations, if there are any; one query."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    translations = page.get_translations().live().select_related("locale").order_by("locale_id")
    others = [(each.locale.language_code, emails.page_url(each)) for each in translations]
    return [(language, url), *others] if others else []
