"""Answers in the form in which they are searched, whatever their case and alphabet.

They lie beside the answers, by the same keys, so that a search looks at those alone that whoever
searches may see.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import F, Func

from ..forms import answer_in_words
from ..rules.identity import name_key

#: What companions' names are kept under; no question has it for its key.
COMPANIONS = "companions"


def searched(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what can be searched of answers, by their question's key. A tick has no words."""
    written = {key: answer for key, answer in answers.items() if answer is not True}
    found = {key: name_key(answer_in_words(answer)) for key, answer in written.items()}
    return {key: text for key, text in found.items() if text}


class Mentions(Func):
    """Whether what a column holds under one of the keys has a word in it, written as searched."""

    output_field = models.BooleanField()

    def __init__(self, column: str, keys: Sequence[str], word: str) -> None:
        super().__init__(F(column))
        self.keys, self.word = list(keys), word

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        marks = ", ".join(["%s"] * len(self.keys))
        sql = (
            f"EXISTS (SELECT 1 FROM json_each({column}) AS given"  # noqa: S608
            f" WHERE given.key IN ({marks}) AND instr(given.value, %s) > 0)"
        )
        return sql, [*params, *self.keys, self.word]

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        sql = (
            f"EXISTS (SELECT 1 FROM jsonb_each_text({column}) AS given"  # noqa: S608
            " WHERE given.key = ANY(%s) AND strpos(given.value, %s) > 0)"
        )
        return sql, [*params, self.keys, self.word]
