"""The seats of several events, counted together.

A seat is given away by ``Event.room()``, under the event's lock; this is for what is shown of many
events, and for finding those that are full.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..rules.capacity import Option, Room
from .options import Options
from .registration import Registration


def rooms(events: Iterable[Any]) -> dict[int, Room]:
    """Return each event's room by its key, for events that were read ``with_taken()``.

    What was chosen is counted by one query for all of them, or none where no choice has seats.
    """
    events = list(events)
    chosen = _chosen({event.pk: event.options for event in events if event.options})
    return {event.pk: event.room_with(event.taken, chosen.get(event.pk, {})) for event in events}


def _chosen(options: Mapping[int, Options]) -> dict[int, dict[Option, int]]:
    counts: dict[int, Counter[Option]] = {pk: Counter() for pk in options}
    seated = Registration.objects.seated().filter(event__in=list(options)).order_by()
    rows = seated.values_list("event", "party_size", "answers", "sensitive_answers")
    for pk, party_size, answers, sensitive in rows if options else ():
        for option in options[pk].chosen(answers | sensitive):
            counts[pk][option] += party_size
    return {pk: {option: counts[pk][option] for option in options[pk].limits} for pk in options}
