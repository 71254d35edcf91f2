"""Caches in front of the site (``wagtail.contrib.frontend_cache``) forget lists of events at once.

Wagtail has them forget a page when it is published; here it is the lists and feeds that the page
stands in, and the pages in other languages that show the same dates. A seat that is taken purges
nothing: what shows seats is kept for five seconds. Filtered and further pages of a list end within
their minute.
"""

from collections.abc import Iterator
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Site

from .models import EventIndexPage, EventPage
from .views import feeds


def is_installed() -> bool:
    return apps.is_installed("wagtail.contrib.frontend_cache")


def purge_lists(about: UUID | None = None) -> None:
    """Purge every list and feed, and the pages about the event whose key is given."""
    from wagtail.contrib.frontend_cache.utils import PurgeBatch  # noqa: PLC0415 (may be missing)

    batch = PurgeBatch()
    batch.add_pages(EventPage.objects.live().filter(_is_about(about)) if about else [])
    for index in EventIndexPage.objects.live().select_related("locale"):
        batch.add_page(index)
        addresses = feeds.addresses(index)
        batch.add_urls([addresses[kind] for kind in ("calendar", "feed", "rss")])
    batch.add_urls(_feeds_of_sites())
    batch.purge()


def _is_about(key: UUID) -> Q:
    mirrored = Q(alias_of__translation_key=key) | Q(alias_of__alias_of__translation_key=key)
    return Q(translation_key=key) | mirrored


def _feeds_of_sites() -> Iterator[str]:
    for site in Site.objects.select_related("root_page"):
        front_pages = site.root_page.get_translations(inclusive=True).live()
        for language in front_pages.values_list("locale__language_code", flat=True):
            for name in ("site_calendar", "site_feed", "site_rss"):
                yield site.root_url + reverse(f"tilmeld:{name}", args=[language])
