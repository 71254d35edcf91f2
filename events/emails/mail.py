"""A finished letter as mail: one bare recipient, both forms, and the calendar file."""

import re
from email.mime.text import MIMEText

from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.validators import validate_email

from ..models import EventWords
from .letters import Letter


def as_mail(
    letter: Letter, to_address: str, words: EventWords, sender: str
) -> EmailMultiAlternatives:
    """Return a letter as mail from ``sender``; answers to it go to the event's contact.

    Raise ValidationError for anything but one bare address, BadHeaderError for a line break in the
    subject: not every provider's backend refuses them.
    """
    validate_email(to_address)
    if len(letter.subject.splitlines()) != 1:
        raise BadHeaderError
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        sender,
        [to_address],
        reply_to=[words.contact_email] if words.contact_email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html, "text/html")
    _attach_calendar(mail, letter.calendar)
    return mail


def _attach_calendar(mail: EmailMultiAlternatives, calendar: str) -> None:
    """Attach the calendar file; its MIME type must name the method that stands in it."""
    method = re.search(r"^METHOD:(\w+)", calendar, re.MULTILINE)
    if method:
        # A part of its own: of a type given as text, anymail's Resend takes the whole for the type.
        part = MIMEText(calendar, "calendar", "utf-8")
        part.set_param("method", method[1])
        part.add_header("Content-Disposition", "attachment", filename="event.ics")
        mail.attach(part)
