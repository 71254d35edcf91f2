"""Strict readers of the environment: a value that could be meant in two ways is refused.

Every refusal is an ``EnvError`` whose text is one sentence for the operator. An empty variable
counts as one that is not set. Values are never repeated in a sentence where they hold a password.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

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
    url = split_url(name, value, "https://www.example.org")
    bare = value == f"{url.scheme}://{url.netloc}" and "@" not in url.netloc
    if url.scheme not in ("http", "https") or not url.hostname or not bare:
        raise EnvError(f"{name} must look like https://www.example.org, not “{value}”.")
    return value


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def split_url(name: str, value: str, example: str) -> SplitResult:
    """Return the parts of a URL, which must look like the example."""
    try:
        url = urlsplit(value)
        url.port  # noqa: B018 (a port that is no number is found only when asked for)
    except ValueError as error:
        raise EnvError(f"{name} must look like {example}.") from error
    return url
