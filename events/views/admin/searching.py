"""Finding registrations by words of whatever was written in them."""

from typing import Any

from django.db.models import Q

from ...models.searched import COMPANIONS, Mentions
from .asked import Asked
from .filters import is_called, words_of


def by_all_they_wrote(registrations: Any, query: str, asked: Asked) -> Any:
    """Return those in whose name, address, companions or answers every word of a query occurs.

    Answers that the user may not see are not looked into.
    """
    keys = [question.key for question in asked.questions]
    for word in words_of(query):
        found = is_called(word) | Q(Mentions("answers_key", [COMPANIONS, *keys], word))
        if asked.sensitive and keys:
            found |= Q(Mentions("sensitive_answers_key", keys, word))
        registrations = registrations.filter(found)
    return registrations
