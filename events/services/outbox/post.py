"""A letter on its way: handed to Django's mail API, with what we know it by again."""

from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives, get_connection
from wagtail.models import Page

from ... import emails
from ...addresses import unsubscribe_url
from ...models import Message
from . import outcomes
from .outcomes import Outcome, Verdict

#: The name of our reference among the metadata that a provider sends back with its reports.
REFERENCE = "tilmeld"
#: The request's header by which a provider knows a letter that it has taken, and sends no second.
KEY_IN_REQUEST = {"Resend": "Idempotency-Key"}
#: Providers of which anymail knows no metadata: their reports are matched by their own id.
WITHOUT_METADATA = {"MailerSend", "Postal"}


class Post:
    """A connection to the mail server, opened at the first letter and again after a failure."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._senders: dict[tuple[int, str], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, message: Message, at: datetime) -> Outcome:
        """Hand over a letter whose words are filled in; never raises."""
        try:
            mail = as_mail(message, self._sender(message))
        except Exception as error:
            return outcomes.judge(error, at)
        try:
            connection = self._opened()
        except Exception as error:
            self._close()
            return outcomes.not_opened(error)
        try:
            return _handed_over(connection, mail, message)
        except Exception as error:
            self._close()
            return outcomes.judge(error, at)

    def _sender(self, message: Message) -> str:
        """Return the From address, asked for once for all letters of an event in a language."""
        key = (message.event_id, message.language_code)
        if key not in self._senders:
            self._senders[key] = emails.sender(emails.words_and_page(message)[1])
        return self._senders[key]

    def _opened(self) -> Any:
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        return self._connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with suppress(Exception):  # the letter's outcome is known already
                connection.close()


def as_mail(message: Message, sender: str) -> EmailMultiAlternatives:
    """Return the mail from ``sender``, with the guest's links in place.

    Raise what ``emails.as_mail`` raises.
    """
    words, page = emails.words_and_page(message)
    text, html = map(emails.with_links(message, page), (message.text, message.html))
    letter = emails.Letter(message.subject, text, html, message.calendar)
    mail = emails.as_mail(letter, message.to_address, words, sender)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail.extra_headers["Message-ID"] = f"<{message.reference}@{domain}>"
    mail.extra_headers |= _unsubscribing(message, page)
    return mail


def _unsubscribing(message: Message, page: Page | None) -> dict[str, str]:
    """The headers of RFC 8058, by which a mail program stops what is no letter about oneself."""
    if message.kind != Message.Kind.ORGANISERS or message.registration is None:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(message.registration, page)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _handed_over(connection: Any, mail: EmailMultiAlternatives, message: Message) -> Outcome:
    provider, reference = getattr(connection, "esp_name", ""), str(message.reference)
    mail.tags = [message.kind]  # type: ignore[attr-defined] # anymail reads it
    if provider not in WITHOUT_METADATA:
        mail.metadata = {REFERENCE: reference}  # type: ignore[attr-defined]
    if provider in KEY_IN_REQUEST:
        connection.session.headers[KEY_IN_REQUEST[provider]] = reference
    if not connection.send_messages([mail]):
        return Outcome(Verdict.REFUSED, "nothing was sent")
    provider_id = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return Outcome(Verdict.SENT, provider_id=provider_id if isinstance(provider_id, str) else "")
