"""The list at the door: parties by name, and who of each has come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from ...forms import answer_in_words
from ...models import Arrival, Event, Registration
from ...models.registration_query import RegistrationQuerySet
from ...rules import alphabet
from ...rules.identity import name_key
from ...services import door as service
from .keeper import Keeper

#: What is done with a registration and shows in the list, besides arrivals. A new address brings a
#: new code.
TOLD = [
    f"tilmeld.{action}"
    for action in ("change", "move_to_address", "restore", "promote", "offer", "lapse")
]


@dataclass(frozen=True)
class Person:
    """One of a party, and when they came, if they have."""

    number: int
    name: str
    arrival: Arrival | None


class Party:
    """A registration as the door sees it."""

    def __init__(self, registration: Registration, event: Event, needs: Iterable[str] = ()) -> None:
        self.registration, self.event, self.needs = registration, event, ", ".join(needs)

    @cached_property
    def people(self) -> list[Person]:
        came = {arrival.person: arrival for arrival in self.registration.arrivals.all()}
        names = [self.registration.name, *self.registration.companions]
        return [
            Person(number, name or _("Companion %(number)d") % {"number": number}, came.get(number))
            for number, name in enumerate(names)
        ]

    @property
    def missing(self) -> list[Person]:
        return [person for person in self.people if not person.arrival]

    @property
    def has_come(self) -> bool:
        """Whether somebody of it has."""
        return len(self.missing) < len(self.people)

    @property
    def all_missing(self) -> str:
        """Those who have not come, as a tap names them."""
        return ",".join(str(person.number) for person in self.missing)

    @cached_property
    def refusal(self) -> str:
        """Why it can't be checked in, or nothing."""
        return str(service.refusal(self.registration, self.event) or "")

    @property
    def way_out(self) -> str:
        """The address where staff may give it a seat, if it has none."""
        if not self.refusal or self.event.cancelled or self.registration.is_confirmed:
            return ""
        step = "restore" if self.registration.is_cancelled else "give_seat"
        return f"tilmeld_admin:{step}"

    @property
    def words(self) -> str:
        """What a search looks in."""
        return name_key(" ".join([self.registration.name, *self.registration.companions]))

    def is_among(self, show: str) -> bool:
        """Whether it belongs to what is shown: ``missing``, ``arrived`` or ``all``."""
        if show == "missing":
            return not self.refusal and bool(self.missing)
        return self.has_come if show == "arrived" else True


def parties(keeper: Keeper, found: RegistrationQuerySet | None = None) -> Iterator[Party]:
    """Yield everybody who is, was or would be registered; three queries."""
    registrations = keeper.event.registrations.all() if found is None else found
    standing = Prefetch("arrivals", Arrival.objects.standing())
    listed = registrations.unrepeated().unerased().prefetch_related(standing)
    keys = _needs_asked_for(keeper.event) if keeper.sees_needs else []
    for registration in listed:
        yield Party(registration, keeper.event, _needs(registration, keys))


def since(keeper: Keeper, instant: datetime) -> RegistrationQuerySet:
    """Return the registrations of which the list may tell something new."""
    touched = Arrival.objects.filter(
        Q(at__gte=instant) | Q(undone_at__gte=instant), registration__event=keeper.event
    )
    keys = [*touched.values_list("registration", flat=True), *_logged(instant)]
    changed = Q(created_at__gte=instant) | Q(cancelled_at__gte=instant)
    found: RegistrationQuerySet = keeper.event.registrations.filter(changed | Q(pk__in=keys))
    return found


def gone(keeper: Keeper, instant: datetime) -> list[int]:
    """Return the keys of registrations that were erased since."""
    erased = keeper.event.registrations.filter(erased_at__gte=instant)
    return list(erased.order_by().values_list("pk", flat=True))


def _logged(instant: datetime) -> Iterator[int]:
    """Yield the keys of registrations, of any event, with which something has been done since."""
    about = ContentType.objects.get_for_model(Registration)
    entries = ModelLogEntry.objects.filter(
        content_type=about, timestamp__gte=instant, action__in=TOLD
    )
    return map(int, entries.values_list("object_id", flat=True))


def by_letter(listed: list[Party]) -> list[tuple[str, list[Party]]]:
    """Return parties by name, as on the list that is printed."""
    language = get_language() or ""
    return alphabet.by_letter(listed, language, lambda party: party.registration.name)


def counts(event: Event) -> dict[str, int]:
    """Return how many people are expected, have arrived, and are missing; two queries."""
    confirmed = event.registrations.confirmed()
    expected, arrived = confirmed.seats(), confirmed.people_arrived()
    return {"expected": expected, "arrived": arrived, "missing": expected - arrived}


def _needs_asked_for(event: Event) -> list[str]:
    return [question.key for question, _asked in event.questions_ever_asked() if question.is_need]


def _needs(registration: Registration, keys: list[str]) -> Iterator[str]:
    return filter(None, (answer_in_words(registration.given.get(key)) for key in keys))
