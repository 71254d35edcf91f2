"""What search engines find in the site's map."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from tests.factories import OPEN_AT, draft_event_page, event_index, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def named_site():
    Site.objects.update(hostname="testserver", port=80)


@pytest.fixture
def index():
    index = event_index()
    index.save_revision().publish()
    return index


def told() -> dict[str, str | None]:
    """Address and day of the last change."""
    response = Client().get("/sitemap.xml")
    root = ElementTree.fromstring(response.content)
    urls = root.iter(f"{MAP}url")
    return {str(url.findtext(f"{MAP}loc")): url.findtext(f"{MAP}lastmod") for url in urls}


def test_lists_and_invitations_stand_there_also_those_that_are_over(index):
    coming = event_page(index, title="Coming")
    past = event_page(
        index, title="Past", start_date=date(2026, 1, 8), deadline_date=date(2026, 1, 1)
    )
    assert {index.full_url, coming.full_url, past.full_url} <= set(told())


def test_a_list_changes_with_its_events(index, set_clock):
    set_clock(OPEN_AT + timedelta(days=3))
    page = event_page(index)
    assert (told()[index.full_url], told()[page.full_url]) == ("2027-02-04", "2027-02-04")
    assert OPEN_AT.date().isoformat() == "2027-02-01"


def test_only_what_everybody_may_find(index):
    hidden = [
        event_page(index, title="Link", slug="link", audience="link"),
        event_page(index, title="Invited", slug="invited", audience="invited"),
        draft_event_page(index, title="Draft", slug="draft"),
        event_page(index, title="Found", slug="found").create_alias(update_slug="mirror"),
        event_page(index, title="Secret", slug="secret"),
    ]
    PageViewRestriction.objects.create(page=hidden[-1], restriction_type="login")
    found = [url for url in told() if url.startswith(index.full_url)]
    assert found == [index.full_url, index.full_url + "found/"]


def test_anybody_may_keep_it_for_ten_minutes(index):
    assert Client().get("/sitemap.xml").headers["Cache-Control"] == "public, max-age=600"


def test_search_engines_are_told_where_it_is():
    response = Client().get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode().splitlines()
