"""The addresses that strangers can write as they please."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

OF_EVENT = (
    *("register", "event_calendar", "deadline_calendar", "share_image"),
    *("send_links", "links_sent", "index_rss", "index_calendar", "index_feed"),
)
OF_SITE = ("site_calendar", "site_feed", "site_rss")


def in_language(code: str) -> list[str]:
    event = event_page(audience="link").event
    of_event = [reverse(f"tilmeld:{name}", args=[event.translation_key, "en"]) for name in OF_EVENT]
    of_site = [reverse(f"tilmeld:{name}", args=["en"]) for name in OF_SITE]
    by_link = reverse("tilmeld:by_link", args=[event.token, "en"])
    return [url.replace("/en/", f"/{code}/") for url in (*of_event, *of_site, by_link)]


@pytest.mark.parametrize("code", ["%00", "en%00", "%F0%28", "e_n", "a" * 21])
def test_what_can_be_no_language_is_not_found(code):
    for url in in_language(code):
        assert [Client().get(url).status_code, Client().post(url).status_code] == [404, 404], url


@pytest.mark.parametrize("code", ["xx", "EN", "sr@latin", "a" * 20])
def test_a_language_that_the_site_lacks_breaks_nothing(code):
    assert {Client().get(url).status_code for url in in_language(code)} <= {200, 302, 303, 404}


@pytest.mark.parametrize("code", [*dict(settings.LANGUAGES), "zh-hant-tw", "es-419", "sr@latin"])
def test_any_language_has_an_address(code):
    url = reverse("tilmeld:site_calendar", args=[code])
    assert url == f"/tilmeld/events/{code}/calendar.ics"
