"""What holds for every letter."""

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from icalendar import Calendar
from wagtail.models import Locale

from events import emails
from events.models import Announcement, Message, Registration
from events.models.message import LINK_MARK, link_mark
from events.models.own_words import LONGEST
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
from tests.factories import OPEN_AT
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
    Kind.EVENT_CHANGED: "you registered on our website.",
    Kind.EVENT_CANCELLED: "you are registered.",
    Kind.PROGRAMME_PUBLISHED: "you registered on our website.",
    Kind.REMINDER: "you registered on our website.",
    Kind.INVITED: "you are invited by name.",
    Kind.INVITATION_REMINDER: "you are invited by name.",
    Kind.LATE_LINK: "the organisers have given you a link of your own.",
    Kind.ORGANISERS: "you registered, or joined the waiting list, on our website.",
}
WITHOUT_BUTTON = (Kind.CANCELLED, Kind.EVENT_CANCELLED)
PLACE = [("confirmed", "<p>See you {place}.</p>")]
TO_SEATED = (Kind.CONFIRMED, Kind.PROMOTED)
STEPS = ("accept/", "cancel/", "decline/", "restore/", "unsubscribe/")
#: Sizes at which a mail program shows no more than a part lie above.
LARGEST = 60_000


@pytest.fixture(scope="module")
def one_of_each(django_db_setup, django_db_blocker) -> dict[str, emails.Letter]:
    """A letter of every kind for many to read; what they were made of is gone again."""
    written = {}
    for kind in TO_GUESTS:
        with django_db_blocker.unblock(), transaction.atomic():
            written[kind] = letter(kind)
            transaction.set_rollback(True)
    return written


@every_kind
class TestEachKind:
    @pytest.fixture
    def written(self, one_of_each, kind) -> emails.Letter:
        return one_of_each[kind]

    def test_its_html_says_what_its_text_says(self, written):
        html = characters(seen(written.html))
        for line in LINK_MARK.sub("", written.text).splitlines():
            if not line.startswith(("http", *STEPS)):
                assert characters(line) in html

    def test_its_text_holds_every_link_of_its_html(self, written):
        for href in links(written.html):
            assert href.removeprefix("mailto:") in written.text

    def test_it_says_why_one_gets_it(self, kind, written):
        sentence = f"You get this e-mail because {WHY[kind]}"
        assert sentence in written.text
        assert sentence in seen(written.html)

    def test_it_says_when_where_whom_to_ask_and_when_data_is_erased(self, written):
        text = written.text
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

    def test_it_is_small_and_asks_for_nothing_from_outside(self, written):
        html = written.html
        soup = BeautifulSoup(html, "html.parser")
        assert len(html.encode()) < LARGEST
        assert not soup(["img", "link", "script", "iframe", "form"])
        assert "url(" not in html
        assert "@import" not in html

    def test_it_has_at_most_one_button(self, kind, written):
        soup = BeautifulSoup(written.html, "html.parser")
        assert len(soup.select(".button a")) == (0 if kind in WITHOUT_BUTTON else 1)

    def test_it_has_one_heading_a_language_and_a_dark_dress(self, written):
        soup = BeautifulSoup(written.html, "html.parser")
        assert (soup.html["lang"], soup.html["dir"]) == ("en", "ltr")
        assert [h.get_text() for h in soup("h1")] == ["Dialogue meeting"]
        assert soup.title.get_text() == written.subject
        assert "prefers-color-scheme: dark" in str(soup.head)
        assert all(table.get("role") == "presentation" for table in soup("table"))

    def test_its_preheader_does_not_repeat_its_subject(self, written):
        hidden = BeautifulSoup(written.html, "html.parser").body.find("div").get_text()
        assert len(hidden.strip()) > 20
        assert written.subject not in hidden

    def test_its_own_words_are_those_for_it(self, kind, written):
        text = written.text
        own = {"Bring a cake.": TO_SEATED, "Do come.": TO_INVITEES}
        assert {words for words in own if words in text} == {
            words for words, kinds in own.items() if kind in kinds
        }

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

    def test_at_an_event_that_is_cancelled_it_is_taken_away_from_all(self):
        taken = Calendar.from_ical(letter(Kind.LINK, a_page(cancelled=True)).calendar)
        assert taken["METHOD"] == "CANCEL"
        assert taken.walk("VEVENT")[0]["STATUS"] == "CANCELLED"

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

    def test_what_organisers_wrote_is_filled_in_for_each_guest(self):
        page, batch = a_page(), emails.Patterns()
        words = {"subject": "{name}, bring {seats} bags" + " and {name}" * 5, "text": "<p>…</p>"}
        told = Announcement.objects.create(
            kind=Kind.ORGANISERS, event=page.event, created_at=OPEN_AT, **words
        )
        for name in ("Cleo", "Bo <i>"):
            row = message(Kind.ORGANISERS, a_guest(page, name=name), announcement=told)
            written = emails.compose(row, batch)
            filled = f"{name}, bring 2 bags" + f" and {name}" * 5
            assert written.subject == f"{filled}: Dialogue meeting on 11 March"
            assert BeautifulSoup(written.html, "html.parser").title.get_text() == written.subject


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
        assert emails.with_links(confirmation, page)(first_line) == first_line

    @every_kind
    def test_nothing_in_the_world_breaks_a_letter(self, kind):
        """All of it in the confirmation; other letters are made alike and get a share each."""
        share = slice(None) if kind == Kind.CONFIRMED else slice(TO_GUESTS.index(kind), None, 12)
        page = a_page()
        row = message_of(kind, page)
        calm = emails.compose(row).html
        for description, value in list(VALUES.items())[share]:
            _type(row, value)
            written = emails.compose(row)
            assert len(written.subject.splitlines()) == 1, description
            for tag in ("<a ", "<td"):
                assert written.html.count(tag) <= calm.count(tag), description

    def test_long_answers_are_cut_before_a_mail_program_does(self):
        answers = {"qorg": "æ" * 5000, "qrole": ["a"]}
        written = letter(answers=answers, companions=["Bo" * 60] * 9)
        assert "Organisation: " + "æ" * 999 + "…\n" in written.text
        assert len(written.html.encode()) < LARGEST

    def test_a_long_event_is_no_longer_than_mail_programs_show(self):
        page = a_page(
            title="Æ" * 255,
            venue_directions="Æ" * 2000,
            own_words=[("confirmed", ("<p>" + "Æ <b>æ</b> " * 25 + "</p>") * (LONGEST // 100))],
        )
        assert len(letter(page=page, answers={"qorg": "æ" * 5000}).html.encode()) < LARGEST


class TestEditorsWords:
    def test_they_stand_in_both_forms(self):
        text = (
            '<p>Read <a href="https://www.example.org/x">this</a>.</p><ul><li>one</li><li>two</li>'
            "</ul><ol><li>first</li><li>second</li></ol><p>Bye<br/>now</p>"
        )
        written = letter(page=a_page(own_words=[("confirmed", text)]))
        assert "Read this (https://www.example.org/x).\n\n- one\n- two\n" in written.text
        assert "1. first\n2. second\n" in written.text
        assert "Bye\nnow" in written.text
        assert links(written.html)["https://www.example.org/x"] == "this"

    def test_their_links_to_pages_are_whole_addresses(self):
        page = a_page()
        link = f'<p><a linktype="page" id="{page.pk}">The page</a></p>'
        page.own_words = [("invited", link)]
        page.save_revision().publish()
        text = letter(Kind.INVITED, page).text
        assert "The page (http://localhost/events/dialogue-meeting/)" in text

    def test_no_sequence_of_characters_in_them_breaks_the_letter(self):
        page = a_page(own_words=[("confirmed", "<p>x ]]> y</p>")])
        assert "x ]]> y" in seen(letter(page=page).html)

    def test_each_language_has_its_own(self):
        page = a_page()
        danish = Locale.objects.get_or_create(language_code="da")[0]
        copy = page.copy_for_translation(danish, copy_parents=True)
        copy.own_words = [("invited", "<p>Kom nu.</p>")]
        copy.save_revision().publish()
        assert "Kom nu." in letter(Kind.INVITED, page, language_code="da").text
        assert "Do come." in letter(Kind.INVITED, page, email="bo@example.org").text

    def test_they_are_filled_in(self):
        text = "<p>{name}! {event}, {date}, {place}; by {deadline} for {seats}.</p>"
        written = letter(page=a_page(own_words=[("confirmed", text)]))
        filled = (
            "Cleo! Dialogue meeting, Thursday 11 March 2027, 16:00–18:00, Town hall, Room 106; "
            "by Friday 26 February 2027 for 2."
        )
        assert filled in written.text
        assert filled in seen(written.html)

    def test_online_is_a_place(self):
        page = a_page(**BARE | {"online_url": "https://meet.example.org/", "own_words": PLACE})
        assert "See you online." in letter(page=page).text

    def test_what_a_guest_typed_is_neither_link_nor_markup_in_them(self):
        page = a_page(own_words=[("confirmed", "<p>Welcome, {name}.</p>")])
        written = letter(page=page, name="<b>www.example.com</b> {event}")
        assert "Welcome, <b>www.\u2060example.\u2060com</b> {event}." in written.text
        assert "Welcome, <b>www.\u2060example.\u2060com</b> {event}." in seen(written.html)


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
