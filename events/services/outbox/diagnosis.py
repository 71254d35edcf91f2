"""A test letter, and what a mail server's refusal means in plain words."""

import smtplib
import ssl
from socket import gaierror

import requests
from anymail.exceptions import AnymailAPIError, AnymailConfigurationError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from ... import emails

SUBJECT = "Test letter from Tilmeld"
TEXT = "This is a test letter. It arrived, so letters to your guests can leave.\n"

#: What an error means and what to do, by its class; the first that fits.
BY_CLASS: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
    (
        smtplib.SMTPAuthenticationError,
        "The mail server refuses user name or password. Look at EMAIL_HOST_USER and "
        "EMAIL_HOST_PASSWORD. Some servers want a password made for this site alone.",
    ),
    (
        smtplib.SMTPNotSupportedError,
        "The mail server offers no encryption, or no login, on this port. Use port 587 with "
        "EMAIL_USE_TLS, or port 465 with EMAIL_USE_SSL.",
    ),
    (
        smtplib.SMTPSenderRefused,
        "The mail server doesn't let this site send from DEFAULT_FROM_EMAIL. Allow the address "
        "there, or set one that it allows.",
    ),
    (
        smtplib.SMTPRecipientsRefused,
        "The mail server refuses the recipient: the address doesn't exist, or the server passes "
        "on no mail without a login.",
    ),
    (
        smtplib.SMTPServerDisconnected,
        "The mail server hung up. It may want encryption that was not offered, or have a limit "
        "on letters: look at EMAIL_USE_TLS and EMAIL_USE_SSL, and at the server's log.",
    ),
    (smtplib.SMTPException, "The mail server refuses the letter. Its own words say why."),
    (
        ssl.SSLCertVerificationError,
        "The mail server's certificate is not valid for its name. Use the name that stands in "
        "it, or have it renewed.",
    ),
    (
        ssl.SSLError,
        "Encryption fails: most often EMAIL_USE_SSL on a port that expects EMAIL_USE_TLS, or the "
        "other way round. Port 465 takes SSL, port 587 TLS.",
    ),
    (gaierror, "No such host is known. Look at EMAIL_HOST, and at DNS."),
    (
        ConnectionRefusedError,
        "Nobody answers on that port. Look at EMAIL_PORT, and whether the server runs.",
    ),
    (
        (requests.ConnectionError, requests.Timeout),
        "The provider can't be reached. Look at its status page, and whether this machine may "
        "reach it: a firewall, or a proxy that is not set.",
    ),
    (
        TimeoutError,
        "No answer came in time. Most often a firewall swallows the connection: many hosts close "
        "port 25. Try port 587, or ask who runs the network.",
    ),
    (
        (AnymailConfigurationError, ImproperlyConfigured),
        "The e-mail settings are incomplete. Run manage.py check for what is missing.",
    ),
    (OSError, "The connection fails. Look at EMAIL_HOST and EMAIL_PORT, and at the network."),
]
#: The same for a provider's answers, by their code.
BY_CODE = {
    400: "The provider doesn't accept the letter. Most often DEFAULT_FROM_EMAIL is none of the "
    "addresses or domains that are verified there.",
    401: "The provider doesn't know the API key. Set the right one, of the right account.",
    402: "The account at the provider must be paid, or has used up what it may send.",
    403: "The provider forbids it: the key may not send, the domain is not verified, or this "
    "machine's address is not on the account's list.",
    404: "The provider doesn't know this address of its API. Look at the region (API_URL) and at "
    "the sending domain.",
    422: "The provider doesn't accept the letter. Most often the sender's domain is not verified.",
    429: "The provider takes no more letters for now. Wait, or raise the limit; "
    "LETTERS_PER_MINUTE in TILMELD keeps below it.",
}
THEIR_FAULT = "The provider has a fault of its own. Look at its status page and try again later."
UNKNOWN = "This is not a known error of a mail server. The words above may say more."


def send_test_letter(address: str) -> None:
    """Send a letter to an address at once, past the outbox. Raise what the mail server raises."""
    EmailMessage(SUBJECT, TEXT, emails.sender(None), [address]).send()


def explain(error: Exception) -> str:
    """Return what an error means, and what to do about it."""
    code = error.status_code if isinstance(error, AnymailAPIError) else None
    if code:
        return THEIR_FAULT if code >= 500 else BY_CODE.get(code, BY_CODE[400])
    return next((words for kind, words in BY_CLASS if isinstance(error, kind)), UNKNOWN)


def route() -> str:
    """Return by which way letters leave, without any secret."""
    backend = settings.EMAIL_BACKEND
    if backend.endswith("smtp.EmailBackend"):
        return f"the mail server {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
    return f"the backend {backend}"
