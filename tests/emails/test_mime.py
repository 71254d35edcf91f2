"""A mail that is written at once arrives as the one that Django makes."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from events.emails.mime import LONGEST_LINE, Mail
from tests.nasty import VALUES

FILE = ("event.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")


def read(make, text: str, html: str, *files) -> list:
    """Return type and content of each part, as a mail program reads them."""
    mail = make("Subject", text, "ada@example.org", ["cleo@example.org"], attachments=files)
    mail.attach_alternative(html, "text/html")
    sent = mail.message().as_bytes(linesep="\r\n")
    parts = message_from_bytes(sent, policy=policy.SMTP).walk()
    leaves = [part for part in parts if not part.is_multipart()]
    return [(part.get_content_type(), part.get_content()) for part in leaves]


@pytest.mark.parametrize("files", [[], [FILE]], ids=["alone", "with a file"])
def test_whatever_was_typed(files):
    for description, value in VALUES.items():
        typed = value.encode(errors="ignore").decode()
        letter = (f"Dear {typed}\n\n.\nFrom {typed}\n", f"<p>\n<b>{typed}</b>\n</p>\n")
        ours, djangos = (read(make, *letter, *files) for make in (Mail, EmailMultiAlternatives))
        assert ours == djangos, description


@pytest.mark.parametrize("longer", [0, 1])
def test_no_line_is_longer_than_mail_servers_take(longer):
    line = "æ" * (LONGEST_LINE // 2) + "x" * longer
    mail = Mail("Subject", f"{line}\n", "ada@example.org", ["cleo@example.org"])
    mail.attach_alternative(f"<p>\n{line}\n</p>\n", "text/html")
    sent = mail.message().as_bytes(linesep="\r\n")
    assert max(map(len, sent.split(b"\r\n"))) <= LONGEST_LINE
    read_text = message_from_bytes(sent, policy=policy.SMTP).get_body(("plain",)).get_content()
    assert read_text.strip() == line
