"""A test to oneself reaches one address and leaves nothing behind."""

import pytest
from icalendar import Calendar

from events.models import Message
from events.services.outbox.outcomes import Verdict
from events.services.trial import send_trial
from tests.factories import OPEN_AT, draft_event_page, event_page

pytestmark = pytest.mark.django_db

Kind = Message.Kind
BEN = "ben@example.org"


def send(page, kind=Kind.CONFIRMED):
    return send_trial(page, kind, BEN, at=OPEN_AT)


@pytest.mark.parametrize("kind", Message.kinds_to_guests())
def test_every_letter_of_a_draft_can_be_sent(kind, mailserver):
    assert send(draft_event_page(), kind).verdict == Verdict.SENT
    (envelope,) = mailserver.envelopes
    assert envelope.recipients == [BEN]
    mail = envelope.message
    assert mail["Subject"].startswith("[Test] ")
    assert mail["Reply-To"] == "ada@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body("html")
    assert mail.get_body("plain")
    assert not Message.objects.exists()


def test_a_draft_without_dates_has_no_calendar_file(mailserver):
    send(draft_event_page(start_date=None, start_time=None))
    (mail,) = mailserver.messages
    assert list(mail.iter_attachments()) == []


def test_its_calendar_entry_is_never_taken_for_the_events(mailserver):
    page = event_page()
    send(page)
    send(page, Kind.CANCELLED)
    files = [next(mail.iter_attachments()) for mail in mailserver.messages]
    given, taken = (Calendar.from_ical(file.get_payload(decode=True)) for file in files)
    assert (given["METHOD"], taken["METHOD"]) == ("PUBLISH", "CANCEL")
    uids = {calendar.walk("VEVENT")[0]["UID"] for calendar in (given, taken)}
    assert len(uids) == 1
    assert str(page.translation_key) not in uids


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("550 5.7.1 Not from here", Verdict.REFUSED),
        ("451 4.2.1 Try later", Verdict.LATER),
        ("451 4.3.0 Try later", Verdict.FAULT),
        ("421 4.3.2 Closing", Verdict.CLOSED),
    ],
)
def test_what_the_mail_server_answers_is_told(answer, verdict, mailserver):
    mailserver.refuse(answer)
    assert send(draft_event_page()).verdict == verdict


def test_what_we_did_wrong_is_noted_for_those_who_can_mend_it(caplog, monkeypatch):
    monkeypatch.setattr("events.emails.sample", lambda page, kind: 1 / 0)
    assert send(draft_event_page()).verdict == Verdict.OURS
    assert "ZeroDivisionError" in caplog.text


def test_a_mail_server_that_is_away_is_told(mailserver):
    mailserver.down()
    assert send(draft_event_page()).verdict == Verdict.FAULT
