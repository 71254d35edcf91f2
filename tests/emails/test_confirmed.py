"""The confirmation, word by word."""

from datetime import timedelta

import pytest
from django.utils import translation
from icalendar import Calendar
from wagtail.models import Locale

from events import emails
from events.models import Message, Registration
from events.rules.door import in_groups
from tests.emails.support import a_guest, a_page, letter, links, message, own_link, seen
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db

Kind = Message.Kind

TEXT = """\
Dear Cleo

Thank you for registering. We have reserved 2 seats: for you and your companion, Bo.

Bring a cake.

Dialogue meeting

When:
  Thursday 11 March 2027, 16:00–18:00

Where:
  Town hall
  Room 106
  Main Street 1
  1000 Copenhagen
  Ring at the gate.

Your code at the door:
  {code}
  Show it when you come, or say your name. The link below has it as a QR code.

Online:
  https://meet.example.org/a?b=1&c=2

Registration closes:
  Friday 26 February 2027

Your answers:
  Organisation: Library
  You come as: a, c
  Arrival: Thursday 11 March 2027
  May we take pictures: Yes
  Some answers are not repeated in e-mails. You find them at your registration.

See or change your registration:
{link}

Can you not come after all? Cancel your registration, so that somebody else can have the seat.
{link}cancel/

Open the attached calendar file to put the event into your calendar.

More information about the programme follows. See the invitation:
http://localhost/events/dialogue-meeting/

Kind regards

Ada Madsen
The mayor

--
You get this e-mail because you registered on our website. Was it somebody else? Then cancel the \
registration.
Questions? Write to ada@example.org.
Or call +45 33 66 24 51.
We erase your name, address and answers on Saturday 10 April 2027.
City of Copenhagen
Town Hall
"""


def whole_text() -> str:
    code = in_groups(Registration.objects.get().door_code)
    return TEXT.format(link=own_link(), code=code)


class TestConfirmed:
    def test_its_text_is_all_a_guest_needs(self):
        assert letter().text == whole_text()

    def test_its_subject_puts_the_news_first(self):
        assert letter().subject == "You are registered: Dialogue meeting on 11 March"

    def test_every_link_leads_somewhere_that_is_meant(self):
        assert links(letter().html) == {
            "https://meet.example.org/a?b=1&c=2": "https://meet.example.org/a?b=1&c=2",
            own_link(): "See or change your registration",
            own_link() + "cancel/": "Cancel your registration",
            "http://localhost/events/dialogue-meeting/": "See the invitation",
            "mailto:ada@example.org": "ada@example.org",
        }

    def test_its_calendar_file_holds_the_online_link(self):
        file = Calendar.from_ical(letter().calendar)
        assert file["METHOD"] == "PUBLISH"
        assert "https://meet.example.org/a?b=1&c=2" in file.walk("VEVENT")[0]["DESCRIPTION"]
        assert file.walk("VEVENT")[0].decoded("DTSTAMP") == OPEN_AT

    def test_its_calendar_file_is_the_same_at_each_attempt(self):
        confirmation = message(Kind.CONFIRMED, a_guest(a_page()))
        first = emails.compose(confirmation)
        confirmation.state_at = OPEN_AT + timedelta(hours=1)
        assert emails.compose(confirmation) == first

    def test_a_guest_alone_has_one_seat(self):
        assert "We have reserved a seat for you." in letter(companions=[]).text

    def test_companions_are_named(self):
        text = letter(companions=["Bo", "Ida", "Per"]).text
        assert "We have reserved 4 seats: for you and your companions, Bo, Ida and Per." in text

    @pytest.mark.parametrize(
        ("companions", "sentence"),
        [
            ([""], "We have reserved 2 seats: for you and your companion."),
            (["", ""], "We have reserved 3 seats: for you and your 2 companions."),
            (["Bo", ""], "We have reserved 3 seats: for you and your 2 companions."),
        ],
    )
    def test_companions_whose_names_nobody_asked_for_are_counted(self, companions, sentence):
        written = letter(companions=companions)
        assert sentence in written.text
        assert sentence in seen(written.html)

    def test_what_is_sensitive_is_not_in_it(self):
        written = letter()
        assert "Vegan" not in written.text + written.html + written.calendar
        assert "Diet" not in written.text + written.html

    def test_a_question_that_became_sensitive_later_is_not_in_it(self):
        written = letter(answers={}, sensitive_answers={"qorg": "Library"})
        assert "Library" not in written.text + written.html

    def test_without_sensitive_answers_none_are_missed(self):
        assert "Some answers" not in letter(sensitive_answers={}).text

    def test_bare_facts_leave_no_gaps(self):
        page = event_page(deadline_date=None, end_time=None)
        written = emails.compose(message(Kind.CONFIRMED, registration(page.event)))
        assert "Online" not in written.text
        assert "Registration closes" not in written.text
        assert "Your answers" not in written.text
        assert "Kind regards" not in written.text
        assert "\n\n\n" not in written.text

    def test_what_was_published_last_is_what_it_says(self):
        page = a_page()
        guest = a_guest(page)
        page.venue_room = "Room 107"
        page.save_revision().publish()
        text = emails.compose(message(Kind.CONFIRMED, guest)).text
        assert "Room 107" in text
        assert "Room 106" not in text

    def test_it_outlives_its_page(self):
        page = a_page()
        guest = a_guest(page)
        page.unpublish()
        guest = Registration.objects.get(pk=guest.pk)
        text = emails.compose(message(Kind.CONFIRMED, guest)).text
        assert "Thursday 11 March 2027" in text
        assert "/events/dialogue-meeting/" not in text


class TestDanish:
    def test_it_speaks_danish_from_end_to_end(self):
        written = letter(language_code="da")
        assert written.subject == "Du er tilmeldt: Dialogue meeting den 11. marts"
        assert "torsdag den 11. marts 2027" in written.text
        assert "kl. 16.00–18.00" in written.text
        assert "fredag den 26. februar 2027" in written.text
        assert "Kære Cleo" in written.text
        assert '<html lang="da"' in written.html
        for english in ("registered", "seat", "When", "Where", "answers", "Yes", "regards"):
            assert english not in written.text

    def test_it_says_what_is_published_in_danish(self):
        page = a_page()
        danish = Locale.objects.get_or_create(language_code="da")[0]
        copy = page.copy_for_translation(danish, copy_parents=True)
        copy.title, copy.venue_name = "Dialogmøde", "Rådhuset"
        copy.save_revision().publish()
        text = letter(page=page, language_code="da").text
        assert "Dialogmøde" in text
        assert "Rådhuset" in text
        assert "Town hall" not in text

    def test_the_language_of_whoever_asks_changes_nothing(self):
        page = a_page()
        confirmation = message(Kind.CONFIRMED, a_guest(page))
        with translation.override("da"):
            assert emails.compose(confirmation).text == whole_text()
