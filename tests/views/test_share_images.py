"""The image of an event for previews of its link: for everybody who may see the page."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events import share_image
from tests.factories import event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def fetch(page, **headers):
    path = reverse("tilmeld:share_image", args=[page.event.translation_key, "en"])
    return Client().get(path, headers=headers)


def test_anybody_may_keep_it_and_is_told_if_they_have_it():
    page = event_page()
    first = fetch(page)
    assert first.headers["Content-Type"] == "image/png"
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    again = fetch(page, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    page.title = "Another title"
    page.save_revision().publish()
    assert fetch(page, If_None_Match=first.headers["ETag"]).status_code == 200


def test_it_says_that_an_event_is_cancelled():
    page = event_page()
    first = fetch(page).content
    page.cancelled = True
    page.save_revision().publish()
    assert fetch(page).content != first


@pytest.mark.parametrize("why", ["by invitation", "restricted", "unpublished", "no font"])
def test_there_is_none(why, monkeypatch):
    page = event_page(audience="link" if why == "by invitation" else "everyone")
    if why == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    elif why == "unpublished":
        page.unpublish()
    elif why == "no font":
        monkeypatch.setattr(share_image, "FONTS", ())
        share_image.can_draw.cache_clear()
        assert b"og:image" not in Client().get(page.get_url()).content
        share_image.can_draw.cache_clear()
    answer = fetch(page)
    assert answer.status_code in (404, 410)
    assert "image/png" not in answer.headers["Content-Type"]
