"""How registrations stand, and the nouns of reading them."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Aggregate, Case, Count, Exists, Min, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from ..rules.capacity import Option
from ..rules.identity import address_key, name_key
from .arrival import Arrival
from .counted import counted
from .links import LinkedQuerySet
from .message import Message, states_of
from .options import Options


class Status(models.TextChoices):
    """How a registration stands."""

    CONFIRMED = "confirmed", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Offered a seat")
    LAPSED = "lapsed", _("Offer expired")
    CANCELLED = "cancelled", _("Cancelled")
    REPEATED = "repeated", _("Sent again")


#: Whose seats are taken; an offered one is kept for whom it was offered to.
SEATED = (Status.CONFIRMED, Status.OFFERED)
ACTIVE = (*SEATED, Status.WAITING)


class Joined(Aggregate):
    """Numbers as one text, with commas between."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return super().as_sql(compiler, connection, template=template, **context)


class RegistrationQuerySet(LinkedQuerySet):
    """The nouns of reading registrations."""

    def active(self) -> "RegistrationQuerySet":
        """Those of people who come, or would like to."""
        return self.filter(status__in=ACTIVE)

    def seated(self) -> "RegistrationQuerySet":
        """Those that take seats."""
        return self.filter(status__in=SEATED)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(status=Status.CONFIRMED)

    def in_line(self) -> "RegistrationQuerySet":
        """Those on the waiting list, the first in line first."""
        waiting = self.filter(status=Status.WAITING, erased_at=None)
        return waiting.order_by("waiting_since", "pk")

    def overdue(self, at: datetime) -> "RegistrationQuerySet":
        """Those whose offer nobody accepted in time."""
        return self.filter(status=Status.OFFERED, offered_until__lte=at)

    def unrepeated(self) -> "RegistrationQuerySet":
        """Those that are not merely the form sent once more by somebody who is registered."""
        return self.exclude(status=Status.REPEATED)

    def unerased(self) -> "RegistrationQuerySet":
        """Those that still hold a person's name and answers."""
        return self.filter(erased_at=None)

    def with_letter_state(self) -> "RegistrationQuerySet":
        """With the state of each one's newest letter as ``letter_state``, None without any.

        ``needs_attention`` tells whether somebody must see to any of their letters.
        """
        return self.annotate(**states_of(Message.objects.filter(registration=OuterRef("pk"))))

    def with_arrived(self) -> "RegistrationQuerySet":
        """With how many of each party have come as ``arrived``, the first at ``checked_in_at``."""
        found = _arrivals().order_by().values("registration")
        number, first = found.annotate(value=Count("pk")), found.annotate(value=Min("at"))
        return self.annotate(
            arrived=Coalesce(Subquery(number.values("value")), 0),
            checked_in_at=Subquery(first.values("value")),
        )

    def with_tagged(self) -> "RegistrationQuerySet":
        """With whether each one has any tag as ``tagged``."""
        tags = self.model.tags.through.objects.filter(registration=OuterRef("pk"))
        return self.annotate(tagged=Exists(tags))

    def with_tag_numbers(self) -> "RegistrationQuerySet":
        """With the numbers of each one's tags as ``tag_numbers``, a text; None without any."""
        tagged = self.model.tags.through.objects.filter(registration=OuterRef("pk"))
        numbers = tagged.values("registration").annotate(value=Joined("tag")).values("value")
        return self.annotate(tag_numbers=Subquery(numbers))

    def checked_in(self, is_in: bool = True) -> "RegistrationQuerySet":
        """Those of whom somebody has come, or nobody."""
        has_come = Exists(_arrivals())
        return self.filter(has_come if is_in else ~has_come)

    def with_place_in_line(self) -> "RegistrationQuerySet":
        """With each one's place on the waiting list as ``place``, None off it; 1 is next."""
        up_to = Q(waiting_since__lt=OuterRef("waiting_since")) | Q(
            waiting_since=OuterRef("waiting_since"), pk__lte=OuterRef("pk")
        )
        line = self.model.objects.in_line().order_by().filter(up_to, event=OuterRef("event"))
        places = line.values("event").annotate(place=Count("pk")).values("place")
        in_line = When(status=Status.WAITING, erased_at=None, then=Subquery(places))
        return self.annotate(place=Case(in_line))

    def seats(self) -> int:
        """Return the number of seats these take, counted in SQL."""
        return self.aggregate(seats=Sum("party_size"))["seats"] or 0

    def people_arrived(self) -> int:
        """Return how many people have come, companions too, counted in SQL."""
        return Arrival.objects.standing().filter(registration__in=self.order_by()).count()

    def seats_by_day(self, zone: ZoneInfo) -> list[tuple[date, int]]:
        """Return the seats these took on each day, on a zone's clocks, in order; one query."""
        by_day = self.order_by().values_list(TruncDate("created_at", tzinfo=zone))
        return sorted(by_day.annotate(seats=Sum("party_size")))

    def count_statuses(self) -> dict[str, int]:
        """Return how many there are in each status that any is in; one query."""
        return dict(self.order_by().values_list("status").annotate(number=Count("pk")))

    def count_choices(
        self, keys: Collection[str], sensitive_keys: Collection[str] = ()
    ) -> Counter[tuple[str, str | bool]]:
        """Return how many gave each answer to these questions, by key and a word; one query.

        Sensitive answers are counted to the questions of ``sensitive_keys`` alone.
        """
        return counted(self, {"answers": keys, "sensitive_answers": sensitive_keys})

    def count_seats(self, options: Options) -> tuple[int, dict[Option, int]]:
        """Return the number of seats these take, and at each option; one query."""
        counts = {
            f"option_{number}": Sum("party_size", filter=limited.is_chosen)
            for number, limited in enumerate(options)
        }
        taken = self.order_by().aggregate(all=Sum("party_size"), **counts)
        at_options = zip(options, counts, strict=True)
        return taken["all"] or 0, {each.option: taken[name] or 0 for each, name in at_options}

    def by_address(self, email: str) -> "RegistrationQuerySet":
        return self.filter(address_key=address_key(email))

    def by_person(self, name: str, email: str) -> "RegistrationQuerySet":
        """Those of one person: the same normalised address and name."""
        return self.by_address(email).filter(name_key=name_key(name))


def _arrivals() -> models.QuerySet[Arrival]:
    return Arrival.objects.standing().filter(registration=OuterRef("pk"))
