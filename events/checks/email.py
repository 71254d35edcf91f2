import importlib.util
import inspect
import warnings
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailInsecureWebhookWarning
from anymail.signals import tracking
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend as SMTPBackend
from django.utils.module_loading import import_string

from .. import conf
from ..services.outbox.claims import BEGIN_WITHIN

#: A delivery is a conversation: connect, greet, name sender and recipient, hand over.
WAITS_IN_A_DELIVERY = 5


@register
def check_email(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Half an e-mail configuration is worse than none: letters would wait for days."""
    try:
        connection = _connection()
        problem = _problem(connection)
    except Exception as error:
        problem = str(error)
    if problem:
        return [
            Error(
                f"Letters can't be sent: {problem}",
                hint="Complete the e-mail settings, or use another EMAIL_BACKEND.",
                id="tilmeld.E003",
            )
        ]
    return [*_reports(connection), *_sender(), *_patience(connection)] if connection else []


def _connection() -> Any:
    """Return a connection to the mail server or provider, unopened; None for files and the like.

    Raise whatever the backend says is wrong with its settings.
    """
    backend = import_string(settings.EMAIL_BACKEND)
    return backend() if issubclass(backend, AnymailBaseBackend | SMTPBackend) else None


def _problem(connection: Any) -> str:
    if isinstance(connection, SMTPBackend):
        half = bool(connection.username) != bool(connection.password)
        return "of EMAIL_HOST_USER and EMAIL_HOST_PASSWORD only one is set." if half else ""
    blank = _blank_settings(connection)
    return f"{', '.join(blank)} in ANYMAIL is empty." if blank else ""


def _blank_settings(connection: Any) -> list[str]:
    known = getattr(settings, "ANYMAIL", {})
    prefix = getattr(connection, "esp_name", "?").upper().replace(" ", "_") + "_"
    return [name for name, value in known.items() if name.startswith(prefix) and value == ""]


def _reports(connection: Any) -> Iterator[CheckMessage]:
    """Without its secret, a provider's report is refused, or anybody's is believed."""
    view = _webhook(connection)
    if view and not _is_protected(view, connection):
        yield Warning(
            f"What {connection.esp_name} reports about letters is not verified, or refused.",
            hint="Set the provider's webhook signing key, or WEBHOOK_SECRET, in ANYMAIL, and the "
            "same at the provider.",
            id="tilmeld.W005",
        )


def _webhook(connection: Any) -> Any:
    """Return the view that takes the provider's reports, or None if there is none."""
    name = type(connection).__module__.replace("anymail.backends", "anymail.webhooks")
    if name == type(connection).__module__ or importlib.util.find_spec(name) is None:
        return None
    views = inspect.getmembers(importlib.import_module(name), inspect.isclass)
    return next((view for _, view in views if getattr(view, "signal", None) is tracking), None)


def _is_protected(view: Any, connection: Any) -> bool:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", AnymailInsecureWebhookWarning)
        try:
            made = view()
        except ImproperlyConfigured:
            return False
    # Mailgun signs with a key of its own nowadays; anymail falls back to the one for sending.
    key = getattr(made, "webhook_signing_key", None)
    falls_back = key is not None and key == str(getattr(connection, "api_key", "")).encode()
    insecure = any(issubclass(each.category, AnymailInsecureWebhookWarning) for each in caught)
    return not insecure and not falls_back


def _sender() -> Iterator[CheckMessage]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if "." not in domain:
        yield Warning(
            f"Letters are sent from {settings.DEFAULT_FROM_EMAIL}, which most servers refuse.",
            hint="Set DEFAULT_FROM_EMAIL to an address of a domain of yours.",
            id="tilmeld.W009",
        )


def _patience(connection: Any) -> Iterator[CheckMessage]:
    """A lease that ends while its delivery still waits for the server sends a second copy."""
    is_smtp = isinstance(connection, SMTPBackend)
    name = "EMAIL_TIMEOUT" if is_smtp else "REQUESTS_TIMEOUT in ANYMAIL"
    timeout = getattr(connection, "timeout", 0)
    if timeout is None:
        yield Warning(
            "A mail server that doesn't answer holds up all letters for ever.",
            hint=f"Set {name}, for example to 45 seconds.",
            id="tilmeld.W008",
        )
    elif _lease() < BEGIN_WITHIN + WAITS_IN_A_DELIVERY * timeout:
        yield Warning(
            "A slow mail server may get a letter twice: another worker takes it over too soon.",
            hint=f"Set LEASE_SECONDS in TILMELD to {WAITS_IN_A_DELIVERY} times {name}, and "
            f"{BEGIN_WITHIN} more.",
            id="tilmeld.W007",
        )


def _lease() -> float:
    """How long a delivery may take; for ever, where another check tells that it is no number."""
    seconds = conf.get("LEASE_SECONDS")
    return seconds if isinstance(seconds, int) else float("inf")
