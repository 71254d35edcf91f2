"""What every form of a guest answers while the database is busy: wait a moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from events.models.registration import UNSUBSCRIBE
from events.services import door, invitations
from events.services import registration as service
from events.views import receipts
from tests.factories import OPEN_AT, event_page, invitation, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

STEPS = ("cancel", "restore", "accept", "unsubscribe", "subscribe")
#: What each form has done: the verb that finds the database busy.
VERBS = {
    "send_links": (service, "send_links"),
    "received": (service, "mend_address"),
    "change": (service, "change"),
    **{step: (service, step) for step in STEPS},
    "unsubscribe_from_mail": (service, "unsubscribe"),
    "decline": (invitations, "decline"),
    "door": (door, "check_in"),
    "walk_in": (door, "walk_in"),
}
STATES = {
    "restore": {"status": "cancelled"},
    "accept": {"status": "offered", "offered_until": OPEN_AT + timedelta(days=1)},
    "subscribe": {"unsubscribed_at": OPEN_AT},
}


def busy(*args, **kwargs):
    raise OperationalError("database is locked")


def address(name: str, guest) -> str:
    event = guest.event
    if name == "received":
        numbers = guest.pk, event.publication().pk, 0
        return reverse("tilmeld:received", args=[receipts.seal(receipts.Receipt(*numbers, False))])
    tokens = {
        "send_links": [event.translation_key, "en"],
        "unsubscribe_from_mail": [guest.token_for(UNSUBSCRIBE)],
        "decline": [invitation(event).token],
        "door": [event.door_token],
        "walk_in": [event.door_token],
    }
    return reverse(f"tilmeld:{name}", args=tokens.get(name, [guest.token]))


@pytest.mark.parametrize("name", VERBS)
def test_a_busy_database_is_told_and_nothing_is_lost(name, monkeypatch, set_clock):
    guest = registration(event_page().event, **STATES.get(name, {}))
    if name in ("door", "walk_in"):
        set_clock(guest.event.starts_at - timedelta(minutes=10))
    monkeypatch.setattr(*VERBS[name], busy)
    post = {"name": "Emil", "email": "emil@example.org", "token": str(uuid4())}
    post |= {"come": f"{guest.pk}:0"}
    response = Client().post(address(name, guest), post)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "There is a rush right now." in response.text
    assert "no-store" in response.headers["Cache-Control"]
