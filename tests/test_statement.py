"""The frame of the site leads to its accessibility statement."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from events.models import EventSettings
from tests.factories import event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

STATEMENT = "https://example.org/accessibility/"


def footer(path: str):
    return BeautifulSoup(Client().get(path).content, "html.parser").footer


def test_every_page_links_to_it_even_one_that_is_not_there():
    site = Site.objects.get(is_default_site=True)
    EventSettings.objects.create(site=site, accessibility_statement=STATEMENT)
    for path in (event_page().get_url(), "/nothing/"):
        assert footer(path).a["href"] == STATEMENT
        assert footer(path).a.text == "Accessibility statement"


def test_a_site_without_one_says_nothing_and_looking_writes_nothing():
    page = event_page()
    EventSettings.objects.all().delete()
    assert footer(page.get_url()).a is None
    assert not EventSettings.objects.exists()
