"""The recipient's own links, in place of their marks in a stored letter."""

from collections.abc import Callable
from functools import cache, partial

from wagtail.models import Page

from ..addresses import invitation_url, registration_url
from ..models import Message, Registration
from ..models.message import LINK_MARK


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
