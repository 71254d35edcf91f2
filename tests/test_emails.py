from datetime import timedelta
from email.utils import parseaddr

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from icalendar import Calendar
from wagtail.models import Locale, Site

from events import emails
from events.emails.plain import WORD_JOINER, one_line, unlinked, without_markup
from events.forms import Question
from events.models import EventSettings, Message, Sender
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"label": "Organisation", "field_type": "singleline", "key": "qorg"},
    {"label": "You come as", "field_type": "checkboxes", "key": "qrole", "choices": "a\nb\nc"},
    {"label": "Arrival", "field_type": "date", "key": "qday"},
    {"label": "May we take pictures", "field_type": "checkbox", "key": "qpic"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet"},
]
ANSWERS = {"qorg": "Library", "qrole": ["a", "c"], "qday": "2027-03-11", "qpic": True}
FACTS = {
    "venue_room": "Room 106",
    "venue_address": "Main Street 1\n1000 Copenhagen",
    "venue_directions": "Ring at the gate.",
    "online_url": "https://meet.example.org/a?b=1&c=2",
    "programme_to_come": True,
    "contact_telephone": "+45 33 66 24 51",
    "confirmation_text": "<p>Bring <b>a cake</b>.</p>",
    "max_companions": 3,
}
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

Online:
  https://meet.example.org/a?b=1&c=2

Registration closes:
  Friday 26 February 2027

Your answers:
  Organisation: Library
  You come as: a, c
  Arrival: Thursday 11 March 2027
  May we take pictures: Yes

Your other answers are not repeated in e-mails. They stand at your registration.

See or cancel your registration:
%REGISTRATION-LINK%

Can you not come after all? Cancel your registration, so that somebody else can have the seat:
%REGISTRATION-LINK%cancel/

Open the attached calendar file to put the event into your calendar.
More information about the programme follows.
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


def a_page(**fields):
    signed = Sender.objects.create(
        name="Ada Madsen",
        title="The mayor",
        organisation="City of Copenhagen",
        address="Town Hall",
    )
    return event_page(questions=QUESTIONS, **FACTS | {"sender": signed} | fields)


def a_guest(page, **fields):
    given = {
        "companions": ["Bo"],
        "answers": ANSWERS,
        "sensitive_answers": {"qdiet": ["Vegan food"]},
    }
    return registration(page.event, **given | fields)


def letter(kind=Message.Kind.CONFIRMED, page=None, **fields) -> emails.Letter:
    return emails.compose(outbox.queue(kind, a_guest(page or a_page(), **fields), at=OPEN_AT))


def seen(html: str) -> str:
    """What a reader sees of a letter, on one line."""
    return " ".join(BeautifulSoup(html, "html.parser").body.get_text(" ").split())


def links(html: str) -> dict[str, str]:
    return {
        a["href"]: " ".join(a.get_text().split()) for a in BeautifulSoup(html, "html.parser")("a")
    }


class TestConfirmed:
    def test_its_text_is_all_a_guest_needs(self):
        assert letter().text == TEXT

    def test_its_subject_puts_the_news_first(self):
        assert letter().subject == "You are registered: Dialogue meeting on 11 March"

    def test_its_html_says_what_its_text_says(self):
        html = characters(seen(letter().html))
        for line in TEXT.replace(Message.LINK, "").splitlines():
            if not line.startswith("http"):
                assert characters(line) in html

    def test_every_link_leads_somewhere_that_is_meant(self):
        assert links(letter().html) == {
            "https://meet.example.org/a?b=1&c=2": "https://meet.example.org/a?b=1&c=2",
            Message.LINK: "See or cancel your registration",
            Message.LINK + "cancel/": "Cancel your registration",
            "http://localhost/events/dialogue-meeting/": "See the invitation",
            "mailto:ada@example.org": "ada@example.org",
        }

    def test_its_calendar_file_holds_the_online_link(self):
        file = Calendar.from_ical(letter().calendar)
        assert file["METHOD"] == "PUBLISH"
        assert "https://meet.example.org/a?b=1&c=2" in file.walk("VEVENT")[0]["DESCRIPTION"]
        assert file.walk("VEVENT")[0].decoded("DTSTAMP") == OPEN_AT

    def test_its_calendar_file_is_the_same_at_each_attempt(self):
        message = outbox.queue(Message.Kind.CONFIRMED, a_guest(a_page()), at=OPEN_AT)
        first = emails.compose(message)
        message.state_at += timedelta(hours=1)
        assert emails.compose(message) == first

    def test_a_guest_alone_has_one_seat(self):
        assert "We have reserved a seat for you." in letter(companions=[]).text

    def test_companions_are_named(self):
        text = letter(companions=["Bo", "Ida", "Per"]).text
        assert "We have reserved 4 seats: for you and your companions, Bo, Ida and Per." in text

    def test_what_is_sensitive_is_not_in_it(self):
        written = letter()
        assert "Vegan" not in written.text + written.html + written.calendar
        assert "Diet" not in written.text + written.html

    def test_a_question_that_became_sensitive_later_is_not_in_it(self):
        written = letter(answers={}, sensitive_answers={"qorg": "Library"})
        assert "Library" not in written.text + written.html

    def test_without_sensitive_answers_none_are_missed(self):
        assert "Your other answers" not in letter(sensitive_answers={}).text

    def test_bare_facts_leave_no_gaps(self):
        page = event_page(deadline_date=None, end_time=None)
        written = emails.compose(
            outbox.queue(Message.Kind.CONFIRMED, registration(page.event), at=OPEN_AT)
        )
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
        text = emails.compose(outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)).text
        assert "Room 107" in text
        assert "Room 106" not in text

    def test_it_outlives_its_page(self):
        page = a_page()
        message = outbox.queue(Message.Kind.CONFIRMED, a_guest(page), at=OPEN_AT)
        page.unpublish()
        text = emails.compose(Message.objects.get(pk=message.pk)).text
        assert "Thursday 11 March 2027" in text
        assert "/events/dialogue-meeting/" not in text


class TestOtherLetters:
    def test_a_repeat_is_told_the_truth(self):
        written = letter(Message.Kind.LINK)
        assert written.subject == "You are already registered: Dialogue meeting on 11 March"
        assert "nothing was changed" in written.text
        assert Message.LINK in links(written.html)
        assert Calendar.from_ical(written.calendar)["METHOD"] == "PUBLISH"

    def test_whoever_is_no_longer_registered_is_told_so(self):
        written = letter(Message.Kind.CANCELLED)
        assert written.subject == "Your registration is cancelled: Dialogue meeting on 11 March"
        assert "Your 2 seats are free for others." in written.text
        assert Calendar.from_ical(written.calendar)["METHOD"] == "CANCEL"

    def test_who_has_no_seat_gets_no_link_to_it(self):
        written = letter(Message.Kind.CANCELLED)
        assert Message.LINK not in written.text + written.html
        assert "meet.example.org" not in written.text + written.html
        assert "meet.example.org" not in written.calendar.replace("\r\n ", "")

    def test_a_cancelled_event_says_so_in_each(self):
        page = a_page(cancelled=True, cancellation_reason="The hall is flooded.")
        for kind in (Message.Kind.LINK, Message.Kind.CANCELLED):
            written = letter(kind, page, name=kind)
            assert "The event is cancelled. The hall is flooded." in written.text
            assert "The event is cancelled. The hall is flooded." in seen(written.html)
            assert "put the event into your calendar" not in written.text


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
        message = outbox.queue(Message.Kind.CONFIRMED, a_guest(page), at=OPEN_AT)
        with translation.override("da"):
            assert emails.compose(message).text == TEXT


class TestHTML:
    @pytest.mark.parametrize("kind", Message.Kind.values)
    def test_it_is_small_and_asks_for_nothing_from_outside(self, kind):
        html = letter(Message.Kind(kind)).html
        soup = BeautifulSoup(html, "html.parser")
        assert len(html.encode()) < 60_000
        assert not soup(["img", "link", "script", "iframe", "form"])
        assert "url(" not in html
        assert "@import" not in html

    def test_its_preheader_says_when_and_where(self):
        hidden = BeautifulSoup(letter().html, "html.parser").body.find("div").get_text()
        assert hidden.replace("\u00a0", " ") == "Thursday 11 March 2027, 16:00–18:00, Town hall"

    def test_it_has_one_heading_a_language_and_a_dark_dress(self):
        soup = BeautifulSoup(letter().html, "html.parser")
        assert soup.html["lang"] == "en"
        assert [h.get_text() for h in soup("h1")] == ["Dialogue meeting"]
        assert soup.title.get_text() == "You are registered: Dialogue meeting on 11 March"
        assert "prefers-color-scheme: dark" in str(soup.head)
        assert all(table.get("role") == "presentation" for table in soup("table"))


class TestWhatGuestsType:
    @pytest.mark.parametrize(
        "typed",
        [
            "www.example.com",
            "http://example.com/x",
            "HTTPS://2130706433/",
            "example.com",
            "eve@example.com",
            "mailto:eve@example.com",
            "example。com",
            "tel:90901234",
        ],
    )
    def test_no_mail_program_makes_a_link_of_it(self, typed):
        for part in unlinked(typed).split(WORD_JOINER):
            assert not part.rstrip(".:@。") or not any(mark in part[:-1] for mark in ".:@。")
        written = letter(name=typed, companions=[typed], answers={"qorg": typed, "qrole": [typed]})
        for form in (written.text, written.html):
            assert typed not in form
        assert not any("example.com" in href for href in links(written.html))

    def test_it_is_never_markup(self):
        written = letter(name="<b>Cleo</b> & <img src=x>", answers={"qorg": "<script>x</script>"})
        assert "Dear <b>Cleo</b> & <img src=x>" in seen(written.html)
        assert not BeautifulSoup(written.html, "html.parser")(["img", "script"])
        assert "Dear <b>Cleo</b> & <img src=x>" in written.text

    def test_it_can_not_ask_for_the_guests_link(self):
        written = letter(name=f"{Message.LINK} Cleo")
        assert written.text.count(Message.LINK) == TEXT.count(Message.LINK)

    def test_nothing_in_the_world_breaks_a_letter(self):
        page = a_page()
        words = page.event.publication()
        addresses = emails.Links(
            "https://www.example.org", Message.LINK, "https://www.example.org/x/"
        )
        calm = BeautifulSoup(letter(page=page).html, "html.parser")
        for description, value in VALUES.items():
            words.title = words.venue_name = value
            guest = emails.Guest(value, (value,), (("Organisation", value),))
            written = emails.confirmed(guest, page.event, words, addresses)
            assert len(written.subject.splitlines()) == 1, description
            soup = BeautifulSoup(written.html, "html.parser")
            assert len(soup("a")) == len(calm("a")), description
            assert len(soup("td")) <= len(calm("td")), description


class TestEditorsWords:
    def test_they_stand_in_both_forms(self):
        text = (
            '<p>Read <a href="https://www.example.org/x">this</a>.</p><ul><li>one</li><li>two</li>'
            "</ul><ol><li>first</li><li>second</li></ol><p>Bye<br/>now</p>"
        )
        written = letter(page=a_page(confirmation_text=text))
        assert "Read this (https://www.example.org/x).\n\n- one\n- two\n" in written.text
        assert "1. first\n2. second\n" in written.text
        assert "Bye\nnow" in written.text
        assert links(written.html)["https://www.example.org/x"] == "this"

    def test_their_links_to_pages_are_whole_addresses(self):
        page = a_page()
        page.confirmation_text = f'<p><a linktype="page" id="{page.pk}">The invitation</a></p>'
        page.save_revision().publish()
        written = letter(page=page)
        assert "The invitation (http://localhost/events/dialogue-meeting/)" in written.text

    def test_no_sequence_of_characters_in_them_breaks_the_letter(self):
        assert "x ]]> y" in seen(letter(page=a_page(confirmation_text="<p>x ]]> y</p>")).html)

    def test_they_are_not_repeated_when_the_link_is(self):
        assert "Bring a cake" not in letter(Message.Kind.LINK).text

    def test_markup_leaves_words_behind(self):
        assert without_markup("<p>a &amp; b</p><p>c</p>") == "a & b\n\nc"
        assert without_markup('<p><a href="mailto:a@example.org">a@example.org</a></p>') == (
            "a@example.org"
        )
        assert without_markup("") == ""


class TestSubject:
    def test_it_is_one_line_and_not_too_long(self):
        assert one_line(" a\r\n b\tc ", 10) == "a b c"
        assert one_line("word " * 100, 20) == "word word word word…"

    def test_a_long_title_with_a_line_break_fits(self):
        page = a_page(title="Dialogue\n" + "meeting " * 30)
        assert letter(page=page).subject.endswith("on 11 March")
        assert "\n" not in letter(page=page, name="Bo").subject


class TestSample:
    def test_it_is_the_letter_of_the_draft(self):
        page = a_page()
        page.venue_name = "Library"
        written = emails.sample(page)
        assert "Dear Anna Jensen" in written.text
        assert "for you and your companion, Peter Hansen" in written.text
        assert "Library" in written.text
        assert "You come as: a" in written.text
        assert "Diet" not in written.text
        assert Message.LINK not in written.text + written.html

    def test_a_draft_without_anything_has_one_too(self):
        page = a_page()
        page.start_date = page.start_time = page.deadline_date = page.sender = None
        page.venue_name = page.contact_email = ""
        page.live = False
        written = emails.sample(page)
        assert written.subject == "You are registered: Dialogue meeting"
        assert "When" not in written.text

    def test_it_speaks_the_pages_language(self):
        page = a_page(locale=Locale.objects.get_or_create(language_code="da")[0])
        with translation.override("en"):
            assert "Kære Anna Jensen" in emails.sample(page).text


class TestAddresses:
    def test_they_are_the_pages_own_sites(self):
        page = a_page()
        Site.objects.update(hostname="events.example.org", port=443)
        Site.clear_site_root_paths_cache()
        page = type(page).objects.get(pk=page.pk)
        assert emails.base_url(page) == "https://events.example.org"
        assert emails.page_url(page) == "https://events.example.org/events/dialogue-meeting/"

    def test_a_site_without_a_name_has_the_admins(self, settings):
        settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123/"
        page = a_page()
        assert emails.base_url(page) == emails.base_url(None) == "http://localhost:8123"
        assert emails.page_url(page) == "http://localhost:8123/events/dialogue-meeting/"

    def test_a_link_opens_the_registration(self):
        page = a_page()
        guest = a_guest(page)
        url = emails.registration_url(guest, page)
        assert url == f"http://localhost/tilmeld/registration/{guest.token}/"

    def test_the_sender_has_the_sites_name(self, settings):
        settings.DEFAULT_FROM_EMAIL = "Website <events@example.org>"
        assert emails.sender(None) == "Website <events@example.org>"
        ours = EventSettings.for_site(Site.objects.get())
        ours.sender_name = 'Culture, "Night" & Day\r\nBcc: eve@example.org'
        ours.save()
        name, address = parseaddr(emails.sender(a_page()))
        assert address == "events@example.org"
        assert name == 'Culture, "Night" & Day Bcc: eve@example.org'


class TestAnswersInWords:
    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("singleline", "Library", "Library"),
            ("checkboxes", ["a", "b"], "a, b"),
            ("checkbox", False, "No"),
            ("date", "2027-03-11", "Thursday 11 March 2027"),
            ("date", "", ""),
            ("number", 3, "3"),
            ("singleline", None, ""),
        ],
    )
    def test_they_read_well(self, kind, value, words):
        with translation.override("en"):
            answer = emails.in_words(Question("q", "Label", kind), value)
        assert answer.replace("\u00a0", " ") == words


def characters(text: str) -> str:
    """Without what only differs between the two forms of a letter: blanks and punctuation."""
    return "".join(c for c in text if c.isalnum())
