"""Acting on many letters at once: those that were ticked, or all that the list shows."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import ModelLogEntry

from events.models import Message
from events.services import registration as service
from events.views.admin.letters import bulk
from tests.factories import OPEN_AT, administrator, editor, event_page, registration

from ..support import letter_to, letters_url, text, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def event():
    return event_page().event


def states() -> dict[str, str]:
    letters = Message.objects.filter(registration__isnull=False).order_by("pk")
    return dict(letters.values_list("registration__name", "state"))


def address(action: str, *letters: Message, event=None, **query) -> str:
    """Where the footer of the list leads: with the ticked letters, or with all of an event."""
    chosen = {"id": "all", "childOf": event.pk} if event else {"id": [x.pk for x in letters]}
    url = reverse("wagtail_bulk_action", args=["tilmeld", "message", action])
    return f"{url}?{urlencode(chosen | {'next': '/admin/'} | query, doseq=True)}"


class TestTryingAgain:
    def test_names_how_many_and_how_many_are_left_out(self, admin, event):
        letters = [letter_to(registration(event, name), "failed") for name in ("Cleo", "Dora")]
        letters.append(letter_to(registration(event, "Eli"), "sent"))
        shown = text(admin.get(address("retry", *letters)))
        assert "Try again to send 2 letters that failed?" in shown
        assert "1 letter is left out" in shown
        assert "queued" not in states().values()

    def test_queues_those_that_were_ticked(self, admin, event):
        ticked, other = (letter_to(registration(event, n), "failed") for n in ("Cleo", "Dora"))
        response = admin.post(address("retry", ticked))
        assert response.url == "/admin/"
        assert "1 letter is on its way." in told(response)
        assert states() == {"Cleo": "queued", "Dora": "failed"}

    def test_or_all_of_the_event_and_each_guests_history_says_so(self, admin, event):
        for name in ("Cleo", "Dora"):
            letter_to(registration(event, name), "failed")
        elsewhere = event_page(slug="other").event
        letter_to(registration(elsewhere, "Eli"), "failed")
        admin.post(address("retry", event=event))
        assert states() == {"Cleo": "queued", "Dora": "queued", "Eli": "failed"}
        assert ModelLogEntry.objects.filter(action="tilmeld.retry").count() == 2

    @pytest.mark.parametrize(
        "query",
        [{"q": "dora"}, {"kind": "changed"}, {"created_at_from": "2027-02-02"}],
    )
    def test_or_all_that_the_list_shows_as_it_is_filtered(self, admin, event, query):
        letter_to(registration(event, "Cleo"), "failed")
        kind, at = Message.Kind.CHANGED, "2027-02-01T23:00Z"  # midnight on the event's clocks
        letter_to(registration(event, "Dora"), "failed", kind=kind, created_at=at)
        admin.post(address("retry", event=event, **query))
        assert states() == {"Cleo": "failed", "Dora": "queued"}

    def test_the_button_over_the_list_means_all_that_failed(self, admin, event):
        for name, state in (("Cleo", "failed"), ("Dora", "bounced")):
            letter_to(registration(event, name), state)
        shown = text(admin.get(address("retry", event=event, state="failed")))
        assert "Try again to send 1 letter that failed?" in shown
        assert "left out" not in shown

    def test_so_many_at_once_and_no_more(self, admin, event, monkeypatch):
        monkeypatch.setattr(bulk, "AT_ONCE", 1)
        for name in ("Cleo", "Dora"):
            letter_to(registration(event, name), "failed")
        assert "1 letter is left out" in text(admin.get(address("retry", event=event)))
        admin.post(address("retry", event=event))
        assert sorted(states().values()) == ["failed", "queued"]

    def test_nothing_to_do_is_said_and_has_no_button(self, admin, event):
        letter = letter_to(registration(event), "sent")
        response = admin.get(address("retry", letter))
        assert "There is nothing to do about these letters." in text(response)
        assert "<form" not in response.content.decode().partition("<main")[2]


class TestSendingAgain:
    def test_writes_new_letters_where_they_are_still_true(self, admin, event):
        letters = [letter_to(registration(event, name), "bounced") for name in ("Cleo", "Dora")]
        service.cancel(letters[1].registration, at=OPEN_AT, letter=False)
        response = admin.post(address("send_again", *letters))
        assert "1 new letter is on its way." in told(response)
        assert list(Message.objects.filter(state="queued").values_list("to_address")) == [
            ("cleo@example.org",)
        ]
        assert [x.registration.name for x in Message.objects.needing_attention()] == ["Dora"]


class TestDealingWithThem:
    def test_notes_it_of_those_that_need_attention(self, admin, event):
        letters = [letter_to(registration(event, x), x) for x in ("bounced", "held", "sent")]
        response = admin.post(address("handle", *letters))
        assert "2 letters are dealt with." in told(response)
        assert not Message.objects.needing_attention().exists()
        assert Message.objects.filter(handled_at=None).count() == 1


class TestWhoMay:
    ACTIONS = [action.action_type for action in bulk.ACTIONS]

    @pytest.mark.parametrize("action", ACTIONS)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_not_who_may_only_look(self, client, event, action, method):
        letter = letter_to(registration(event), "bounced" if action != "retry" else "failed")
        client.force_login(editor(event.page, "view_registration"))
        response = getattr(client, method)(address(action, letter))
        assert response.status_code == 302
        assert Message.objects.get().handled_at is None
        assert Message.objects.get().state == letter.state

    @pytest.mark.parametrize("action", ACTIONS)
    def test_another_sections_letters_are_left_alone_even_if_ticked(self, client, event, action):
        state = "bounced" if action != "retry" else "failed"
        theirs = letter_to(registration(event, "Dora"), state)
        ours = event_page(slug="ours").event
        client.force_login(editor(ours.page, "view_registration", "change_registration"))
        assert "nothing to do" in text(client.get(address(action, theirs)))
        client.post(address(action, theirs))
        letter = Message.objects.get()
        assert (letter.state, letter.handled_at) == (state, None)

    def test_nor_can_another_sections_list_be_taken_whole(self, client, event):
        letter_to(registration(event), "failed")
        ours = event_page(slug="ours").event
        client.force_login(editor(ours.page, "view_registration", "change_registration"))
        assert client.post(address("retry", event=event)).status_code == 404
        assert states() == {"Cleo": "failed"}

    @pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40])
    def test_nonsense_is_nothing(self, admin, event, key):
        url = reverse("wagtail_bulk_action", args=["tilmeld", "message", "retry"])
        assert "nothing to do" in text(admin.get(url, {"id": key}))
        assert admin.get(url, {"id": "all", "childOf": key}).status_code == 404

    def test_the_list_leads_here(self, client, event):
        letter_to(registration(event), "failed")
        client.force_login(administrator("ben"))
        page = client.get(letters_url(event)).content.decode()
        for action in self.ACTIONS:
            assert reverse("wagtail_bulk_action", args=["tilmeld", "message", action]) in page
