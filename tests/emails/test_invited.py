"""Letters to those who were invited by name."""

import pytest

from events import emails
from events.models import Message
from tests.emails.support import (
    UNTIL,
    a_page,
    an_invitee,
    letter,
    links,
    message,
    own_link,
    seen,
)

pytestmark = pytest.mark.django_db

Kind = Message.Kind

SEAT = "We have reserved 2 seats: for you and your companion, Bo."
PAGE = "http://localhost/events/dialogue-meeting/"


class TestInvited:
    def test_it_says_who_invites_to_what_and_until_when(self):
        written = letter(Kind.INVITED)
        assert written.subject == "You are invited: Dialogue meeting on 11 March"
        assert "Ada Madsen invites you to this event." in written.text
        assert "Answer by:\n  Friday 26 February 2027" in written.text
        assert "Do come." in written.text
        assert "cake" not in written.text

    def test_one_answers_by_its_button_or_says_no(self):
        page = a_page()
        cleo = an_invitee(page)
        written = emails.compose(message(Kind.INVITED, cleo))
        assert (
            links(written.html).items()
            >= {
                own_link(cleo): "Answer the invitation",
                own_link(cleo) + "decline/": "I can't come",
            }.items()
        )
        assert f"Answer the invitation:\n{own_link(cleo)}\n" in written.text
        assert f"Then we don't ask again.\n{own_link(cleo)}decline/" in written.text

    def test_without_a_sender_we_invite(self):
        text = letter(Kind.INVITED, a_page(sender=None)).text
        assert "We would like to invite you to this event." in text

    def test_somebody_without_a_name_is_greeted_too(self):
        written = letter(Kind.INVITED, name="")
        assert written.text.startswith("Hello\n")
        assert "Dear" not in seen(written.html)

    def test_only_guests_get_the_link_to_the_meeting(self):
        written = letter(Kind.INVITED)
        assert "meet.example.org" not in written.text + written.html

    def test_a_reminder_says_that_an_answer_is_missing(self):
        written = letter(Kind.INVITATION_REMINDER)
        assert written.subject == "Answer by 26 February: Dialogue meeting on 11 March"
        assert "have not heard yet whether you come" in written.text
        assert "invites you" not in written.text
        assert "Do come." in written.text

    def test_a_late_link_says_until_when_it_works(self):
        page = a_page()
        late = an_invitee(page, admits_until=UNTIL)
        written = emails.compose(message(Kind.LATE_LINK, late))
        assert written.subject == "You can still register: Dialogue meeting on 11 March"
        assert "you can register until Wednesday 3 February 2027 at 13:00" in written.text
        assert "26 February" not in written.text
        assert "even if all are taken" not in written.text
        assert links(written.html)[own_link(late)] == "Register"

    def test_a_late_link_beyond_capacity_says_so(self):
        text = letter(Kind.LATE_LINK, over_capacity=True).text
        assert "You get a seat even if all are taken." in text
