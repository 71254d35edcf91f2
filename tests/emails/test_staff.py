"""What staff read: who is new, how many there are, and never what was answered."""

import pytest
from bs4 import BeautifulSoup

from events import emails
from events.models import Message
from events.services import outbox
from tests.emails.support import ANSWERS, a_page, characters, links, seen
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db

Kind = Message.Kind
ADMIN = "http://localhost/admin/tilmeld/"


def letter(kind, event, guests=(), **user) -> emails.Letter:
    ada = administrator()
    for name, value in user.items():
        setattr(ada, name, value)
    ada.save()
    row = outbox.queue_to_staff(kind, ada, event, language_code="en", at=OPEN_AT, about=guests)
    return emails.compose(row)


@pytest.fixture
def event():
    return a_page().event


def test_who_is_new_with_seats_and_standing(event):
    cleo = registration(event, companions=["Bo"], answers=ANSWERS)
    dora = registration(event, "Dora", status="waiting", waiting_since=OPEN_AT)
    written = letter(Kind.NEW_REGISTRATIONS, event, [cleo, dora], first_name="Ada")
    assert written.subject == "2 new registrations: Dialogue meeting"
    assert written.text.startswith("Dear Ada\n\nCleo (2 seats)\n\nDora (On the waiting list)\n")
    assert f"See the registrations:\n{ADMIN}{event.pk}/\n" in written.text
    assert f"{ADMIN}{event.pk}/follow/" in written.text
    assert "Library" not in written.text + written.html
    assert written.calendar == ""


def test_several_events_stand_apart_each_with_its_link(event):
    other = event_page(event.page.get_parent(), slug="b", title="Concert").event
    guests = [registration(event), registration(other, "Dora")]
    written = letter(Kind.NEW_REGISTRATIONS, event, guests)
    assert written.subject == "2 new registrations: 2 events"
    assert f"Dialogue meeting: See the registrations:\n{ADMIN}{event.pk}/\n\nCleo" in written.text
    assert f"Concert: See the registrations:\n{ADMIN}{other.pk}/\n\nDora" in written.text


def test_a_rush_is_counted(event):
    guests = [registration(event, f"Guest{number}") for number in range(103)]
    written = letter(Kind.NEW_REGISTRATIONS, event, guests)
    assert "and 3 more" in written.text
    assert len(written.html.encode()) < 60_000


def test_how_many_there_are_when_registration_has_closed(event):
    registration(event, companions=["Bo"])
    registration(event, "Dora", status="waiting", waiting_since=OPEN_AT)
    written = letter(Kind.DEADLINE_PASSED, event)
    assert written.subject == "Registration has closed: Dialogue meeting on 11 March"
    assert "Registrations:\n  1\n\nSeats taken:\n  2\n\nOn the waiting list:\n  1\n" in written.text


@pytest.mark.parametrize("kind", Message.TO_STAFF)
def test_both_forms_say_the_same_and_typed_names_become_no_links(event, kind):
    guest = registration(event, "<b>www.example.com</b>", email="cleo@example.org")
    written = letter(kind, event, [guest])
    html = characters(seen(written.html))
    for line in written.text.splitlines():
        assert line.startswith("http") or characters(line) in html
    assert "www.example.com" not in written.text + written.html
    assert all(href.startswith(ADMIN) for href in links(written.html))
    assert len(BeautifulSoup(written.html, "html.parser").select(".button a")) == 1
