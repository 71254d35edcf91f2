"""Letters to those who wait, are offered a seat, or get one."""

import pytest

from events import emails
from events.models import Message
from tests.emails.support import (
    WAITING,
    a_guest,
    a_page,
    letter,
    links,
    message_of,
    own_link,
    seen,
)

pytestmark = pytest.mark.django_db

Kind = Message.Kind

SEAT = "We have reserved 2 seats: for you and your companion, Bo."
PAGE = "http://localhost/events/dialogue-meeting/"


class TestWaiting:
    def test_it_says_how_one_stands_and_that_nothing_is_to_be_done(self):
        written = letter(Kind.WAITING)
        assert written.subject == "You are on the waiting list: Dialogue meeting on 11 March"
        assert (
            "There are not 2 free seats right now, so we have put you on the waiting list for "
            "2 seats. You are first in line."
        ) in written.text
        assert "Until then you need not do anything." in written.text

    def test_it_says_the_place_in_line(self):
        page = a_page()
        for name in ("Dora", "Eve"):
            a_guest(page, name=name, **WAITING)
        assert "You are number 3 in line." in letter(Kind.WAITING, page, companions=[]).text

    @pytest.mark.parametrize(
        ("mode", "sentence"),
        [
            ("offer", "it is your turn, we offer it to you in an e-mail."),
            ("promote", "it is your turn, it is yours, and we write to you."),
            ("off", "it is your turn, it is yours, and we write to you."),
        ],
    )
    def test_it_says_what_happens_when_a_seat_is_free(self, mode, sentence):
        assert sentence in letter(Kind.WAITING, a_page(waiting_list=mode)).text

    def test_one_can_look_and_leave(self):
        assert (
            links(letter(Kind.WAITING).html).items()
            >= {
                own_link(): "See or change your registration",
                own_link() + "cancel/": "Leave the waiting list",
            }.items()
        )

    def test_it_promises_no_seat(self):
        text = letter(Kind.WAITING).text
        for of_a_seat in ("reserved", "You are registered", "meet.example.org", "calendar", "cake"):
            assert of_a_seat not in text


class TestPromoted:
    def test_it_says_that_the_seat_is_theirs(self):
        written = letter(Kind.PROMOTED)
        assert written.subject == "You have a seat: Dialogue meeting on 11 March"
        assert (
            f"You were on the waiting list, and now you are registered. {SEAT} "
            "If you come, you need not answer."
        ) in written.text
        assert "Bring a cake." in written.text
        assert "https://meet.example.org/a?b=1&c=2" in written.text
        assert links(written.html)[own_link() + "cancel/"] == "Cancel your registration"


class TestOffered:
    def test_it_says_until_when_on_the_events_clocks(self):
        written = letter(Kind.OFFERED)
        assert written.subject == "A seat for you: Dialogue meeting on 11 March"
        assert (
            "now 2 seats have come free. We keep them for you until "
            "Wednesday 3 February 2027 at 13:00."
        ) in written.text
        page = a_page(timezone="Atlantic/Faroe", parent=None, slug="faroe", title="Faroe")
        assert (
            "3 February 2027 at 12:00 (time zone Atlantic/Faroe)."
            in letter(Kind.OFFERED, page, name="Bo").text
        )

    def test_one_accepts_by_its_button_or_says_no(self):
        written = letter(Kind.OFFERED)
        assert (
            links(written.html).items()
            >= {
                own_link() + "accept/": "Accept the seat",
                own_link() + "cancel/": "I can't come",
            }.items()
        )
        assert f"Accept the seat:\n{own_link()}accept/" in written.text
        assert f"the next in line is asked at once.\n{own_link()}cancel/" in written.text

    def test_its_preheader_is_the_time_limit(self):
        assert "Accept it before Wednesday 3 February 2027 at 13:00." in seen(
            letter(Kind.OFFERED).html
        )

    def test_it_does_not_say_that_one_is_registered(self):
        text = letter(Kind.OFFERED).text
        for of_a_seat in ("reserved", "You are registered", "meet.example.org", "calendar"):
            assert of_a_seat not in text


class TestOfferExpired:
    def test_it_says_what_was_missed_and_how_to_ask_again(self):
        written = letter(Kind.OFFER_EXPIRED)
        assert written.subject == "The offer has expired: Dialogue meeting on 11 March"
        assert "You had until Wednesday 3 February 2027 at 13:00 to accept 2 seats." in written.text
        assert links(written.html)[own_link() + "restore/"] == "Ask for a seat again"
        assert f"Ask for a seat again:\n{own_link()}restore/" in written.text

    def test_once_registration_has_closed_one_can_not_ask_again(self):
        page = a_page()
        late = message_of(Kind.OFFER_EXPIRED, page)
        late.created_at = page.event.closes_at
        written = emails.compose(late)
        assert own_link() not in written.text + written.html
        assert "Ask" not in written.text
