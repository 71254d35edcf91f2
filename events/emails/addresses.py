"""Where a letter comes from and where its links lead: from the site's records, never a request."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, Site

from ..models import EventSettings, Message, Publication, Registration
from .plain import one_line


def base_url(page: Page | None) -> str:
    """Return scheme and host of the page's site, without a slash at the end.

    A site that was never given a host is still called ``localhost``: then the address that the
    host site's settings give for its admin is the better guess.
    """
    parts = page.get_url_parts() if page else None
    root_url = (parts and parts[1]) or ""
    is_named = urlsplit(root_url).hostname not in (None, "localhost")
    return root_url if is_named else settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def page_url(page: Page | None) -> str:
    """Return the page's whole address, or an empty text if visitors can't see it."""
    parts = page.specific.get_url_parts() if page and page.live else None
    return base_url(page) + parts[2] if parts and parts[2] else ""


def registration_url(registration: Registration, page: Page | None) -> str:
    """Return the address by which a guest sees and cancels their registration."""
    return base_url(page) + reverse("tilmeld:manage", args=[registration.token])


def sender(page: Page | None) -> str:
    """Return the From address, with the name that the page's site gives itself."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    site = (page and page.get_site()) or Site.objects.filter(is_default_site=True).first()
    named = EventSettings.for_site(site).sender_name if site else ""
    return formataddr((one_line(named or name, 120), address))


def words_and_page(message: Message) -> tuple[Publication, Page | None]:
    """Return what is published in the letter's language, and the page that its links lead to."""
    return message.words, message.words.page or message.event.page
