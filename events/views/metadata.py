"""What other sites are told about an invitation: search engines, and previews of shared links."""

from typing import Any

from django.conf import settings
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from .. import schema_org
from ..addresses import base_url, page_url
from ..models import EventPage, Publication
from . import share_images

#: What the big networks show beside a shared link, in pixels.
SHARED_IMAGE = "fill-1200x630|format-jpeg"


def of(page: EventPage, publication: Publication, state: str) -> dict[str, Any]:
    """Return addresses, texts and structured data for the head of the page's document."""
    original = page.original
    url = page_url(original)
    image = _image(page) or _drawn(page, publication)
    more = {
        "description": page.summary,
        "image": image.get("url", ""),
        "inLanguage": publication.language_code,
    }
    return {
        "url": url,
        "title": page.seo_title or page.title,
        "description": page.search_description or page.summary,
        "image": image,
        "languages": languages(original),
        "json_ld": schema_org.as_json_ld(
            publication.event, publication, title=page.title, url=url, state=state, **more
        ),
    }


def _image(page: EventPage) -> dict[str, Any]:
    """Return the editor's image as networks show it, with its text; nothing if there is none.

    The file of an image can be missing, as after a move to another machine.
    """
    if page.hero_image is None:
        return {}
    try:
        made = page.hero_image.get_rendition(SHARED_IMAGE)
    except SourceImageIOError:
        return {}
    url = str(made.url) if "://" in made.url else base_url(page) + made.url
    return {"url": url, "alt": made.alt, "width": made.width, "height": made.height}


def _drawn(page: EventPage, publication: Publication) -> dict[str, Any]:
    """Return the image that is made of title and date; nothing where no font has the words."""
    found = share_images.described(publication)
    return found | {"url": base_url(page) + found["path"]} if found else {}


def languages(page: Page) -> list[tuple[str, str]]:
    """Return language and address of the page and its translations, if there are any; one query.

    An alias says in another locale what its original says, so it is in no other language. With them
    the page's own locale is read, which nobody needs to ask for afterwards.
    """
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    of_all = page.get_translations(inclusive=True).select_related("locale").order_by("locale_id")
    of_all = of_all.only("path", "url_path", "live", "content_type", "locale__language_code")
    family = {each.pk: each for each in of_all}
    if own := family.pop(page.pk, None):
        page.locale = own.locale
    found = [page, *(each for each in family.values() if each.live)]
    shown = [each for each in found if not each.alias_of_id]
    return [(each.locale.language_code, page_url(each)) for each in shown if shown[1:]]
