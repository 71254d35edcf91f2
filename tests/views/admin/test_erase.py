"""Erasing one guest who asks to be forgotten."""

import pytest
from django.urls import reverse

from events.models import Message
from tests.factories import OPEN_AT, editor, event_page, registration

from .support import detail_url, letter_to, text, told, url, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


@pytest.fixture
def event():
    return event_page().event


def test_it_says_what_goes_and_what_comes_free(admin, event):
    guest = registration(event, companions=["Bo"])
    shown = text(admin.get(url(guest, "erase_registration")))
    assert "Erase what is known of Cleo at this event" in shown
    assert "The 2 seats are free for others at once." in shown
    waits = text(admin.get(url(waiting(event), "erase_registration")))
    assert "The place on the waiting list is given up." in waits
    guest.refresh_from_db()
    assert guest.name == "Cleo"


def test_after_the_event_no_seat_comes_free(clock, admin, event):
    guest = registration(event)
    clock(event.ends_at)
    assert "free for others" not in text(admin.get(url(guest, "erase_registration")))


def test_it_leads_back_to_what_is_left(admin, event):
    guest = registration(event)
    letter_to(guest)
    response = admin.post(url(guest, "erase_registration"))
    assert (response.url, told(response)) == (
        detail_url(guest),
        "The registration is erased. Nobody is told.",
    )
    shown = text(admin.get(response.url))
    assert "have been erased" in shown
    assert "Cleo" not in shown
    assert Message.objects.get().text == ""


def test_twice_is_told(admin, event):
    guest = registration(event, erased_at=OPEN_AT)
    response = admin.post(url(guest, "erase_registration"))
    assert "has been erased already" in told(response)


def test_whoever_may_not_see_registrations_is_led_to_the_events(client, event):
    client.force_login(editor(event.page, "erase_registration"))
    response = client.post(url(registration(event), "erase_registration"))
    assert response.url == reverse("tilmeld_admin:events")
