"""Mending a guest's mistyped address."""

import pytest
from wagtail.models import ModelLogEntry

from events.models import Event, Message, Registration
from events.services import outbox, retention
from events.services import registration as service
from tests.factories import OPEN_AT, event_page, registration

from .support import detail_url, errors, text, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return registration(event_page().event, email="cleo@exmaple.example.org")


def mend(client, guest: Registration, email: str):
    return client.post(url(guest, "mend_address"), {"email": email})


def test_the_form_holds_the_address_and_says_what_happens(admin, guest):
    response = admin.get(url(guest, "mend_address"))
    assert response.context["form"]["email"].value() == "cleo@exmaple.example.org"
    assert "a new letter goes to the new address" in text(response)
    assert "the links in earlier letters stop working" in text(response)


def test_the_letter_goes_to_the_new_address_and_old_links_die(admin, guest):
    outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    old = guest.token
    response = mend(admin, guest, " cleo@example.org ")
    assert response.url == detail_url(guest)
    assert "The address is now cleo@example.org. A new letter goes there." in told(response)
    guest.refresh_from_db()
    assert (guest.email, guest.token == old) == ("cleo@example.org", False)
    letters = Message.objects.order_by("pk").values_list("to_address", "state")
    assert list(letters) == [
        ("cleo@exmaple.example.org", "cancelled"),
        ("cleo@example.org", "queued"),
    ]
    assert ModelLogEntry.objects.get(action="tilmeld.move_to_address").user.username == "ada"


@pytest.mark.parametrize("email", ["", "cleo", "cleo@example.org, dora@example.org"])
def test_what_is_no_address_is_refused_and_kept_to_be_corrected(admin, guest, email):
    response = mend(admin, guest, email)
    assert list(errors(response)) == ["email"]
    assert response.context["form"]["email"].value() == email
    assert Registration.objects.get().email == "cleo@exmaple.example.org"


def test_the_address_of_the_same_person_is_refused_at_the_field(admin, guest):
    registration(guest.event, email="cleo@example.org")
    response = mend(admin, guest, "CLEO@example.org")
    sentence = "Somebody with this name and e-mail address is registered already."
    assert errors(response) == {"email": [sentence]}


def test_the_address_it_has_changes_nothing(admin, guest):
    assert "Nothing was changed." in told(mend(admin, guest, guest.email))
    assert not Message.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("why", ["cancelled", "erased"])
def test_of_one_who_is_registered_no_more_it_stays(admin, guest, method, why):
    if why == "cancelled":
        service.cancel(guest, at=OPEN_AT, letter=False)
    else:
        retention.erase_event(Event.objects.get(), at=OPEN_AT)
    before = Registration.objects.get().email
    response = getattr(admin, method)(url(guest, "mend_address"), {"email": "x@example.org"})
    assert response.url == detail_url(guest)
    assert "can't be changed any more" in told(response)
    assert Registration.objects.get().email == before


def test_an_address_that_another_registration_has_too_is_said(admin, guest):
    assert "Another registration" not in told(mend(admin, guest, "cleo@example.org"))
    registration(guest.event, "Dora")
    response = mend(admin, guest, "DORA@example.org")
    assert "Another registration for this event has the same address." in told(response)
