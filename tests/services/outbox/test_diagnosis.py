import re
import smtplib
import ssl
from socket import gaierror

import pytest
import requests
from anymail.exceptions import AnymailAPIError
from django.conf import global_settings

from events.services import outbox
from events.services.outbox import diagnosis


def test_it_is_a_letter_of_the_site(db, mailserver):
    outbox.send_test_letter("ada@example.org")
    (letter,) = mailserver.messages
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", "Test letter from Tilmeld")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "user name or password"),
        (smtplib.SMTPNotSupportedError(), "no encryption"),
        (smtplib.SMTPSenderRefused(550, b"no", "a@example.org"), "DEFAULT_FROM_EMAIL"),
        (smtplib.SMTPRecipientsRefused({}), "refuses the recipient"),
        (smtplib.SMTPServerDisconnected(), "hung up"),
        (smtplib.SMTPDataError(554, b"spam"), "refuses the letter"),
        (ssl.SSLCertVerificationError(), "certificate"),
        (ssl.SSLError(), "Port 465 takes SSL"),
        (gaierror(), "No such host"),
        (ConnectionRefusedError(), "Nobody answers"),
        (TimeoutError(), "No answer came in time"),
        (requests.ConnectTimeout(), "can't be reached"),
        (OSError(), "connection fails"),
        (AnymailAPIError(status_code=401), "API key"),
        (AnymailAPIError(status_code=429), "LETTERS_PER_MINUTE"),
        (AnymailAPIError(status_code=418), "doesn't accept the letter"),
        (AnymailAPIError(status_code=503), "fault of its own"),
        (KeyError(), "not a known error"),
    ],
)
def test_what_an_error_means_is_said_in_plain_words(error, words):
    assert words in outbox.explain(error)


def test_it_speaks_of_djangos_own_settings_as_the_app_knows_no_others():
    said = " ".join(words for _kind, words in diagnosis.BY_CLASS)
    named = set(re.findall(r"\b(?:DEFAULT_|EMAIL_)\w+", said))
    assert "EMAIL_HOST" in named
    assert not [name for name in named if not hasattr(global_settings, name)]
