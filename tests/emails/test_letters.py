"""What holds for every letter."""

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from wagtail.models import Locale

from events import emails
from events.emails.letters import OWN_WORDS
from events.models import EventPage, Message, Registration
from events.models.message import LINK_MARK, link_mark
from tests.emails.support import (
    BARE,
    OFFERED,
    TO_GUESTS,
    TO_INVITEES,
    UNTIL,
    WAITING,
    a_guest,
    a_page,
    characters,
    letter,
    links,
    message,
    message_of,
    seen,
)
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

Kind = Message.Kind
every_kind = pytest.mark.parametrize("kind", TO_GUESTS)

WHY = {
    Kind.CONFIRMED: "you registered on our website.",
    Kind.WAITING: "you joined the waiting list on our website.",
    Kind.PROMOTED: "you joined the waiting list on our website.",
    Kind.OFFERED: "you joined the waiting list on our website.",
    Kind.OFFER_EXPIRED: "you joined the waiting list on our website.",
    Kind.CHANGED: "you registered on our website.",
    Kind.CANCELLED: "you were registered on our website.",
    Kind.LINK: "somebody asked for the link to a registration with this address, or",
    Kind.INVITED: "you are invited by name.",
    Kind.INVITATION_REMINDER: "you are invited by name.",
    Kind.LATE_LINK: "the organisers have given you a link of your own.",
    Kind.ORGANISERS: "you registered, or joined the waiting list, on our website.",
}
STEPS = ("accept/", "cancel/", "decline/", "restore/", "unsubscribe/")
#: Sizes at which a mail program shows no more than a part lie above.
LARGEST = 60_000


@every_kind
class TestEachKind:
    def test_its_html_says_what_its_text_says(self, kind):
        written = letter(kind)
        html = characters(seen(written.html))
        for line in LINK_MARK.sub("", written.text).splitlines():
            if not line.startswith(("http", *STEPS)):
                assert characters(line) in html

    def test_its_text_holds_every_link_of_its_html(self, kind):
        written = letter(kind)
        for href in links(written.html):
            assert href.removeprefix("mailto:") in written.text

    def test_it_says_why_one_gets_it(self, kind):
        written = letter(kind)
        sentence = f"You get this e-mail because {WHY[kind]}"
        assert sentence in written.text
        assert sentence in seen(written.html)

    def test_it_says_when_where_whom_to_ask_and_when_data_is_erased(self, kind):
        text = letter(kind).text
        assert "When:\n  Thursday 11 March 2027, 16:00–18:00" in text
        assert "Where:\n  Town hall" in text
        assert "Questions? Write to ada@example.org." in text
        assert "We erase your name, address and answers on Saturday 10 April 2027." in text

    def test_bare_facts_leave_no_gaps(self, kind):
        page = a_page(**BARE)
        page.event.publications.update(contact_email="")
        written = letter(kind, page)
        for missing in ("Where", "Online", "Questions?", "call", "Kind regards", "None"):
            assert missing not in written.text + seen(written.html)
        assert "\n\n\n" not in written.text

    def test_it_is_small_and_asks_for_nothing_from_outside(self, kind):
        html = letter(kind).html
        soup = BeautifulSoup(html, "html.parser")
        assert len(html.encode()) < LARGEST
        assert not soup(["img", "link", "script", "iframe", "form"])
        assert "url(" not in html
        assert "@import" not in html

    def test_it_has_at_most_one_button(self, kind):
        soup = BeautifulSoup(letter(kind).html, "html.parser")
        assert len(soup.select(".button a")) == (0 if kind == Kind.CANCELLED else 1)

    def test_it_has_one_heading_a_language_and_a_dark_dress(self, kind):
        written = letter(kind)
        soup = BeautifulSoup(written.html, "html.parser")
        assert soup.html["lang"] == "en"
        assert [h.get_text() for h in soup("h1")] == ["Dialogue meeting"]
        assert soup.title.get_text() == written.subject
        assert "prefers-color-scheme: dark" in str(soup.head)
        assert all(table.get("role") == "presentation" for table in soup("table"))

    def test_its_preheader_does_not_repeat_its_subject(self, kind):
        written = letter(kind)
        hidden = BeautifulSoup(written.html, "html.parser").body.find("div").get_text()
        assert len(hidden.strip()) > 20
        assert written.subject not in hidden

    def test_its_own_words_are_those_for_it(self, kind):
        text = letter(kind).text
        meant = {"confirmation_text": "Bring a cake.", "invitation_text": "Do come."}
        said = {field for field, words in meant.items() if words in text}
        assert said == ({OWN_WORDS[kind]} if kind in OWN_WORDS else set())

    def test_a_danish_one_has_a_letter_too(self, kind):
        written = letter(kind, language_code="da")
        assert '<html lang="da"' in written.html
        assert "torsdag den 11. marts 2027" in written.text
        assert "Kære Cleo" in written.text

    def test_to_nobody_it_can_not_be_written(self, kind):
        lost = message_of(kind, a_page())
        lost.registration = lost.invitation = None
        with pytest.raises(ValueError, match="nobody"):
            emails.compose(lost)


class TestCalendar:
    @pytest.mark.parametrize("kind", [Kind.CONFIRMED, Kind.PROMOTED, Kind.CHANGED, Kind.LINK])
    def test_whoever_has_a_seat_gets_the_entry(self, kind):
        assert Calendar.from_ical(letter(kind).calendar)["METHOD"] == "PUBLISH"

    def test_whoever_gave_a_seat_up_gets_it_taken_away(self):
        assert Calendar.from_ical(letter(Kind.CANCELLED).calendar)["METHOD"] == "CANCEL"

    @pytest.mark.parametrize("given_up", [{"waiting_since": UNTIL}, {"offered_until": UNTIL}])
    def test_whoever_gave_up_a_place_in_line_or_an_offer_has_none(self, given_up):
        assert letter(Kind.CANCELLED, **given_up).calendar == ""

    @pytest.mark.parametrize("standing", [WAITING, OFFERED], ids=["waiting", "offered"])
    @pytest.mark.parametrize("kind", [Kind.CHANGED, Kind.LINK])
    def test_whoever_waits_gets_none(self, kind, standing):
        written = letter(kind, **standing)
        assert written.calendar == ""
        assert "calendar" not in written.text

    @pytest.mark.parametrize(
        "kind",
        [Kind.WAITING, Kind.OFFERED, Kind.OFFER_EXPIRED, Kind.ORGANISERS, *TO_INVITEES],
    )
    def test_other_letters_have_none(self, kind):
        written = letter(kind)
        assert written.calendar == ""
        assert "calendar" not in written.text


class TestSubject:
    def test_a_long_title_with_a_line_break_fits(self):
        page = a_page(title="Dialogue\n" + "meeting " * 30)
        assert letter(page=page).subject.endswith("on 11 March")
        assert "\n" not in letter(page=page, name="Bo").subject


class TestWhatGuestsType:
    @pytest.mark.parametrize("typed", ["www.example.com", "http://example.com/x", "e@example.com"])
    def test_no_mail_program_makes_a_link_of_it(self, typed):
        written = letter(name=typed, companions=[typed], answers={"qorg": typed, "qrole": [typed]})
        for form in (written.text, written.html):
            assert typed not in form
        assert not any("example.com" in href for href in links(written.html))

    def test_it_is_never_markup(self):
        written = letter(name="<b>Cleo</b> & <img src=x>", answers={"qorg": "<script>x</script>"})
        assert "Dear <b>Cleo</b> & <img src=x>" in seen(written.html)
        assert not BeautifulSoup(written.html, "html.parser")(["img", "script"])
        assert "Dear <b>Cleo</b> & <img src=x>" in written.text

    def test_it_can_not_ask_for_a_link(self):
        page = a_page()
        cleo = a_guest(page)
        Registration.objects.update(name=f"{link_mark(cleo)} Cleo")
        cleo.refresh_from_db()
        confirmation = message(Kind.CONFIRMED, cleo)
        first_line = emails.compose(confirmation).text.partition("\n")[0]
        assert emails.with_links(first_line, confirmation, page) == first_line

    @every_kind
    def test_nothing_in_the_world_breaks_a_letter(self, kind):
        page = a_page()
        row = message_of(kind, page)
        calm = BeautifulSoup(emails.compose(row).html, "html.parser")
        for description, value in VALUES.items():
            _type(row, value)
            written = emails.compose(row)
            assert len(written.subject.splitlines()) == 1, description
            soup = BeautifulSoup(written.html, "html.parser")
            assert len(soup("a")) <= len(calm("a")), description
            assert len(soup("td")) <= len(calm("td")), description

    def test_long_answers_are_cut_before_a_mail_program_does(self):
        answers = {"qorg": "æ" * 5000, "qrole": ["a"]}
        written = letter(answers=answers, companions=["Bo" * 60] * 9)
        assert "Organisation: " + "æ" * 999 + "…\n" in written.text
        assert len(written.html.encode()) < LARGEST


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
        page.invitation_text = f'<p><a linktype="page" id="{page.pk}">The page</a></p>'
        page.save_revision().publish()
        text = letter(Kind.INVITED, page).text
        assert "The page (http://localhost/events/dialogue-meeting/)" in text

    def test_no_sequence_of_characters_in_them_breaks_the_letter(self):
        assert "x ]]> y" in seen(letter(page=a_page(confirmation_text="<p>x ]]> y</p>")).html)

    def test_each_language_has_its_own(self):
        page = a_page()
        danish = Locale.objects.get_or_create(language_code="da")[0]
        copy = page.copy_for_translation(danish, copy_parents=True)
        copy.invitation_text = "<p>Kom nu.</p>"
        copy.save_revision().publish()
        assert EventPage.objects.get(pk=page.pk).invitation_text == "<p>Do <b>come</b>.</p>"
        assert "Kom nu." in letter(Kind.INVITED, page, language_code="da").text


def _type(row: Message, value: str) -> None:
    """Let guest, invitee and editor have typed a value wherever they can."""
    to = row.registration or row.invitation
    to.name = value
    row.words.title = row.words.venue_name = value
    if row.registration:
        to.companions = [value]
        to.answers = {"qorg": value}
    if row.change:
        row.change.changes = [{"label": "Q", "old": value, "new": [value], "sensitive": False}]
