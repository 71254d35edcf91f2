"""What guests knew of an event at one time: its facts, and its words in each language."""

from typing import Any

from .event import Event
from .publication import Publication

FACTS = (
    *("start_date", "start_time", "end_date", "end_time", "timezone"),
    *("online_url", "cancelled", "programme_to_come"),
)
WORDS = ("title", "venue_name", "venue_room", "venue_address")

Snapshot = dict[str, dict[str, Any]]


def snapshot(event: Event) -> Snapshot:
    """Return what is published of the event, to be kept as JSON."""
    return {
        "facts": _values(event, FACTS),
        "words": {each.language_code: _values(each, WORDS) for each in event.publications_now()},
    }


def facts_then(kept: Snapshot) -> Event:
    """Return an event, not to be saved, with the facts that were kept."""
    values = kept["facts"].items()
    return Event(**{name: _field(name).to_python(value) for name, value in values})


def words_then(kept: Snapshot, words: Publication) -> Publication:
    """Return the words of then in the language of ``words``; those themselves if they are new."""
    then = kept["words"].get(words.language_code)
    return words if then is None else Publication(**then)


def _values(row: Event | Publication, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _field(name: str) -> Any:
    return Event._meta.get_field(name)
