"""What waits for somebody: letters that did not arrive, and news nobody has decided about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.models import Announcement, Message
from events.services import attention
from tests.factories import OPEN_AT, editor, event_page, invitation, registration

from .support import letter_to, letter_url, letters_url, queries, text, url

pytestmark = pytest.mark.django_db

ATTENTION = "/admin/tilmeld/attention/"
EVENTS = "/admin/tilmeld/"
HOME = "/admin/"


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def letter() -> Message:
    return letter_to(registration(event_page().event), "bounced", reason="bounced 550 5.1.1")


def undecided(event) -> Announcement:
    return Announcement.objects.create(event=event, kind="event_changed", created_at=OPEN_AT)


class TestTheList:
    def test_says_what_happened_and_what_to_do(self, admin, letter):
        response = admin.get(ATTENTION)
        assert "Dialogue meeting Thursday 11 March 2027" in text(response)
        assert "Confirmation: Cleo" in text(response)
        assert "There is no such address. Mend the address if it is mistyped" in text(response)
        page = response.content.decode()
        for act in ("send_again", "handle"):
            assert letter_url(letter, act) in page
        assert url(letter.registration, "mend_address") in page

    @pytest.mark.parametrize("state", Message.State.values)
    def test_holds_what_did_not_arrive_or_waits_for_somebody(self, admin, letter, state):
        Message.objects.update(state=state)
        listed = letter_url(letter) in admin.get(ATTENTION).content.decode()
        assert listed == (state in ("held", "bounced", "complained", "failed"))

    def test_nothing_is_said_to_be_nothing(self, admin):
        assert "Nothing needs attention." in text(admin.get(ATTENTION))

    def test_what_is_dealt_with_leaves_it(self, admin, letter):
        response = admin.post(letter_url(letter, "handle"), {"next": ATTENTION}, follow=True)
        assert response.redirect_chain == [(ATTENTION, 302)]
        assert "Nothing needs attention." in text(response)

    def test_what_was_sent_again_leaves_it(self, admin, letter):
        again = f"{letter_url(letter, 'send_again')}?next={ATTENTION}"
        response = admin.post(again, follow=True)
        assert "Nothing needs attention." in text(response)

    def test_whose_address_was_mended_leaves_it(self, admin, letter):
        admin.post(url(letter.registration, "mend_address"), {"email": "new@example.org"})
        assert "Nothing needs attention." in text(admin.get(ATTENTION))

    def test_once_the_event_is_over_there_is_nothing_to_do(self, admin, clock, letter):
        clock(letter.event.ends_at - timedelta(seconds=1))
        assert letter_url(letter) in admin.get(ATTENTION).content.decode()
        clock(letter.event.ends_at)
        assert "Nothing needs attention." in text(admin.get(ATTENTION))

    def test_the_next_event_stands_first(self, admin, letter):
        sooner = event_page(slug="sooner", title="Workshop", start_date="2027-03-10").event
        letter_to(registration(sooner), "held")
        shown = text(admin.get(ATTENTION))
        assert shown.index("Workshop") < shown.index("Dialogue meeting")

    def test_fifty_letters_on_a_page(self, admin, letter):
        for number in range(50):
            letter_to(registration(letter.event, f"guest{number}"), "bounced")
        assert "Page 1 of 2" in text(admin.get(ATTENTION))

    def test_costs_the_same_queries_for_any_number(self, admin):
        counts = []
        for number in (1, 3):
            for each in range(number):
                event = event_page(slug=f"event{number}-{each}").event
                undecided(event)
                for name in range(number):
                    letter_to(registration(event, f"guest{name}"), "bounced")
            counts.append(queries(admin, ATTENTION))
        assert counts == [counts[0]] * 2

    def test_looking_is_logged(self, admin, letter):
        admin.get(ATTENTION)
        assert PageLogEntry.objects.get(action="tilmeld.view_letters").page == letter.event.page


class TestNewsToDecide:
    def test_leads_to_the_decision(self, admin, letter):
        news = undecided(letter.event)
        response = admin.get(ATTENTION)
        assert "Shall guests be told? Dialogue meeting: Event changed" in text(response)
        decision = reverse("tilmeld_admin:announcement", args=[letter.event_id, news.pk])
        assert decision in response.content.decode()

    @pytest.mark.parametrize("decided", ["send_at", "dropped_at"])
    def test_what_is_decided_is_not_asked_again(self, admin, letter, decided):
        Announcement.objects.filter(pk=undecided(letter.event).pk).update(**{decided: OPEN_AT})
        assert "Shall guests be told?" not in text(admin.get(ATTENTION))


class TestWhoSeesWhat:
    @pytest.mark.parametrize("address", [ATTENTION, EVENTS, HOME])
    def test_another_sections_letters_and_news_are_not_there(self, client, letter, address):
        undecided(letter.event)
        ours = event_page(slug="ours", title="Ours").event
        client.force_login(editor(ours.page, "view_registration", "change_registration"))
        page = client.get(address).content.decode()
        assert "Dialogue meeting" not in page
        assert "Needs attention (" not in page

    def test_without_the_right_to_see_registrations_only_news_is(self, client, letter):
        undecided(letter.event)
        client.force_login(editor(letter.event.page))
        shown = text(client.get(ATTENTION))
        assert "Shall guests be told?" in shown
        assert "Cleo" not in shown
        assert "Needs attention (1)" in text(client.get(EVENTS))

    def test_who_may_only_look_can_do_nothing(self, client, letter):
        client.force_login(editor(letter.event.page, "view_registration"))
        page = client.get(ATTENTION).content.decode()
        assert letter_url(letter) in page
        assert letter_url(letter, "handle") not in page

    def test_invitees_are_shown_to_those_who_may_invite_only(self, client, letter):
        invited = invitation(letter.event, "Dora")
        Message.objects.update(registration=None, invitation=invited)
        client.force_login(editor(letter.event.page, "view_registration"))
        assert "Dora" not in text(client.get(ATTENTION))

    def test_a_stranger_is_sent_to_log_in(self, client):
        assert client.get(ATTENTION).url.startswith("/admin/login/")


class TestWhereItIsSeen:
    def test_over_the_list_of_events(self, admin, letter):
        undecided(letter.event)
        response = admin.get(EVENTS)
        assert "Needs attention (2)" in text(response)
        assert ATTENTION in response.content.decode()

    def test_on_the_first_page_of_the_admin(self, admin, letter):
        undecided(letter.event)
        response = admin.get(HOME)
        assert "Your events Needs attention" in text(response)
        assert "1 change waits for you to decide" in text(response)
        assert "Dialogue meeting : 1 letter" in text(response)
        assert f"{letters_url(letter.event)}?state=needs_attention" in response.content.decode()

    def test_and_nowhere_when_all_is_well(self, admin, letter):
        attention.handle(letter, at=OPEN_AT, user=None)
        assert "Needs attention (" not in text(admin.get(EVENTS))
        assert "Your events" not in text(admin.get(HOME))
