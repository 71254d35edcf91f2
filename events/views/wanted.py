"""What a visitor wants to see in a list of events, as the address says."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from .. import listing


@dataclass(frozen=True)
class Wanted:
    """Events to come or those that were, at one place, on one topic, open for registration."""

    past: bool = False
    place: str = ""
    is_open: bool = False
    topic: str = ""

    @classmethod
    def in_query(cls, query: QueryDict, pages: QuerySet[Any]) -> "Wanted":
        """Read an address. What makes no sense is left out: a place where nothing ever was."""
        past = query.get("when") == "past"
        return cls(
            past=past,
            place=_known(query.get("place", ""), pages, "venue_name"),
            is_open=query.get("open") == "1" and not past,
            topic=_known(query.get("topic", ""), pages, "topics__name"),
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.place or self.topic or self.is_open)

    @property
    def as_coming(self) -> "Wanted":
        return replace(self, past=False)

    @property
    def as_past(self) -> "Wanted":
        return replace(self, past=True, is_open=False)

    @property
    def all_like_it(self) -> "Wanted":
        """The same without filters."""
        return Wanted(past=self.past)

    def of(self, pages: QuerySet[Any], at: datetime) -> QuerySet[Any]:
        """Return those of the pages that are wanted, in their order."""
        some = listing.past(pages, at) if self.past else listing.coming(pages, at)
        if self.place:
            some = some.filter(venue_name=self.place)
        if self.topic:
            some = some.filter(topics__name=self.topic)
        return listing.taking_registrations(some, at) if self.is_open else some

    def query(self, page: int = 1) -> str:
        """Return the one way to ask for this in an address, empty for the list as it begins."""
        asked = {
            "when": "past" if self.past else "",
            "topic": self.topic,
            "place": self.place,
            "open": "1" if self.is_open else "",
            "page": page if page > 1 else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})


def _known(word: str, pages: QuerySet[Any], field: str) -> str:
    """Return the word if one of the pages has it."""
    word = word.replace("\x00", "")
    return word if word and pages.filter(**{field: word}).exists() else ""
