"""A rush: two hundred guests at once for fifty seats. Exactly as many get in; nobody an error."""

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventPage, Publication, RegistrationField
from events.services import registration as service

from ..content import entries, event_page, publication_of, publish
from ..interleave import Sample, interleave
from ..processes import Server
from ..report import SECONDS, Row, compare
from ..run import Run
from ..visitors import Visitor, numbers
from .registrations import person

GUESTS = 200  # or as many as the run has rows
GUESTS_PER_SEAT = 4
CANCEL = 10  # who came before the rush
ROUNDS = 2  # of two hundred guests each
OPTIONS = ("Tour", "Lunch")

Post = Callable[[], int]


@dataclass(frozen=True)
class Rush:
    """Who comes for what: each guest with the next of the ``answers``."""

    server: Server
    publication: Publication
    guests: int
    seats: int
    answers: list[dict[str, str]]


def measure(run: Run) -> list[Row]:
    crowd = min(GUESTS, run.rows)
    turns = {
        "rush": lambda: _hold(_for_seats(run, crowd), crowd),
        "calm": lambda: _hold(_for_seats(run, crowd), 1),
        "options": lambda: _hold(_for_options(run, crowd), crowd),
        "calm options": lambda: _hold(_for_options(run, crowd), 1),
    }
    took = interleave(turns, min(run.rounds, ROUNDS))
    seats, note = crowd // GUESTS_PER_SEAT, f"{crowd} at once, {CANCEL} cancel meanwhile; "
    rush, options = f"{note}{seats} seats", f"{note}two choices with half as many each"
    return [
        compare("rush / one by one", SECONDS, took["rush"], took["calm"], rush),
        compare("", SECONDS, took["options"], took["calm options"], options),
    ]


def _for_seats(run: Run, guests: int) -> Rush:
    seats = guests // GUESTS_PER_SEAT
    page = event_page("Sought-after meeting")
    page.capacity, page.registration_fields = seats, []
    return Rush(run.site, _published(run, page), guests, seats, [{}])


def _for_options(run: Run, guests: int) -> Rush:
    each = guests // GUESTS_PER_SEAT // len(OPTIONS)
    page = event_page("Meeting with sought-after parts")
    choices = "\n".join(f"{option} [{each}]" for option in OPTIONS)
    page.registration_fields = [
        RegistrationField(label="Part", field_type="radio", choices=choices, key="qpart")
    ]
    answers = [{"qpart": option} for option in OPTIONS]
    return Rush(run.site, _published(run, page), guests, each * len(OPTIONS), answers)


def _published(run: Run, page: EventPage) -> Publication:
    parent = run.content.event_page.get_parent()
    return publication_of(publish(parent, page))


def _hold(rush: Rush, at_once: int) -> Sample:
    """Let everybody come, and see that seats are exact and no answer is an error."""
    deeds = [
        *_cancellations(rush),
        *_guests(rush, rush.guests),
        *_guests(rush, 1) * 5,  # one impatient guest
    ]
    random.Random(7).shuffle(deeds)  # the same rush in every round
    start = time.perf_counter()
    told = _do(deeds, at_once)
    took = time.perf_counter() - start
    if set(told) - {200, 303}:
        raise RuntimeError(f"Answers of a rush: {told}.")
    # Seats that came free after the last guest was refused go to those who come now.
    _do(_guests(rush, 2 * CANCEL), 1)
    _check(Event.objects.get(pk=rush.publication.event_id), rush.seats)
    return Sample(len(deeds), took)


def _check(event: Event, seats: int) -> None:
    room = event.room()
    if room.taken != seats or any(room.limits[each] != n for each, n in room.chosen.items()):
        raise RuntimeError(f"There are {seats} seats, and given away are {room}.")
    active = event.registrations.active()
    if len(set(active.values_list("name_key", "address_key"))) != active.count():
        raise RuntimeError("Somebody is registered twice.")


def _do(deeds: list[Post], at_once: int) -> Counter[int]:
    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(lambda deed: deed(), deeds))


def _guests(rush: Rush, count: int) -> list[Post]:
    """Return how each of ``count`` new guests sends the form."""
    publication, answers = rush.publication, itertools.cycle(rush.answers)
    key = publication.event.translation_key
    path = reverse("tilmeld:register", args=[key, publication.language_code])
    seen = {"publication": str(publication.pk)}
    return [
        partial(_post, rush.server, path, person(number) | next(answers) | seen)
        for number in islice(numbers, count)
    ]


def _cancellations(rush: Rush) -> list[Post]:
    """Register some beforehand; return how each of them cancels."""
    deeds: list[Post] = []
    come = islice(entries(rush.publication, numbers), min(CANCEL, rush.seats))
    for entry, answers in zip(come, itertools.cycle(rush.answers), strict=False):
        guest = replace(entry, answers=answers)
        registration = service.register(rush.publication, guest, at=timezone.now()).registration
        path = reverse("tilmeld:cancel", args=[registration.token])
        deeds.append(partial(_post, rush.server, path, {}))
    return deeds


def _post(server: Server, path: str, fields: dict[str, str]) -> int:
    visitor = Visitor(server.port)
    try:
        return visitor.post(path, fields).status
    finally:
        visitor.close()
