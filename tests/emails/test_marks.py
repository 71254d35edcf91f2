"""What stands in a stored letter where a link goes at hand-over."""

import pytest

from events import emails
from events.addresses import invitation_url, registration_url
from events.models import Message
from events.models.message import link_mark
from tests.emails.support import a_guest, a_page, an_invitee, message

pytestmark = pytest.mark.django_db


def test_the_recipients_own_become_links():
    page = a_page()
    cleo, invited = a_guest(page), an_invitee(page, name="Dora")
    text = f"{link_mark(cleo)} {link_mark(invited)}"
    to_cleo = emails.with_links(message(Message.Kind.LINK, cleo), page)(text)
    assert to_cleo == f"{registration_url(cleo, page)} "
    to_dora = message(Message.Kind.INVITED, invited, address_key="dora")
    assert emails.with_links(to_dora, page)(text) == f" {invitation_url(invited, page)}"


def test_another_persons_become_nothing():
    page = a_page()
    cleo, bo = a_guest(page), a_guest(page, name="Bo")
    other, invited = an_invitee(page, name="Dora"), an_invitee(page, name="Eve")
    text = f"<{link_mark(bo)}{link_mark(other)}>"
    assert emails.with_links(message(Message.Kind.LINK, cleo), page)(text) == "<>"
    to_eve = message(Message.Kind.INVITED, invited)
    assert emails.with_links(to_eve, page)(f"<{link_mark(other)}>") == "<>"
