"""Letters about a registration after the first one."""

from datetime import timedelta

import pytest

from events import emails
from events.models import Message
from tests.emails.support import (
    CANCELLED,
    OFFERED,
    UNTIL,
    WAITING,
    a_guest,
    a_page,
    letter,
    links,
    message,
    own_link,
    seen,
)
from tests.factories import OPEN_AT

pytestmark = pytest.mark.django_db

Kind = Message.Kind

SEAT = "We have reserved 2 seats: for you and your companion, Bo."
PAGE = "http://localhost/events/dialogue-meeting/"


class TestChanged:
    def test_it_says_what_is_new_and_what_was_before(self):
        written = letter(Kind.CHANGED)
        assert written.subject == "Your registration is changed: Dialogue meeting on 11 March"
        assert "Name:\n  Cleo B\n  Before: Cleo\n" in written.text
        assert "Name Cleo B Before: Cleo" in seen(written.html)

    def test_of_what_is_sensitive_it_says_no_more_than_that_it_changed(self):
        written = letter(Kind.CHANGED)
        assert "Diet:\n  Changed\n" in written.text
        for form in (written.text, written.html):
            assert "Vegan" not in form
            assert "Halal" not in form

    def test_it_says_how_one_stands(self):
        page = a_page()
        assert SEAT in letter(Kind.CHANGED, page).text
        waiting = letter(Kind.CHANGED, page, name="Dora", **WAITING).text
        assert "You are on the waiting list. You are first in line." in waiting
        assert "reserved" not in waiting
        offered = letter(Kind.CHANGED, page, name="Eve", **OFFERED).text
        assert "We keep 2 seats for you until Wednesday 3 February 2027 at 13:00." in offered


class TestCancelled:
    def test_whoever_had_a_seat_is_told_that_it_is_free(self):
        written = letter(Kind.CANCELLED)
        assert written.subject == "Your registration is cancelled: Dialogue meeting on 11 March"
        assert "Your 2 seats are free for others." in written.text
        assert "calendar file to take the event out of your calendar" in written.text

    def test_whoever_waited_has_left_the_line(self):
        written = letter(Kind.CANCELLED, waiting_since=OPEN_AT)
        subject = "You are no longer on the waiting list: Dialogue meeting on 11 March"
        assert written.subject == subject
        assert "You have left the waiting list" in written.text
        for of_a_seat in ("Your seat", "Your 2 seats", "registered", "calendar"):
            assert of_a_seat not in written.text

    def test_whoever_was_offered_a_seat_is_kept_none(self):
        written = letter(Kind.CANCELLED, offered_until=UNTIL)
        assert "We keep no seats for you any more" in written.text
        assert "registered on our website" not in written.text
        assert "calendar" not in written.text

    def test_it_can_be_undone_for_a_day(self):
        written = letter(Kind.CANCELLED)
        assert "Until Tuesday 2 February 2027 at 13:00 you can undo this" in written.text
        assert links(written.html)[own_link() + "restore/"] == "undo this"

    def test_it_can_be_undone_no_longer_than_until_the_event_starts(self):
        page = a_page()
        starts_at = page.event.starts_at
        late = {"cancelled_at": starts_at - timedelta(hours=1)}
        assert (
            "Until Thursday 11 March 2027 at 16:00 you can"
            in letter(Kind.CANCELLED, page, **late).text
        )
        too_late = letter(Kind.CANCELLED, page, name="Dora", cancelled_at=starts_at)
        assert "undo" not in too_late.text

    def test_who_has_no_seat_gets_no_link_to_the_meeting(self):
        written = letter(Kind.CANCELLED)
        assert "meet.example.org" not in written.text + written.html
        assert "meet.example.org" not in written.calendar.replace("\r\n ", "")


class TestLink:
    def test_it_is_true_for_whoever_asked_and_whoever_registered_again(self):
        written = letter(Kind.LINK)
        assert written.subject == "Here is your link: Dialogue meeting on 11 March"
        assert "Here is the link to your registration again. Nothing was changed." in written.text
        assert SEAT in written.text
        assert links(written.html)[own_link()] == "See or change your registration"

    def test_it_repeats_no_answers_and_no_words_of_the_editors(self):
        text = letter(Kind.LINK).text
        for said_before in ("Library", "answers are not repeated", "Bring a cake"):
            assert said_before not in text

    def test_whoever_waits_is_not_told_of_a_seat(self):
        text = letter(Kind.LINK, **WAITING).text
        assert "You are on the waiting list. You are first in line." in text
        assert "Leave the waiting list" in text
        for of_a_seat in ("reserved", "registered.", "meet.example.org", "calendar"):
            assert of_a_seat not in text

    def test_several_registrations_of_an_address_have_a_link_each(self):
        page = a_page()
        bo = a_guest(page, name="Bo", email="office@example.org")
        a_guest(page, name="Gone", email="office@example.org", **CANCELLED)
        cleo = a_guest(page, name="Cleo", email="office@example.org", **WAITING)
        written = emails.compose(message(Kind.LINK, cleo))
        assert written.subject == "Here are your links: Dialogue meeting on 11 March"
        assert f"Bo:\n{own_link(bo)}\n\nCleo:\n{own_link(cleo)}" in written.text
        assert links(written.html).items() >= {own_link(bo): "Bo", own_link(cleo): "Cleo"}.items()
        for of_one_alone in ("Gone", "reserved", "waiting list", "cancel/"):
            assert of_one_alone not in written.text


class TestACancelledEvent:
    @pytest.mark.parametrize("kind", [Kind.LINK, Kind.CANCELLED, Kind.CHANGED])
    @pytest.mark.parametrize("standing", [{}, WAITING], ids=["seat", "waiting"])
    def test_every_letter_about_it_says_so_and_asks_for_nothing(self, kind, standing):
        page = a_page(cancelled=True, cancellation_reason="The hall is flooded.")
        at_hand = {} if kind == Kind.CANCELLED else standing
        written = letter(kind, page, **at_hand)
        assert "The event is cancelled. The hall is flooded." in written.text
        assert "The event is cancelled. The hall is flooded." in seen(written.html)
        for idle in ("into your calendar", "reserved", "Leave the waiting list", "undo"):
            assert idle not in written.text
