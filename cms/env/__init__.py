"""What the environment says, read strictly."""

from .databases import database, sqlite
from .letters import mail
from .readers import (
    EnvError,
    directory,
    flag,
    host_of,
    integer,
    origin,
    secret,
    secret_file,
    text,
    words,
)

__all__ = [
    "EnvError",
    "database",
    "directory",
    "flag",
    "host_of",
    "integer",
    "mail",
    "origin",
    "secret",
    "secret_file",
    "sqlite",
    "text",
    "words",
]
