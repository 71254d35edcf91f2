"""Whom letters come from."""

from email.utils import parseaddr

import pytest
from wagtail.models import Site

from events import emails
from events.models import EventSettings
from tests.emails.support import a_page

pytestmark = pytest.mark.django_db


def test_the_sender_has_the_sites_name(settings):
    settings.DEFAULT_FROM_EMAIL = "Website <events@example.org>"
    assert emails.sender(None) == "Website <events@example.org>"
    ours = EventSettings.for_site(Site.objects.get())
    ours.sender_name = 'Culture, "Night" & Day\r\nBcc: eve@example.org'
    ours.save()
    name, address = parseaddr(emails.sender(a_page()))
    assert address == "events@example.org"
    assert name == 'Culture, "Night" & Day Bcc: eve@example.org'
