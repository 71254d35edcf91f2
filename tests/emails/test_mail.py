"""A letter's envelope: what stands in its headers, and what never gets there."""

from email import message_from_bytes

import pytest
from django.core.mail import BadHeaderError
from icalendar import Calendar
from wagtail.models import Site

from events import emails
from events.forms.text import encodable
from events.models import EventSettings, Message
from tests.emails.support import a_page, message_of
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

Kind = Message.Kind
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Reply-To",
    "Auto-Submitted",
    "Date",
    "Message-ID",
}
SMUGGLED = "Ada\r\nBcc: eve@example.org"


def mail(page, kind=Kind.CONFIRMED):
    written = emails.compose(message_of(kind, page))
    return emails.as_mail(
        written, "cleo@example.org", page.event.publication(), emails.sender(page)
    )


def parts(page, kind=Kind.CONFIRMED) -> list:
    """The mail's parts as they arrive."""
    return list(message_from_bytes(mail(page, kind).message().as_bytes(linesep="\r\n")).walk())


def site(**fields) -> None:
    settings = EventSettings.for_site(Site.objects.get())
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()


def headers(page) -> set[str]:
    return set(dict(mail(page).message()))


class TestSender:
    def test_name_and_address_are_the_sites(self, settings):
        settings.DEFAULT_FROM_EMAIL = "Website <web@example.org>"
        assert mail(a_page()).from_email == "Website <web@example.org>"
        site(sender_name="Culture", sender_address="culture@example.org")
        assert mail(a_page(slug="b")).from_email == "Culture <culture@example.org>"

    def test_answers_go_to_the_events_contact(self):
        page = a_page()
        assert mail(page).reply_to == ["ada@example.org"]

    def test_without_a_contact_to_the_sender(self):
        page = a_page()
        page.event.publications.update(contact_email="")
        assert "Reply-To" not in mail(page).message()


class TestParts:
    def test_the_plain_form_comes_first_and_the_calendar_last(self):
        assert [part.get_content_type() for part in parts(a_page())] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
        ]

    @pytest.mark.parametrize(
        ("kind", "method"), [(Kind.CONFIRMED, "PUBLISH"), (Kind.CANCELLED, "CANCEL")]
    )
    def test_the_calendars_type_names_its_method_and_its_letters(self, kind, method):
        *_, part = parts(a_page(title="Dialogmøde"), kind)
        assert part.get_param("method") == method
        assert part.get_content_charset() == "utf-8"
        calendar = Calendar.from_ical(part.get_payload(decode=True).decode())
        assert calendar["METHOD"] == method
        assert calendar.walk("VEVENT")[0]["SUMMARY"] == "Dialogmøde"


class TestHeaders:
    def test_there_are_no_others(self):
        assert headers(a_page()) == HEADERS

    @pytest.mark.parametrize(
        "written",
        [
            {"sender_name": SMUGGLED},
            {"sender_name": ("x" * 60 + SMUGGLED)[:120]},
            {"sender_name": '"Ada" <eve@example.org>, '},
        ],
    )
    def test_a_senders_name_is_a_name(self, settings, written):
        settings.DEFAULT_FROM_EMAIL = "web@example.org"
        site(**written)
        sent = mail(a_page()).message()
        assert set(dict(sent)) == HEADERS
        assert sent["From"].endswith("<web@example.org>")

    def test_nor_from_anything_that_can_be_typed_there(self):
        page = a_page()
        written = emails.compose(message_of(Kind.CONFIRMED, page))
        for description, value in VALUES.items():
            name = encodable(value.replace("\x00", ""))[:120]
            EventSettings.objects.update(sender_name=name)  # saved, it would publish all anew
            sent = emails.as_mail(written, "cleo@example.org", page, emails.sender(page)).message()
            assert set(dict(sent)) == HEADERS, description

    @pytest.mark.parametrize("field", ["title", "venue_name", "contact_name", "contact_telephone"])
    def test_nor_from_what_an_editor_writes(self, field):
        page = a_page()
        page.event.publications.update(**{field: SMUGGLED})
        assert headers(page) == HEADERS

    def test_nor_from_own_words(self):
        own_words = [("confirmed", f"<p>{SMUGGLED}\r\n\r\n{{name}}</p>")]
        assert headers(a_page(own_words=own_words)) == HEADERS

    @pytest.mark.parametrize("address", ["contact_email", "sender_address"])
    def test_an_address_that_no_form_let_in_is_refused(self, address):
        page = a_page()
        if address == "contact_email":
            page.event.publications.update(contact_email="a@example.org\nBcc: e@example.org")
        else:
            site(sender_address="a@example.org\nBcc: e@example.org")
        with pytest.raises((BadHeaderError, ValueError)):
            mail(page).message()
