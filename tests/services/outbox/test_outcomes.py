import smtplib
from datetime import timedelta

import pytest
import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.core.mail import BadHeaderError

from events.services.outbox.outcomes import Outcome, Verdict, judge, not_opened
from tests.factories import OPEN_AT

ADDRESS = "cleo@example.org"


class Connectionless(AnymailAPIError, requests.ConnectTimeout):
    """As anymail makes it: its own error and the library's in one."""


def refused(code):
    return smtplib.SMTPRecipientsRefused({ADDRESS: (code, f"no <{ADDRESS}>".encode())})


@pytest.mark.parametrize(
    ("error", "verdict", "reason"),
    [
        (refused(550), Verdict.REFUSED, "SMTPRecipientsRefused 550"),
        (refused(450), Verdict.LATER, "SMTPRecipientsRefused 450"),
        (refused(421), Verdict.CLOSED, "SMTPRecipientsRefused 421"),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.REFUSED, "SMTPDataError 554"),
        (smtplib.SMTPDataError(452, b"full"), Verdict.LATER, "SMTPDataError 452"),
        (smtplib.SMTPDataError(451, b"4.3.0 ill"), Verdict.FAULT, "SMTPDataError 451"),
        (smtplib.SMTPDataError(451, "4.7.1 who?"), Verdict.LATER, "SMTPDataError 451"),
        (smtplib.SMTPDataError(421, b"bye"), Verdict.CLOSED, "SMTPDataError 421"),
        (smtplib.SMTPSenderRefused(550, b"you?", ADDRESS), Verdict.CLOSED, "SMTPSenderRefused 550"),
        (smtplib.SMTPSenderRefused(451, b"wait", ADDRESS), Verdict.LATER, "SMTPSenderRefused 451"),
        (
            smtplib.SMTPAuthenticationError(535, b"no"),
            Verdict.CLOSED,
            "SMTPAuthenticationError 535",
        ),
        (smtplib.SMTPConnectError(554, b"no"), Verdict.CLOSED, "SMTPConnectError 554"),
        (smtplib.SMTPServerDisconnected(ADDRESS), Verdict.FAULT, "SMTPServerDisconnected"),
        (ConnectionResetError(104, ADDRESS), Verdict.FAULT, "ConnectionResetError"),
        (TimeoutError(), Verdict.FAULT, "TimeoutError"),
        (BadHeaderError(ADDRESS), Verdict.REFUSED, "BadHeaderError"),
        (UnicodeEncodeError("idna", "ß", 0, 1, ADDRESS), Verdict.REFUSED, "UnicodeEncodeError"),
        (AnymailRecipientsRefused(ADDRESS), Verdict.REFUSED, "AnymailRecipientsRefused"),
        (AnymailUnsupportedFeature(ADDRESS), Verdict.OURS, "AnymailUnsupportedFeature"),
        (AnymailConfigurationError(ADDRESS), Verdict.CLOSED, "AnymailConfigurationError"),
        (Connectionless(ADDRESS), Verdict.CLOSED, "Connectionless"),
        (AnymailAPIError(ADDRESS), Verdict.FAULT, "AnymailAPIError"),
        (TypeError(ADDRESS), Verdict.OURS, "TypeError"),
    ],
    ids=lambda value: str(value) if isinstance(value, Verdict) else "",
)
def test_each_error_is_judged_and_named_without_its_words(error, verdict, reason):
    assert judge(error, OPEN_AT) == Outcome(verdict, reason)


def test_what_fails_before_a_letter_is_offered_is_nobodys_fault():
    assert not_opened(TimeoutError(ADDRESS)) == Outcome(Verdict.CLOSED, "TimeoutError")


def test_a_pause_is_kept_with_the_verdict():
    response = requests.Response()
    response.status_code, response.headers["Retry-After"] = 429, "30"
    error = AnymailAPIError(ADDRESS, status_code=429, response=response)
    assert judge(error, OPEN_AT).wait == timedelta(seconds=30)
