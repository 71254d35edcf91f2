"""Where letters come from and where their links lead."""

from email.utils import parseaddr

import pytest
from wagtail.models import Site

from events import emails
from events.models import EventSettings, Message
from events.models.message import link_mark
from tests.emails.support import a_guest, a_page, an_invitee, message

pytestmark = pytest.mark.django_db


class TestAddresses:
    def test_they_are_the_pages_own_sites(self):
        page = a_page()
        Site.objects.update(hostname="events.example.org", port=443)
        Site.clear_site_root_paths_cache()
        page = type(page).objects.get(pk=page.pk)
        assert emails.base_url(page) == "https://events.example.org"
        assert emails.page_url(page) == "https://events.example.org/events/dialogue-meeting/"

    def test_a_site_without_a_name_has_the_admins(self, settings):
        settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123/"
        page = a_page()
        assert emails.base_url(page) == emails.base_url(None) == "http://localhost:8123"
        assert emails.page_url(page) == "http://localhost:8123/events/dialogue-meeting/"

    def test_a_link_opens_the_registration(self):
        page = a_page()
        guest = a_guest(page)
        url = emails.registration_url(guest, page)
        assert url == f"http://localhost/tilmeld/registration/{guest.token}/"

    def test_the_sender_has_the_sites_name(self, settings):
        settings.DEFAULT_FROM_EMAIL = "Website <events@example.org>"
        assert emails.sender(None) == "Website <events@example.org>"
        ours = EventSettings.for_site(Site.objects.get())
        ours.sender_name = 'Culture, "Night" & Day\r\nBcc: eve@example.org'
        ours.save()
        name, address = parseaddr(emails.sender(a_page()))
        assert address == "events@example.org"
        assert name == 'Culture, "Night" & Day Bcc: eve@example.org'


class TestMarks:
    """What stands in a stored letter where a link goes at hand-over."""

    def test_the_recipients_own_become_links(self):
        page = a_page()
        cleo, invited = a_guest(page), an_invitee(page, name="Dora")
        text = f"{link_mark(cleo)} {link_mark(invited)}"
        to_cleo = emails.with_links(message(Message.Kind.LINK, cleo), page)(text)
        assert to_cleo == f"{emails.registration_url(cleo, page)} "
        to_dora = message(Message.Kind.INVITED, invited, address_key="dora")
        assert emails.with_links(to_dora, page)(text) == f" {emails.invitation_url(invited, page)}"

    def test_another_persons_become_nothing(self):
        page = a_page()
        cleo, bo = a_guest(page), a_guest(page, name="Bo")
        other, invited = an_invitee(page, name="Dora"), an_invitee(page, name="Eve")
        text = f"<{link_mark(bo)}{link_mark(other)}>"
        assert emails.with_links(message(Message.Kind.LINK, cleo), page)(text) == "<>"
        to_eve = message(Message.Kind.INVITED, invited)
        assert emails.with_links(to_eve, page)(f"<{link_mark(other)}>") == "<>"
