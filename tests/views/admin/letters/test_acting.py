"""Letting a letter go that was held back, trying one again, sending it anew, dealing with it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Message
from events.services import outbox
from events.services import registration as service
from tests.factories import OPEN_AT, editor, event_page, registration

from ..support import detail_url, letter_to, letter_url, list_url, names, text, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


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


class TestTryingAgain:
    @pytest.fixture
    def failed(self) -> Message:
        return letter_to(registration(event_page().event), "failed", reason="not written: KeyError")

    def test_asks_once_more_and_says_why_it_failed(self, admin, failed):
        shown = text(admin.get(letter_url(failed, "retry")))
        assert "Try again to send the letter “Confirmation” to cleo@example.org?" in shown
        assert "The letter could not be written." in shown
        assert Message.objects.get().state == "failed"

    def test_queues_the_same_letter(self, admin, failed):
        response = admin.post(letter_url(failed, "retry"))
        assert response.url == letter_url(failed)
        assert "The letter is on its way to cleo@example.org." in told(response)
        assert Message.objects.get().state == "queued"
        assert ModelLogEntry.objects.get(action="tilmeld.retry").user.username == "ada"

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("state", sorted({*Message.State} - {"failed"}))
    def test_no_other_letter_can_be(self, admin, failed, method, state):
        Message.objects.update(state=state)
        response = getattr(admin, method)(letter_url(failed, "retry"))
        assert "can't be tried again" in told(response)
        assert Message.objects.get().state == state

    def test_nor_one_whose_address_was_mended_since(self, admin, failed):
        failed.registration.email = "new@example.org"
        failed.registration.save()
        assert "can't be tried again" in told(admin.post(letter_url(failed, "retry")))
        assert Message.objects.get().state == "failed"

    def test_leads_back_to_where_one_came_from(self, admin, failed):
        back = list_url(failed.event)
        assert admin.post(f"{letter_url(failed, 'retry')}?next={back}").url == back

    def test_but_to_no_other_site(self, admin, failed):
        address = f"{letter_url(failed, 'retry')}?next=https://evil.example.org/"
        assert admin.post(address).url == letter_url(failed)


class TestSendingAgain:
    @pytest.fixture
    def bounced(self) -> Message:
        return letter_to(registration(event_page().event), "bounced")

    def test_asks_once_more_and_warns_of_an_address_it_came_back_from(self, admin, bounced):
        shown = text(admin.get(letter_url(bounced, "send_again")))
        assert "Send the letter “Confirmation” to cleo@example.org again?" in shown
        assert "It came back from this address." in shown
        assert Message.objects.count() == 1

    def test_writes_a_new_letter_and_the_old_one_is_dealt_with(self, admin, bounced):
        response = admin.post(letter_url(bounced, "send_again"))
        assert "A new letter is on its way to cleo@example.org." in told(response)
        new, old = Message.objects.order_by("-pk")
        assert (new.state, new.kind, new.text) == ("queued", "confirmed", "")
        assert (old.state, old.needs_attention) == ("bounced", False)
        assert letter_url(new) in admin.get(letter_url(old)).content.decode()
        assert letter_url(old) in admin.get(letter_url(new)).content.decode()

    def test_goes_to_the_address_that_the_guest_has_now(self, admin, bounced):
        bounced.registration.email = "new@example.org"
        bounced.registration.save()
        assert "came back" not in text(admin.get(letter_url(bounced, "send_again")))
        admin.post(letter_url(bounced, "send_again"))
        assert Message.objects.order_by("-pk")[0].to_address == "new@example.org"

    def test_what_would_not_be_true_any_more_is_not_sent(self, admin, bounced):
        service.cancel(bounced.registration, at=OPEN_AT, letter=False)
        response = admin.get(letter_url(bounced, "send_again"))
        assert "This letter would not be true any more." in text(response)
        assert "Send again</button>" not in response.content.decode()
        assert "can't be sent again" in told(admin.post(letter_url(bounced, "send_again")))
        assert Message.objects.count() == 1

    @pytest.mark.parametrize("state", ["queued", "held", "sending", "failed", "cancelled"])
    def test_nor_what_has_not_gone_out(self, admin, bounced, state):
        Message.objects.update(state=state)
        assert "can't be sent again" in told(admin.post(letter_url(bounced, "send_again")))
        assert Message.objects.count() == 1

    def test_who_took_it_for_spam_is_left_in_peace(self, admin, bounced):
        Message.objects.update(state="complained")
        assert (
            letter_url(bounced, "send_again") not in admin.get(letter_url(bounced)).content.decode()
        )
        admin.post(letter_url(bounced, "send_again"))
        assert Message.objects.count() == 1


class TestDealingWithIt:
    @pytest.fixture
    def bounced(self) -> Message:
        return letter_to(registration(event_page().event), "bounced")

    def test_one_button_notes_it_and_one_takes_it_back(self, admin, bounced):
        response = admin.post(letter_url(bounced, "handle"))
        assert "Noted: the letter is dealt with." in told(response)
        assert Message.objects.get().handled_by.username == "ada"
        assert not Message.objects.get().needs_attention
        admin.post(letter_url(bounced, "reopen"))
        assert Message.objects.get().needs_attention

    def test_the_registration_stands_out_no_more(self, admin, bounced):
        admin.post(letter_url(bounced, "handle"))
        assert "tilmeld-alert" not in admin.get(list_url(bounced.event)).content.decode()
        assert names(admin.get(list_url(bounced.event), {"letter": "needs_attention"})) == []
        assert names(admin.get(list_url(bounced.event), {"letter": "bounced"})) == ["Cleo"]

    @pytest.mark.parametrize("name", ["handle", "reopen"])
    def test_looking_changes_nothing(self, admin, bounced, name):
        assert admin.get(letter_url(bounced, name)).status_code == 405
        assert Message.objects.get().needs_attention
