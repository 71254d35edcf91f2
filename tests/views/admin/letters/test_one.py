"""One letter: what became of it, and what it said, word for word."""

import pytest
from wagtail.models import ModelLogEntry

from events.models import Message, MessageEvent
from events.services import attention, outbox, retention
from tests.factories import OPEN_AT, editor, event_page, invitation, registration

from ..support import detail_url, letter_to, letter_url, queries, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> Message:
    return letter_to(registration(event_page().event), "bounced", reason="bounced 550 5.1.1")


def html(client, letter: Message):
    return client.get(letter_url(letter, "letter_html"))


class TestThePage:
    def test_says_what_became_of_it_why_and_what_to_do(self, admin, letter):
        MessageEvent.objects.create(
            message=letter,
            event_id="1",
            kind="rejected",
            detail="550 5.1.1",
            happened_at=OPEN_AT,
            recorded_at=OPEN_AT,
        )
        shown = text(admin.get(letter_url(letter)))
        assert "The guest has not seen it. There is no such address." in shown
        assert "Mend the address if it is mistyped" in shown
        assert "Technical reason: bounced 550 5.1.1" in shown
        assert "1 February 2027 13:00 Refused by the provider 550 5.1.1" in shown

    def test_shows_the_plain_text_the_calendar_and_where_it_went(self, admin, letter):
        Message.objects.update(calendar="BEGIN:VCALENDAR")
        response = admin.get(letter_url(letter))
        assert "You are registered" in text(response)
        assert "Hello Cleo (the guest's own link)" in text(response)
        assert "BEGIN:VCALENDAR" in text(response)
        assert detail_url(letter.registration) in response.content.decode()

    def test_the_html_stands_in_a_frame_that_can_do_nothing(self, admin, letter):
        page = admin.get(letter_url(letter)).content.decode()
        assert f'src="{letter_url(letter, "letter_html")}"' in page
        assert 'sandbox loading="lazy"' in page

    def test_each_reading_is_logged_with_the_guest_and_names_nobody(self, admin, letter):
        admin.get(letter_url(letter))
        html(admin, letter)
        entry = ModelLogEntry.objects.get(action="tilmeld.view_letter")
        assert (entry.object_id, entry.user.username) == (str(letter.registration_id), "ada")
        assert "Cleo" not in f"{entry.label} {entry.data}"
        assert "Letter read ada" in text(admin.get(detail_url(letter.registration)))

    def test_offers_what_can_be_done(self, admin, letter):
        page = admin.get(letter_url(letter)).content.decode()
        for offered in ("send_again", "handle"):
            assert letter_url(letter, offered) in page
        assert url(letter.registration, "mend_address") in page
        assert letter_url(letter, "retry") not in page

    def test_but_not_to_those_who_may_only_look(self, client, letter):
        client.force_login(editor(letter.event.page, "view_registration"))
        page = client.get(letter_url(letter)).content.decode()
        for act in ("send_again", "handle"):
            assert letter_url(letter, act) not in page
        assert url(letter.registration, "mend_address") not in page

    def test_says_who_dealt_with_it_and_can_take_that_back(self, admin, letter):
        attention.handle(letter, at=OPEN_AT, user=None)
        response = admin.get(letter_url(letter))
        assert "Dealt with 1 February 2027 13:00" in text(response)
        assert letter_url(letter, "reopen") in response.content.decode()

    def test_a_letter_that_has_not_left_is_not_written_yet(self, admin, letter):
        queued = outbox.queue(Message.Kind.CONFIRMED, letter.registration, at=OPEN_AT)
        assert "The letter is written when it leaves." in text(admin.get(letter_url(queued)))
        assert html(admin, queued).status_code == 404

    def test_an_erased_one_has_no_words_left(self, admin, letter):
        retention.erase_event(letter.event, at=OPEN_AT)
        response = admin.get(letter_url(letter))
        assert "The letter has been erased." in text(response)
        assert "cleo" not in response.content.decode().lower()
        assert html(admin, letter).status_code == 404

    def test_a_letter_to_nobody_known_opens_too(self, admin, letter):
        Message.objects.update(registration=None)
        assert admin.get(letter_url(letter)).status_code == 200

    def test_it_must_be_a_letter_of_this_event(self, admin, letter):
        letter.event = event_page(slug="other").event
        assert admin.get(letter_url(letter)).status_code == 404
        assert html(admin, letter).status_code == 404

    def test_costs_no_query_for_each_report(self, admin, letter):
        counts = []
        for number in range(3):
            MessageEvent.objects.create(
                message=letter,
                event_id=str(number),
                kind="deferred",
                happened_at=OPEN_AT,
                recorded_at=OPEN_AT,
            )
            counts.append(queries(admin, letter_url(letter)))
        assert counts == [counts[0]] * 3


class TestTheGuestsLink:
    def test_is_shown_to_no_member_of_staff(self, admin, letter):
        guest = letter.registration
        shown = admin.get(letter_url(letter)).content + html(admin, letter).content
        assert guest.token not in shown.decode()
        assert "REGISTRATION-LINK" not in shown.decode()

    def test_leads_nowhere_in_the_frame(self, admin, letter):
        assert html(admin, letter).content.decode() == (
            '<p>Hello Cleo <a href="#">Cancel</a> (the guest\'s own link)</p>'
        )

    def test_nor_does_an_invitees(self, admin, letter):
        invited = invitation(letter.event, "Dora")
        mark = f"%INVITATION-LINK-{invited.pk}%"
        Message.objects.update(
            registration=None,
            invitation=invited,
            html=f'<a href="{mark}decline/">No</a>',
            text=mark,
        )
        assert html(admin, letter).content.decode() == '<a href="#">No</a>'
        assert invited.token not in admin.get(letter_url(letter)).content.decode()


class TestTheFrame:
    def test_may_load_nothing_but_pictures_and_run_nothing(self, admin, letter):
        response = html(admin, letter)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert policy.endswith("sandbox")
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "private" in response["Cache-Control"]

    def test_is_as_private_as_the_letter(self, client, letter):
        client.force_login(editor(letter.event.page, "change_registration"))
        assert html(client, letter).status_code == 302
