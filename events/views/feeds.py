"""Lists of events to subscribe to: as a calendar, and as a feed for news readers.

Their addresses don't change when the list is moved: a calendar program that has lost its address
says nothing, it only shows no more events.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageLogEntry, Site

from .. import ical, listing
from ..addresses import base_url, page_url
from ..dates import when
from ..listing import Listed, may_see
from ..models import EventIndexPage
from .caching import keep_shared, with_version
from .finding import in_language, is_on_site

#: Entries of a calendar, the latest first: those to come, and years of those that were.
LONGEST_CALENDAR = 500
#: Entries of a feed: what is new.
LONGEST_FEED = 30


@require_safe
def calendar(request: HttpRequest, language: str, key: UUID | None = None) -> HttpResponse:
    """Answer with all events of a list, or of the whole site, as a calendar."""
    changed_at = _changed_at()
    root = _root(request, language, key)
    pages = listing.below(root).order_by("-starts_at", "-pk")[:LONGEST_CALENDAR]
    with in_language(language):
        entries = [
            (item.event, item.page, page_url(item.page), item.event.published_at)
            for item in _once(listing.listed(pages, timezone.now()))
        ]
        content = ical.feed(entries, name=_name(root), uid=root.translation_key)
    return _kept(request, HttpResponse(content, content_type=ical.CONTENT_TYPE), changed_at)


@require_safe
def atom(request: HttpRequest, language: str, key: UUID | None = None) -> HttpResponse:
    """Answer with the newest invitations of a list, or of the whole site, as a feed."""
    return _feed(request, language, key, Invitations())


@require_safe
def rss(request: HttpRequest, language: str, key: UUID | None = None) -> HttpResponse:
    """Answer with the same in the older format, for programs that know no other."""
    return _feed(request, language, key, InvitationsAsRss())


def addresses(index: EventIndexPage) -> dict[str, str]:
    """Return the whole addresses of a list's calendar and feed, as its page shows them."""
    base, args = base_url(index), [index.translation_key, index.locale.language_code]
    url = base + reverse("tilmeld:index_calendar", args=args)
    return {
        "calendar": url,
        "webcal": "webcal:" + url.partition(":")[2],
        "feed": base + reverse("tilmeld:index_feed", args=args),
        "rss": base + reverse("tilmeld:index_rss", args=args),
    }


class Invitations(Feed):
    """The invitations to events that are not over, the latest first."""

    feed_type: type[SyndicationFeed] = Atom1Feed
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, root: Page) -> Page:
        return root

    def title(self, root: Page) -> str:
        return _name(root)

    def link(self, root: Page) -> str:
        return page_url(root)

    def author_name(self, root: Page) -> str:
        return _name(root)

    def feed_guid(self, root: Page) -> str:
        return root.translation_key.urn

    def items(self, root: Page) -> list[Listed]:
        at = timezone.now()
        items = _once(listing.listed(listing.coming(listing.below(root), at), at))
        return sorted(items, key=_newest, reverse=True)[:LONGEST_FEED]

    def item_title(self, item: Listed) -> str:
        title = ical.clean(item.page.title)
        return _("Cancelled: %(event)s") % {"event": title} if item.event.cancelled else title

    def item_description(self, item: Listed) -> str:
        place = [item.page.venue_name] if item.page.venue_name else []
        lines = [" · ".join([when(item.event), *place]), item.page.summary]
        return "".join(format_html("<p>{}</p>", ical.clean(line)) for line in lines if line)

    def item_link(self, item: Listed) -> str:
        return page_url(item.page)

    def item_guid(self, item: Listed) -> str:
        return item.event.translation_key.urn

    def item_pubdate(self, item: Listed) -> datetime:
        return item.event.first_published_at

    def item_updateddate(self, item: Listed) -> datetime:
        return item.event.published_at


class InvitationsAsRss(Invitations):
    feed_type = Rss201rev2Feed

    def description(self, root: Page) -> str:
        return _name(root)


def _feed(request: HttpRequest, language: str, key: UUID | None, feed: Feed) -> HttpResponse:
    changed_at = _changed_at()
    root = _root(request, language, key)
    with in_language(language):
        response = feed(request, root)
    del response.headers["Last-Modified"]  # tells of the newest entry only, not of one that went
    return _kept(request, response, changed_at)


def _root(request: HttpRequest, language: str, key: UUID | None) -> Page:
    """Return the page whose events are asked for, if this visitor may see it. Raise Http404."""
    in_locale = {"locale__language_code": language}
    pages = _front_pages(request) if key is None else _indexes(key)
    root = pages.filter(**in_locale).select_related("locale").first()
    if not is_on_site(root) or not may_see(root, request):
        raise Http404
    return root


def _indexes(key: UUID) -> Any:
    return EventIndexPage.objects.filter(translation_key=key)


def _front_pages(request: HttpRequest) -> Any:
    site = Site.find_for_request(request)
    return site.root_page.get_translations(inclusive=True) if site else Page.objects.none()


def _once(items: list[Listed]) -> list[Listed]:
    """Return each event once, by its own page rather than by an alias of it."""
    own_last = sorted(items, key=lambda item: item.page.alias_of_id is None)
    return list({item.page.event_key: item for item in own_last}.values())


def _newest(item: Listed) -> tuple[datetime, int]:
    return item.event.first_published_at, item.page.pk


def _name(root: Page) -> str:
    """Return what programs call it, among others that somebody subscribes to."""
    site = root.get_site()
    site_name = site.site_name if site else ""
    if not isinstance(root, EventIndexPage):
        return ical.clean(site_name or root.title)
    return ical.clean(" – ".join(filter(None, (root.title, site_name))))


def _kept(
    request: HttpRequest, response: HttpResponse, changed_at: datetime | None
) -> HttpResponse:
    response = with_version(request, response, changed_at=changed_at)
    return keep_shared(request, response, at=timezone.now(), facts=())


def _changed_at() -> datetime | None:
    """Return when any page last came, changed, moved or went: then a list may be another.

    What was published last would not do, as nothing is published when a page goes. Ask before the
    list is read: what changes meanwhile is asked for once more, rather than never.
    """
    of_pages = PageLogEntry.objects.filter(action__startswith="wagtail.").order_by("-timestamp")
    return of_pages.values_list("timestamp", flat=True).first()
