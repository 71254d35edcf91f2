"""The way that letters leave by, as the environment names it."""

import importlib.util
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from .readers import EnvError, split_url, text

MAIL_EXAMPLE = "smtp://user:password@host:587?tls=starttls"


def mail(letters: Path) -> dict[str, Any]:
    """Return Django's e-mail settings: a provider, a mail server, or files in a folder."""
    provider, url = text("EMAIL_PROVIDER", ""), text("EMAIL_URL", "")
    if provider and url:
        raise EnvError("Set EMAIL_PROVIDER or EMAIL_URL, not both.")
    if provider:
        return _provider(provider.lower())
    if url:
        return _smtp(split_url("EMAIL_URL", url, MAIL_EXAMPLE))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": letters,
    }


def _smtp(url: SplitResult) -> dict[str, Any]:
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    tls = options.pop("tls", "")
    if url.scheme != "smtp" or not url.hostname or url.path.strip("/") or options:
        raise EnvError(f"EMAIL_URL must look like {MAIL_EXAMPLE}.")
    if tls not in ("", "starttls", "ssl"):
        raise EnvError("EMAIL_URL may end with ?tls=starttls or ?tls=ssl, nothing else.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"": 25, "starttls": 587, "ssl": 465}[tls],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "ssl",
    }


def _provider(provider: str) -> dict[str, Any]:
    """Take a provider's settings under anymail's own names, such as MAILGUN_API_KEY.

    What holds for any provider begins with ANYMAIL_, such as ANYMAIL_WEBHOOK_SECRET.

    Whether they are complete is for anymail to say, by the system checks.
    """
    backend = f"anymail.backends.{provider}"
    if not provider.isidentifier() or importlib.util.find_spec(backend) is None:
        raise EnvError(f"EMAIL_PROVIDER “{provider}” is not one that anymail knows.")
    prefixes = (provider.upper() + "_", "ANYMAIL_")
    names = [name for name in os.environ if name.startswith(prefixes) and text(name, "")]
    return {
        "EMAIL_BACKEND": f"{backend}.EmailBackend",
        "ANYMAIL": {name.removeprefix("ANYMAIL_"): _value(name) for name in names},
    }


def _value(name: str) -> Any:
    """Read true, false and JSON objects as such, for some of anymail's settings; else text."""
    value = text(name, "")
    if value not in ("true", "false") and not value.startswith("{"):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise EnvError(f"{name} begins like JSON but can't be read as JSON.") from error
