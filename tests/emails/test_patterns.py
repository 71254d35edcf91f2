"""What letters of a batch have in common is made once, and nobody could tell."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis.strategies import from_regex
from wagtail.models import Locale

from events import emails
from events.emails import letters, patterns
from events.models import Message, Registration
from tests.emails.support import (
    TO_GUESTS,
    WAITING,
    a_guest,
    a_page,
    an_invitee,
    message,
    message_of,
)
from tests.factories import OPEN_AT
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

Kind = Message.Kind
NAMED = [("confirmed", '<p><b>{name}</b>, come. <a href="mailto:ada@example.org">{name}</a></p>')]


@pytest.fixture
def rendered(monkeypatch):
    """Count how often templates are rendered for a whole letter."""
    kinds, render = [], letters._letter

    def counted(kind, *rest):
        kinds.append(kind)
        return render(kind, *rest)

    monkeypatch.setattr(letters, "_letter", counted)
    return kinds


def directly(row: Message) -> emails.Letter:
    """Write a letter without any pattern."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "PLAIN", re.compile("(?!)"))
        return emails.compose(row)


def typed(row: Message, value: str) -> Message:
    row.recipient.name = value
    if isinstance(row.recipient, Registration):
        row.recipient.companions = [value, "Bo"]
        row.recipient.answers = {"qorg": value, "qrole": [value, "b"]}
        vars(row.recipient).pop("answered", None)
    return row


class TestAPattern:
    @pytest.mark.parametrize("kind", TO_GUESTS)
    def test_makes_the_letter_that_is_rendered_for_its_guest_alone(self, kind):
        """All values for the confirmation; other letters are made alike and get a share each."""
        share = slice(None) if kind == Kind.CONFIRMED else slice(TO_GUESTS.index(kind), None, 8)
        row, batch = message_of(kind, a_page(own_words=NAMED)), emails.Patterns()
        for description, value in [("first", "Dora"), *list(VALUES.items())[share]]:
            typed(row, value)
            assert emails.compose(row, batch) == directly(row), description

    def test_does_so_for_whatever_is_taken_for_plain(self):
        row, batch = message_of(Kind.CONFIRMED, a_page(own_words=NAMED)), emails.Patterns()

        @settings(max_examples=150, deadline=None, database=None)
        @given(from_regex(patterns.PLAIN, fullmatch=True))
        def proven(value):
            typed(row, value)
            assert emails.compose(row, batch) == directly(row)

        proven()

    @pytest.mark.parametrize("name", ["Cleo", "Åse D’Arcy", "Jean-Luc St. John", "李小龍"])
    def test_fits_names_as_people_have_them(self, name, rendered):
        page, batch = a_page(own_words=NAMED), emails.Patterns()
        for guest in (a_guest(page, name="Bo"), a_guest(page, name=name)):
            assert guest.name in emails.compose(message(Kind.CONFIRMED, guest), batch).text
        assert len(rendered) == 1

    def test_fits_answers_as_people_give_them(self, rendered):
        page, batch = a_page(), emails.Patterns()
        for answer in ("Library", "Bang & Olufsen (Struer)", "33 66 24 51", "cleo@example.org"):
            guest = a_guest(page, name=f"Cleo {answer[0]}", answers={"qorg": answer})
            emails.compose(message(Kind.CONFIRMED, guest), batch)
        assert len(rendered) == 1

    def test_has_each_guests_own_link(self):
        page, batch = a_page(), emails.Patterns()
        for name in ("Bo", "Cleo"):
            row = message(Kind.CONFIRMED, a_guest(page, name=name))
            assert emails.compose(row, batch) == directly(row)

    def test_has_marks_that_nobody_can_have_typed(self):
        assert emails.Patterns().mark(0) != emails.Patterns().mark(0)


class TestNoPatternServes:
    def test_another_event_kind_or_standing(self, rendered):
        page, batch = a_page(), emails.Patterns()
        other = a_page(title="Another meeting", slug="another-meeting")
        waits = a_guest(page, name="Dora", **WAITING)
        rows = [
            message(Kind.CONFIRMED, a_guest(page)),
            message(Kind.LINK, a_guest(page, name="Bo")),
            message(Kind.LINK, waits),
            message(Kind.CONFIRMED, a_guest(other)),
            message(Kind.INVITED, an_invitee(page)),
        ]
        for row in rows:
            assert emails.compose(row, batch) == directly(row)
        assert len(rendered) == 2 * len(rows)

    def test_another_language(self):
        page, batch = a_page(), emails.Patterns()
        danish = Locale.objects.get_or_create(language_code="da")[0]
        copy = page.copy_for_translation(danish, copy_parents=True)
        copy.save_revision().publish()
        for language in ("en", "da"):
            guest = a_guest(page, name=f"Cleo {language}", language_code=language)
            row = message(Kind.CONFIRMED, guest)
            assert emails.compose(row, batch) == directly(row)


class TestTheCalendarFile:
    def test_is_stamped_with_its_own_letters_time(self):
        page, batch = a_page(), emails.Patterns()
        row = message_of(Kind.CONFIRMED, page)
        for seconds in (0, 1, 100_000):
            row.created_at = OPEN_AT + timedelta(seconds=seconds)
            assert emails.compose(row, batch) == directly(row)

    def test_says_what_the_letter_says(self):
        page, batch = a_page(), emails.Patterns()
        seated, gone = a_guest(page), a_guest(page, name="Bo", status="cancelled")
        rows = [message(Kind.CONFIRMED, seated), message(Kind.CANCELLED, gone)]
        methods = [emails.compose(row, batch).calendar.count("METHOD:CANCEL") for row in rows]
        assert methods == [0, 1]
