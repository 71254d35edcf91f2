"""Whole addresses of pages and links: from the site's records, never a request."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from .models import Invitation, Registration
from .models.registration import UNSUBSCRIBE


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
