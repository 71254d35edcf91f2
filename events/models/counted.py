"""Answers counted by the database in one pass, however many questions and choices there are.

Equal answers to a question are one row of the result, so that only these are read.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connections
from django.db.models import QuerySet

#: One answer as JSON. SQLite hands out texts bare, lists as JSON, and a tick as 1.
AS_JSON = """CASE WHEN given.type IN ('true', 'false', 'null') THEN given.type
 WHEN given.type IN ('array', 'object') THEN given.value ELSE json_quote(given.value) END"""


def counted(
    registrations: QuerySet, columns: dict[str, Collection[str]]
) -> Counter[tuple[str, str | bool]]:
    """Return how many gave each answer, by the question's key and a word, in one query.

    ``columns`` tells what is looked into, and under which questions' keys. A list counts for each
    of its words, a box that is ticked as True.
    """
    parts = [_part(registrations, *each) for each in columns.items() if each[1]]
    found: Counter[tuple[str, str | bool]] = Counter()
    for key, answer, number in _rows(registrations.db, parts):
        for word in _words(json.loads(answer)):
            found[key, word] += number
    return found


def _rows(alias: str, parts: list[tuple[str, list[Any]]]) -> Iterator[tuple[str, str, int]]:
    if parts:
        with connections[alias].cursor() as cursor:
            sql = " UNION ALL ".join(sql for sql, _params in parts)
            cursor.execute(sql, [param for _sql, params in parts for param in params])
            yield from cursor


def _part(registrations: QuerySet, column: str, keys: Collection[str]) -> tuple[str, list[Any]]:
    rows, params = registrations.order_by().values(column).query.sql_with_params()
    if connections[registrations.db].vendor == "postgresql":
        each, answer, among = "jsonb_each", "given.value::text", "= ANY(%s)"
        wanted: list[Any] = [list(keys)]
    else:
        each, answer, among = "json_each", AS_JSON, f"IN ({', '.join(['%s'] * len(keys))})"
        wanted = list(keys)
    sql = (
        f"SELECT given.key, {answer}, COUNT(*) FROM ({rows}) AS found, {each}(found.{column})"  # noqa: S608
        f" AS given WHERE given.key {among} GROUP BY 1, 2"
    )
    return sql, [*params, *wanted]


def _words(answer: Any) -> list[str | bool]:
    words = answer if isinstance(answer, list) else [answer]
    return [word for word in words if isinstance(word, str) or word is True]
