"""What became of an attempt to hand a letter over: every server's vocabulary, translated once."""

import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
)
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import BadHeaderError
from urllib3.exceptions import MaxRetryError


class Verdict(StrEnum):
    """What to do with the letter, and with the others that wait."""

    SENT = "sent"
    OVERTAKEN = "overtaken"  # true no longer: not to be sent
    REFUSED = "refused"  # and it would be again
    LATER = "later"  # it may be taken another time
    FAULT = "fault"  # the server failed at it; it may have been taken
    CLOSED = "closed"  # nobody's letters are taken now; this one was not looked at
    OURS = "ours"  # we failed at it, and asked nobody


@dataclass(frozen=True)
class Outcome:
    """``reason`` names an error's class and code: never its words, which may hold an address."""

    verdict: Verdict
    reason: str = ""
    provider_id: str = ""
    wait: timedelta | None = None  # what the server asked for


#: Answers to an HTTP request that speak of our account or our set-up, not of the letter.
ACCOUNT = {401, 402, 403, 404, 405, 407, 429}
#: Other answers below 500 that ask for patience.
PATIENCE = {408, 409, 423, 425}
SERVICE_CLOSING = 421
#: How long a server may ask us to wait; after that it is asked again anyway.
LONGEST_WAIT = timedelta(hours=1)

UNREADABLE = (
    BadHeaderError,
    ValidationError,
    UnicodeError,
    AnymailInvalidAddress,
    AnymailSerializationError,
    AnymailRecipientsRefused,
)


def not_opened(error: Exception) -> Outcome:
    """Judge an error that came before any letter was offered."""
    return Outcome(Verdict.CLOSED, _name(error))


def judge(error: Exception, at: datetime) -> Outcome:
    """Judge an error that came while a letter was handed over.

    Whatever is not known to be final is tried again: the connection may have been lost after the
    server took the letter, so later, and after ever longer pauses.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _smtp(error, *min(error.recipients.values()))
    if isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)):
        return Outcome(Verdict.CLOSED, _name(error, error.smtp_code))
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= 500:
        return Outcome(
            Verdict.CLOSED, _name(error, error.smtp_code)
        )  # our address, not the guest's
    if isinstance(error, smtplib.SMTPResponseException):
        return _smtp(error, error.smtp_code, error.smtp_error)
    if isinstance(error, UNREADABLE):
        return Outcome(Verdict.REFUSED, _name(error))
    if isinstance(error, ImproperlyConfigured) or _never_connected(error):
        return Outcome(Verdict.CLOSED, _name(error))
    if isinstance(error, AnymailAPIError) and error.status_code:
        return _http(error, error.status_code, at)
    is_theirs = isinstance(error, OSError | AnymailAPIError)  # smtplib's are an OSError too
    return Outcome(Verdict.FAULT if is_theirs else Verdict.OURS, _name(error))


def _smtp(error: Exception, code: int, words: bytes | str) -> Outcome:
    reason = _name(error, code)
    if code == SERVICE_CLOSING:
        return Outcome(Verdict.CLOSED, reason)
    if code >= 500:
        return Outcome(Verdict.REFUSED, reason)
    # 4.3.x speaks of the server's own state, and not of this letter or its address (RFC 3463).
    is_fault = (words if isinstance(words, bytes) else words.encode()).startswith(b"4.3.")
    return Outcome(Verdict.FAULT if is_fault else Verdict.LATER, reason)


def _http(error: AnymailAPIError, code: int, at: datetime) -> Outcome:
    reason, wait = _name(error, code), _retry_after(error, at)
    if code in ACCOUNT:
        return Outcome(Verdict.CLOSED, reason, wait=wait)
    if 400 <= code < 500 and code not in PATIENCE:
        return Outcome(Verdict.REFUSED, reason)
    return Outcome(Verdict.LATER if code < 500 else Verdict.FAULT, reason, wait=wait)


def _never_connected(error: Exception) -> bool:
    """Tell whether the request did not even reach the provider."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.__cause__ or error
    if isinstance(cause, requests.ConnectionError):
        return bool(cause.args) and isinstance(cause.args[0], MaxRetryError)
    return False


def _retry_after(error: AnymailAPIError, at: datetime) -> timedelta | None:
    """Return the pause that ``Retry-After`` asks for: seconds, or an HTTP date."""
    value = error.response.headers.get("Retry-After", "") if error.response is not None else ""
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return min(until.replace(tzinfo=until.tzinfo or UTC) - at, LONGEST_WAIT)


def _name(error: Exception, code: int | None = None) -> str:
    return f"{type(error).__name__} {code}" if code else type(error).__name__
