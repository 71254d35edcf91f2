"""Letting a letter go that was held back, trying one again, sending it anew, dealing with it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, editor, event_page, registration

from ..support import detail_url, letter_url, list_url, names, text, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Message:
    letter = outbox.queue(Message.Kind.CONFIRMED, registration(event_page().event), at=OPEN_AT)
    Message.objects.filter(pk=letter.pk).update(state="held")
    return Message.objects.get()


def release_url(letter: Message) -> str:
    return letter_url(letter, "release")


def test_a_letter_held_back_is_among_those_that_need_attention(admin, held):
    event = held.event
    registration(event, "Dora")
    assert names(admin.get(list_url(event), {"letter": "needs_attention"})) == ["Cleo"]
    assert names(admin.get(list_url(event), {"letter": "held"})) == ["Cleo"]


def test_it_has_a_button_at_the_registration(admin, held):
    assert release_url(held) in admin.get(detail_url(held.registration)).content.decode()


def test_and_says_why(admin, held):
    shown = text(admin.get(detail_url(held.registration)))
    assert "This address had many letters within a day" in shown


def test_but_not_for_those_who_may_only_look(client, held):
    page = held.event.page
    client.force_login(editor(page, "view_registration"))
    assert release_url(held) not in client.get(detail_url(held.registration)).content.decode()


@pytest.mark.parametrize("state", [state for state in Message.State if state != "held"])
def test_no_other_letter_has_one_or_can_be_released(admin, held, state):
    Message.objects.update(state=state)
    assert release_url(held) not in admin.get(detail_url(held.registration)).content.decode()
    for method in ("get", "post"):
        response = getattr(admin, method)(release_url(held))
        assert response.url == letter_url(held)
        assert "not held back any more" in told(response)
    assert Message.objects.get().state == state


def test_asking_sends_nothing_yet(admin, held):
    shown = text(admin.get(release_url(held)))
    assert "Send the letter “Confirmation” to cleo@example.org?" in shown
    assert Message.objects.get().state == "held"


def test_it_waits_for_its_turn_and_the_history_says_who_let_it_go(admin, held):
    response = admin.post(release_url(held))
    assert response.url == letter_url(held)
    assert "The letter is on its way to cleo@example.org." in told(response)
    assert Message.objects.get().state == "queued"
    assert ModelLogEntry.objects.get(action="tilmeld.release").user.username == "ada"


def test_it_must_be_a_letter_of_this_event(admin, held):
    other = event_page(slug="other").event
    address = reverse("tilmeld_admin:release", args=[other.pk, held.pk])
    assert admin.post(address).status_code == 404
    assert Message.objects.get().state == "held"
