"""Choosing one's own letters about an event."""

import pytest
from django.urls import reverse

from events.models import Follower
from tests.factories import OPEN_AT, editor, event_page

from .support import list_url, text, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(clock):
    clock(OPEN_AT)
    return event_page().event


def address(event) -> str:
    return reverse("tilmeld_admin:follow", args=[event.pk])


def test_it_shows_what_is_chosen_and_keeps_what_is_chosen_anew(event, admin):
    shown = admin.get(address(event))
    assert shown.context["form"]["letters"].value() == "none"
    assert "never what was answered" in text(shown)
    response = admin.post(address(event), {"letters": "daily"})
    assert response.url == list_url(event)
    assert "as you chose" in told(response)
    follower = Follower.objects.get()
    assert (follower.user.username, follower.letters, follower.since) == ("ada", "daily", OPEN_AT)
    assert admin.get(address(event)).context["form"]["letters"].value() == "daily"


def test_it_is_found_from_the_registrations(event, admin):
    assert address(event) in admin.get(list_url(event)).content.decode()


def test_whoever_may_see_the_list_may_choose_and_nobody_else(event, client):
    client.force_login(editor(event.page.get_parent(), username="eve"))
    assert client.post(address(event), {"letters": "each"}).status_code == 302
    assert not Follower.objects.exists()
    client.force_login(editor(event.page.get_parent(), "view_registration"))
    client.post(address(event), {"letters": "each"})
    assert Follower.objects.get().user.username == "ben"
