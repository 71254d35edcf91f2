"""The database that a URL in the environment names."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from .readers import EnvError, split_url, text

DATABASE_EXAMPLES = "postgres://user:password@host:5432/name or sqlite:///path/to/file"


def database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's settings of the database at a URL, or of an SQLite file without one."""
    value = text(name, f"sqlite:///{default}")
    url = split_url(name, value, DATABASE_EXAMPLES)
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
