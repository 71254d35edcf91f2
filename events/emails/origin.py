"""Whom a letter comes from, and what it is about."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from wagtail.models import Page, Site

from ..models import EventSettings, Message, Publication
from .plain import one_line


def sender(page: Page | None) -> str:
    """Return the From address, as the page's site gives it or else as the host's settings do."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    site = (page and page.get_site()) or Site.objects.filter(is_default_site=True).first()
    own = EventSettings.for_site(site) if site else EventSettings()
    return formataddr((one_line(own.sender_name or name, 120), own.sender_address or address))


def words_and_page(message: Message) -> tuple[Publication, Page | None]:
    """Return what is published in the letter's language, and the page that its links lead to."""
    return message.words, message.words.page or message.event.page
