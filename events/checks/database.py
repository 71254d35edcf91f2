from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connections, router

from ..models import Message

SQLITE_SECONDS = 20


@register
def check_database(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Seats are counted under a lock that only these two databases, set up so, really keep."""
    connection = connections[router.db_for_write(Message)]
    if connection.vendor == "sqlite":
        return list(_sqlite(connection.settings_dict))
    if connection.vendor == "postgresql":
        return []
    return [
        Error(
            f"Registrations can't be kept in {connection.display_name}.",
            hint="Use PostgreSQL or SQLite: on others nobody has tried that no seat is given "
            "away twice.",
            id="tilmeld.E002",
        )
    ]


def _sqlite(database: dict[str, Any]) -> Iterator[CheckMessage]:
    options = database["OPTIONS"]
    start = str(options.get("init_command", "")).lower().replace(" ", "")
    if str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
        yield Error(
            "Transactions of SQLite don't begin IMMEDIATE, so guests who register at the same "
            "time get errors.",
            hint='Set OPTIONS["transaction_mode"] = "IMMEDIATE" in DATABASES.',
            id="tilmeld.E001",
        )
    if "journal_mode=wal" not in start:
        yield Warning(
            "SQLite lets nobody read while somebody writes.",
            hint='Add "PRAGMA journal_mode=WAL" to OPTIONS["init_command"] in DATABASES.',
            id="tilmeld.W001",
        )
    if "synchronous=full" not in start and "synchronous=extra" not in start:
        yield Warning(
            "A power cut may lose registrations that guests were told are received.",
            hint='Add "PRAGMA synchronous=FULL" to OPTIONS["init_command"] in DATABASES.',
            id="tilmeld.W002",
        )
    if options.get("timeout", 5) < SQLITE_SECONDS:
        yield Warning(
            "SQLite gives up after a few seconds when many guests register at once.",
            hint=f'Set OPTIONS["timeout"] to {SQLITE_SECONDS} or more in DATABASES.',
            id="tilmeld.W003",
        )
    if database["ATOMIC_REQUESTS"]:
        yield Warning(
            "With ATOMIC_REQUESTS on SQLite, every page that is read takes the lock for writing.",
            hint="Set ATOMIC_REQUESTS to False in DATABASES.",
            id="tilmeld.W004",
        )
