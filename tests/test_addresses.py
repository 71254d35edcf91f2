"""Whole addresses, as letters, feeds and posters give them."""

import pytest
from wagtail.models import Site

from events import addresses
from tests.emails.support import a_guest, a_page

pytestmark = pytest.mark.django_db


def test_they_are_the_pages_own_sites():
    page = a_page()
    Site.objects.update(hostname="events.example.org", port=443)
    Site.clear_site_root_paths_cache()
    page = type(page).objects.get(pk=page.pk)
    assert addresses.base_url(page) == "https://events.example.org"
    assert addresses.page_url(page) == "https://events.example.org/events/dialogue-meeting/"


def test_a_site_without_a_name_has_the_admins(settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123/"
    page = a_page()
    assert addresses.base_url(page) == addresses.base_url(None) == "http://localhost:8123"
    assert addresses.page_url(page) == "http://localhost:8123/events/dialogue-meeting/"


def test_a_link_opens_the_registration():
    page = a_page()
    guest = a_guest(page)
    url = addresses.registration_url(guest, page)
    assert url == f"http://localhost/tilmeld/registration/{guest.token}/"
