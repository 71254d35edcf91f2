"""Strict readers of the environment: a value that could be meant in two ways is refused.

Every refusal is an ``EnvError`` whose text is one sentence for the operator. An empty variable
counts as one that is not set. Values are never repeated in a sentence where they hold a password.
"""

import importlib.util
import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class EnvError(ImproperlyConfigured):
    """The environment says something that can't be right."""


def text(name: str, default: str | None = None) -> str:
    """Return a text; without a default it must be set."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise EnvError(f"{name} must be set.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE + FALSE:
        raise EnvError(f"{name} must be 1 or 0, not “{value}”.")
    return value in TRUE


def integer(name: str, default: int, low: int, high: int) -> int:
    """Return a whole number from ``low`` to ``high``, both included."""
    value = text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise EnvError(f"{name} must be a whole number from {low} to {high}, not “{value}”.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return what stands between commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def secret(name: str) -> str:
    value = text(name)
    if len(value) < 50 or len(set(value)) < 5:
        raise EnvError(f"{name} must be at least 50 random characters long.")
    return value


def secret_file(path: Path) -> str:
    """Return the secret kept in a file that only its owner may read, made at the first call."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def directory(name: str, default: Path) -> Path:
    """Return an existing folder that can be written to, made if need be."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's answers lie in it
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise EnvError(f"{name} {path} can't be written to: {error.strerror}.") from error
    return path


def origin(name: str, default: str | None = None) -> str:
    """Return scheme, host and port of an address, such as ``https://www.example.org``."""
    value = text(name, default).rstrip("/")
    url = _split(name, value, "https://www.example.org")
    bare = value == f"{url.scheme}://{url.netloc}" and "@" not in url.netloc
    if url.scheme not in ("http", "https") or not url.hostname or not bare:
        raise EnvError(f"{name} must look like https://www.example.org, not “{value}”.")
    return value


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def _split(name: str, value: str, example: str) -> SplitResult:
    try:
        url = urlsplit(value)
        url.port  # noqa: B018 (a port that is no number is found only when asked for)
    except ValueError as error:
        raise EnvError(f"{name} must look like {example}.") from error
    return url


# ------------------------------------------------------------------------------ database

DATABASE_EXAMPLES = "postgres://user:password@host:5432/name or sqlite:///path/to/file"


def database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's settings of the database at a URL, or of an SQLite file without one."""
    value = text(name, f"sqlite:///{default}")
    url = _split(name, value, DATABASE_EXAMPLES)
    if url.scheme == "sqlite":
        return _sqlite(name, url)
    if url.scheme in ("postgres", "postgresql"):
        return _postgresql(name, url)
    raise EnvError(f"{name} must look like {DATABASE_EXAMPLES}.")


def sqlite(path: Path) -> dict[str, Any]:
    """Return settings under which SQLite serves several processes and loses nothing.

    IMMEDIATE, because a transaction that reads first and then wants to write fails at once when
    another one writes, whatever the time-out.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            "timeout": 20,
        },
    }


def _sqlite(name: str, url: SplitResult) -> dict[str, Any]:
    path = unquote(url.path.removeprefix("/"))
    if url.netloc or not path or ":memory:" in path:
        raise EnvError(f"{name} must name a file, as in sqlite:///path/to/file.")
    return sqlite(Path(path).expanduser().resolve()) | {"CONN_MAX_AGE": 60}


def _postgresql(name: str, url: SplitResult) -> dict[str, Any]:
    options = dict(parse_qsl(url.query))
    host = url.hostname or options.pop("host", "")
    database_name = unquote(url.path.removeprefix("/"))
    if not database_name or "/" in database_name:
        raise EnvError(f"{name} must end with the database's name, as in {DATABASE_EXAMPLES}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(host),
        "PORT": url.port or options.pop("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# ------------------------------------------------------------------------------ e-mail

MAIL_EXAMPLE = "smtp://user:password@host:587?tls=starttls"


def mail(letters: Path) -> dict[str, Any]:
    """Return Django's e-mail settings: a provider, a mail server, or files in a folder."""
    provider, url = text("EMAIL_PROVIDER", ""), text("EMAIL_URL", "")
    if provider and url:
        raise EnvError("Set EMAIL_PROVIDER or EMAIL_URL, not both.")
    if provider:
        return _provider(provider.lower())
    if url:
        return _smtp(_split("EMAIL_URL", url, MAIL_EXAMPLE))
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
