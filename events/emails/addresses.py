"""Where a letter comes from and where its links lead: from the site's records, never a request."""

from collections.abc import Callable
from email.utils import formataddr, parseaddr
from functools import cache, partial
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, Site

from ..models import EventSettings, Invitation, Message, Publication, Registration
from ..models.message import LINK_MARK
from ..models.registration import UNSUBSCRIBE
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
    """Return the address by which a guest sees, changes and cancels their registration."""
    return base_url(page) + reverse("tilmeld:manage", args=[registration.token])


def unsubscribe_url(registration: Registration, page: Page | None) -> str:
    """Return the address that stops the organisers' messages to a guest, and can do no more."""
    token = registration.token_for(UNSUBSCRIBE)
    return base_url(page) + reverse("tilmeld:unsubscribe_from_mail", args=[token])


def admin_url(name: str, *args: int) -> str:
    """Return an address of the admin's side."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return base + reverse(f"tilmeld_admin:{name}", args=args)


def invitation_url(invitation: Invitation, page: Page | None) -> str:
    """Return the address by which an invitee registers, or says that they can't come."""
    return base_url(page) + reverse("tilmeld:invitation", args=[invitation.token])


def with_links(message: Message, page: Page | None) -> Callable[[str], str]:
    """Return what puts the recipient's links in place of their marks in a stored letter."""

    @cache
    def link(kind: str, number: str) -> str:
        return _link(kind, int(number), message, page)

    return partial(LINK_MARK.sub, lambda mark: link(*mark.groups()))


def _link(kind: str, number: int, message: Message, page: Page | None) -> str:
    """Return a link, if what it unlocks is the recipient's; a guest may type anything."""
    if kind == "INVITATION":
        invitation = message.invitation
        found = invitation and invitation.pk == number
        return invitation_url(invitation, page) if invitation and found else ""
    own = _registration(message, number)
    is_theirs = own is not None and own.address_key == message.address_key
    return registration_url(own, page) if own and is_theirs else ""


def _registration(message: Message, number: int) -> Registration | None:
    own = message.registration
    if own is not None and own.pk == number:
        return own
    found: Registration | None = message.event.registrations.filter(pk=number).first()
    return found


def sender(page: Page | None) -> str:
    """Return the From address, as the page's site gives it or else as the host's settings do."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    site = (page and page.get_site()) or Site.objects.filter(is_default_site=True).first()
    own = EventSettings.for_site(site) if site else EventSettings()
    return formataddr((one_line(own.sender_name or name, 120), own.sender_address or address))


def words_and_page(message: Message) -> tuple[Publication, Page | None]:
    """Return what is published in the letter's language, and the page that its links lead to."""
    return message.words, message.words.page or message.event.page
