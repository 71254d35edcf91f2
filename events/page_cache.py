"""Where pages and their shared parts are kept, and how all of it is forgotten at once."""

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.utils.crypto import get_random_string

#: The cache that is used, if the site has one of this name; else its default one.
ALIAS = "tilmeld_pages"
GENERATION = "tilmeld.pages"


def page_cache() -> BaseCache:
    return caches[ALIAS if ALIAS in settings.CACHES else "default"]


def generation() -> str:
    """Return what belongs into every key: it is another once all pages are forgotten."""
    return f"{GENERATION}.{page_cache().get(GENERATION, 0)}"


def forget_pages() -> None:
    """Let every page be made anew: one was published, moved, restricted, or a setting changed.

    Processes that share no cache go on with their copies until those end.
    """
    page_cache().set(GENERATION, get_random_string(12), None)
