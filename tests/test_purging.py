"""A cache in front of the site forgets the lists that a changed event stands in."""

import pytest
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import Locale, PageViewRestriction, Site

from events import purging
from events.models import EventPage
from events.views import feeds
from tests.factories import administrator, event_index, event_page, registration

pytestmark = pytest.mark.django_db

purged: list[str] = []


class Notes(BaseBackend):
    """A cache that notes what it is asked to forget."""

    def purge(self, url: str) -> None:
        purged.append(url)


@pytest.fixture(autouse=True)
def cache_in_front(settings, monkeypatch):
    # Wagtail's apps can't be loaded a second time, so the app is only said to be installed.
    monkeypatch.setattr(purging, "is_installed", lambda: True)
    Site.objects.update(hostname="www.example.org", port=443)
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": f"{__name__}.Notes"}}
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    purged.clear()


@pytest.fixture
def index(cache_in_front):
    return event_index()


@pytest.fixture
def page(index, django_capture_on_commit_callbacks):
    page = event_page(index)
    purged.clear()
    return page


def lists(index) -> set[str]:
    known = feeds.addresses(index)
    site = "https://www.example.org/tilmeld/events/en/"
    return {
        index.full_url,
        known["calendar"],
        known["feed"],
        known["rss"],
        site + "calendar.ics",
        site + "feed.atom",
        site + "feed.rss",
    }


@pytest.mark.parametrize("act", ["publish", "unpublish", "move", "delete", "restrict"])
def test_whatever_happens_to_a_page_its_lists_are_purged(
    page, index, act, django_capture_on_commit_callbacks
):
    other = event_index(slug="other")
    with django_capture_on_commit_callbacks(execute=True):
        if act == "publish":
            page.save_revision().publish()
        elif act == "move":
            page.move(other, pos="last-child", user=administrator())
        elif act == "restrict":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            getattr(page, act)()
    assert lists(index) | lists(other) <= set(purged)


def test_new_dates_purge_the_page_in_every_language(page, django_capture_on_commit_callbacks):
    danish = Locale.objects.create(language_code="da")
    translated = page.copy_for_translation(danish, copy_parents=True)
    translated.save_revision().publish()
    page = EventPage.objects.get(pk=page.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page.venue_name = "Library"
        page.save_revision().publish()
    assert {page.full_url, translated.full_url} <= set(purged)
    assert lists(translated.get_parent().specific) <= set(purged)


def test_a_seat_that_is_taken_purges_nothing(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        registration(page.event)
    assert purged == []


def test_nor_does_a_page_of_the_hosts(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.get_parent().get_parent().specific.save_revision().publish()
    assert not [url for url in purged if "tilmeld" in url]


def test_without_such_a_cache_nothing_is_asked(
    page, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert purged == []
