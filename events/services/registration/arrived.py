"""Who has come of a party that is another now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from ...models import Arrival, Registration


def follow(registration: Registration, before: Sequence[str], *, at: datetime) -> None:
    """Let each companion who has come stay so where they stand now, in the caller's transaction.

    ``before`` are the companions as they were. Whoever is no longer expected has not come.
    """
    places = _places(before, registration.companions)
    moved = []
    for arrival in registration.arrivals.standing().filter(person__gt=0):
        place = places.get(arrival.person)
        if place == arrival.person:
            continue
        arrival.undone_at = at
        arrival.save(update_fields=["undone_at"])
        if place:
            moved.append(_at(place, arrival))
    Arrival.objects.bulk_create(moved)


def _at(place: int, arrival: Arrival) -> Arrival:
    came = {"registration_id": arrival.registration_id, "at": arrival.at}
    return Arrival(person=place, token=uuid4(), **came)


def _places(before: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return where each companion stands now: by the name, or else where they stood, renamed."""
    free = dict(enumerate(now, start=1))
    places = {}
    for person, name in enumerate(before, start=1):
        place = next((place for place, other in free.items() if other == name), None)
        if place:
            places[person] = place
            del free[place]
    renamed = [person for person in range(1, len(before) + 1) if person not in places]
    return places | {person: person for person in renamed if person in free}
