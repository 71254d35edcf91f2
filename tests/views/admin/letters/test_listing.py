"""The letters of one event: how many are in which state, and each of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.models import Message
from tests.factories import OPEN_AT, editor, event_page, invitation, registration

from ..support import (
    detail_url,
    letter_to,
    letter_url,
    letters_url,
    list_url,
    queries,
    table,
    text,
)

pytestmark = pytest.mark.django_db


def guests(response) -> list[str]:
    """The first words of the cell that says whom each letter is for."""
    return [row[-4].split()[0] for row in table(response)]


def to_invitee(event, **fields) -> Message:
    invited = invitation(event, "Dora")
    letter = letter_to(registration(event), "bounced")
    Message.objects.filter(pk=letter.pk).update(
        kind="invited", registration=None, invitation=invited, to_address=invited.email, **fields
    )
    return Message.objects.get(pk=letter.pk)


class TestTheList:
    def test_says_of_each_letter_to_whom_it_went_and_what_became_of_it(self, admin):
        letter = letter_to(registration(event_page().event), "bounced", reason="bounced 550 5.1.1")
        response = admin.get(letters_url(letter.event))
        assert table(response)[0] == [
            "Confirmation",
            "Cleo cleo@example.org",
            "Needs attention Bounced There is no such address.",
            "1 February 2027 13:00",
            "1 February 2027 13:00",
        ]
        page = response.content.decode()
        assert detail_url(letter.registration) in page
        assert letter_url(letter) in page

    def test_the_newest_stands_first(self, admin):
        event = event_page().event
        letter_to(registration(event))
        letter_to(registration(event, "Dora"), created_at=OPEN_AT + timedelta(hours=1))
        assert guests(admin.get(letters_url(event))) == ["Dora", "Cleo"]

    def test_leaves_other_events_out(self, admin):
        event = event_page().event
        letter_to(registration(event_page(slug="other").event))
        assert "There are no letters to display." in text(admin.get(letters_url(event)))

    def test_looking_is_logged_once_an_hour(self, admin):
        event = event_page().event
        for _look in range(2):
            admin.get(letters_url(event))
        assert PageLogEntry.objects.filter(action="tilmeld.view_letters").count() == 1

    def test_fifty_on_a_page(self, admin):
        event = event_page().event
        for _letter in range(51):
            letter_to(registration(event, f"guest{_letter}"))
        assert len(table(admin.get(letters_url(event)))) == 50

    def test_costs_the_same_queries_for_any_number(self, admin):
        event, counts = event_page().event, []
        for number in (3, 30):
            for letter in range(number):
                letter_to(registration(event, f"guest{number}-{letter}"), "bounced")
            counts.append(queries(admin, letters_url(event)))
        assert counts == [counts[0]] * 2

    def test_invitees_are_shown_to_those_who_may_invite(self, client):
        letter = to_invitee(event_page().event)
        client.force_login(editor(letter.event.page, "view_registration", "change_registration"))
        assert guests(client.get(letters_url(letter.event))) == ["Dora"]

    def test_and_to_nobody_else(self, client):
        letter = to_invitee(event_page().event)
        client.force_login(editor(letter.event.page, "view_registration"))
        assert table(client.get(letters_url(letter.event))) == []
        assert client.get(letter_url(letter)).status_code == 404

    def test_an_erased_guest_has_no_name_or_address_left(self, admin):
        guest = registration(event_page().event)
        letter_to(guest, to_address="")
        guest.name = guest.email = ""
        guest.save()
        row = table(admin.get(letters_url(guest.event)))[0]
        assert row[1] == f"Registration {guest.pk}"


class TestFilters:
    @pytest.fixture
    def event(self):
        event = event_page().event
        letter_to(registration(event, "Cleo"), "bounced")
        letter_to(registration(event, "Dora"), "delivered", kind=Message.Kind.CHANGED)
        letter_to(registration(event, "Eli"), "sent", created_at=OPEN_AT + timedelta(days=2))
        return event

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"state": "bounced"}, ["Cleo"]),
            ({"state": ["bounced", "delivered"]}, ["Dora", "Cleo"]),
            ({"state": "needs_attention"}, ["Cleo"]),
            ({"state": ["needs_attention", "sent"]}, ["Eli", "Cleo"]),
            ({"kind": "changed"}, ["Dora"]),
            ({"created_at_from": "2027-02-02"}, ["Eli"]),
            ({"created_at_to": "2027-02-02"}, ["Dora", "Cleo"]),
            ({"q": "CLEO@example"}, ["Cleo"]),
            ({"q": "dor"}, ["Dora"]),
            ({"q": "nobody"}, []),
        ],
    )
    def test_narrow_the_list(self, admin, event, query, found):
        assert guests(admin.get(letters_url(event, "letters_results"), query)) == found

    def test_a_letter_that_was_dealt_with_needs_no_attention(self, admin, event):
        Message.objects.update(handled_at=OPEN_AT)
        found = admin.get(letters_url(event, "letters_results"), {"state": "needs_attention"})
        assert guests(found) == []

    @pytest.mark.parametrize(
        "query",
        [
            {"state": "x"},
            {"kind": "' OR 1=1"},
            {"created_at_from": "0001-01-01"},
            {"created_at_to": "9999-12-31"},
            {"q": "\x00%_\\"},
            {"ordering": "text"},
            {"p": "99999"},
        ],
    )
    def test_nonsense_does_no_harm(self, admin, event, query):
        assert admin.get(letters_url(event), query).status_code == 200


class TestCounts:
    def test_stand_above_the_list_and_lead_to_it(self, admin):
        event = event_page().event
        for number, state in enumerate(Message.State.values):
            letter_to(registration(event, f"guest{number}"), state)
        response = admin.get(letters_url(event))
        assert "Went out 5 Arrived 1 Came back 2 Wait 2 Held back 1 Failed 1 Not sent 1" in text(
            response
        )
        assert (
            f"{letters_url(event)}?state=bounced&amp;state=complained" in response.content.decode()
        )

    def test_are_told_in_one_line_over_the_registrations(self, admin):
        event = event_page().event
        for number, state in enumerate(("sent", "delivered", "bounced", "queued", "failed")):
            letter_to(registration(event, f"guest{number}"), state)
        response = admin.get(list_url(event))
        assert "3 went out , 1 arrived, 1 waiting," in text(response)
        assert "2 need attention" in text(response)
        assert letters_url(event) in response.content.decode()

    def test_say_nothing_of_what_nobody_reports(self, admin):
        letter = letter_to(registration(event_page().event))
        shown = text(admin.get(list_url(letter.event)))
        assert "1 went out" in shown
        assert "arrived" not in shown


class TestActing:
    def test_all_that_failed_can_be_tried_again_from_the_top(self, admin):
        letter = letter_to(registration(event_page().event), "failed")
        retry = reverse("wagtail_bulk_action", args=["tilmeld", "message", "retry"])
        assert retry in admin.get(letters_url(letter.event)).content.decode()
        Message.objects.update(state="sent")
        page = admin.get(letters_url(letter.event)).content.decode()
        assert "Try all failed ones again" not in page

    def test_those_who_may_only_look_are_offered_nothing(self, client):
        letter = letter_to(registration(event_page().event), "failed")
        client.force_login(editor(letter.event.page, "view_registration"))
        page = client.get(letters_url(letter.event)).content.decode()
        assert "bulk-action" not in page
        assert letter_url(letter, "retry") not in page
