from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..forms import Question
from ..rules.door import code
from ..rules.identity import address_key, name_key
from .links import Linked
from .registration_query import ACTIVE, SEATED, RegistrationQuerySet, Status
from .searched import COMPANIONS, searched

#: The purpose of a link that stops the organisers' messages to a guest.
UNSUBSCRIBE = ".unsubscribe"


class Registration(Linked):
    """One person's answered form. It asks for ``party_size`` seats: the registrant and companions.

    ``waiting_since`` is when they joined the waiting list and decides their place in line; it stays
    when they give the place up, and is None for whoever has or had a seat. ``offered_until`` stays
    likewise with whoever let an offer pass or gave it up. ``companions`` holds a text for each,
    empty where nobody asked for their name. A *repeated* one was sent by, or in the name of,
    somebody who is registered already: it is kept for staff and changes nothing. Whoever is
    *unsubscribed* gets all letters but the organisers' messages.
    """

    LINK_SALT = "tilmeld.registration"

    event = models.ForeignKey(
        "tilmeld.Event",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("event"),
    )
    publication = models.ForeignKey(
        "tilmeld.Publication", on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        "tilmeld.Invitation", null=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.CONFIRMED
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.CharField(_("e-mail"), max_length=254)
    name_key = models.CharField(max_length=400, editable=False)
    address_key = models.CharField(max_length=400, editable=False)
    companions = models.JSONField(_("companions"), default=list)
    party_size = models.PositiveSmallIntegerField(_("seats"), default=1)
    answers = models.JSONField(_("answers"), default=dict)
    sensitive_answers = models.JSONField(_("sensitive answers"), default=dict)
    answers_key = models.JSONField(default=dict, editable=False)
    sensitive_answers_key = models.JSONField(default=dict, editable=False)
    language_code = models.CharField(_("language"), max_length=20)
    tags = models.ManyToManyField(
        "tilmeld.Tag", verbose_name=_("tags"), related_name="registrations"
    )
    created_at = models.DateTimeField(_("registered"))
    waiting_since = models.DateTimeField(_("on the waiting list since"), null=True)
    offered_until = models.DateTimeField(_("seat offered until"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    unsubscribed_at = models.DateTimeField(_("wants no messages since"), null=True)
    erased_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    arrived: int  # with_arrived()
    checked_in_at: datetime | None  # with_arrived()
    tagged: bool  # with_tagged()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key", "name_key"],
                condition=Q(status__in=[*ACTIVE], erased_at=None),
                name="tilmeld_one_active_registration_a_person",
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1), name="tilmeld_party_of_one_or_more"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WAITING) | Q(waiting_since__isnull=False),
                name="tilmeld_who_waits_has_a_place_in_line",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED) | Q(offered_until__isnull=False),
                name="tilmeld_an_offer_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="tilmeld_event_newest"),
            models.Index(fields=["status", "offered_until"], name="tilmeld_offers"),
            # Seats are summed from it alone, without reading the rows.
            models.Index(fields=["event", "status", "party_size"], name="tilmeld_seats_taken"),
            # Not the partial constraint's: SQLite can't use it for a status that is a parameter.
            models.Index(fields=["event", "address_key"], name="tilmeld_by_address"),
        ]
        permissions = [
            ("view_sensitive_answers", _("Can see sensitive answers")),
            ("view_summary", _("Can see the summary without names")),
            ("export_registration", _("Can download registrations")),
            ("erase_registration", _("Can erase registrations")),
            ("message_registration", _("Can write to guests")),
            ("check_in_registration", _("Can check in guests")),
        ]

    def __str__(self) -> str:
        # Wagtail's log keeps this for ever, so it must not name anybody.
        return str(_("Registration %(number)s") % {"number": self.pk})

    def fill_in(self) -> None:
        """Set what follows from the rest; ``bulk_create`` does not come by ``save``."""
        self.name_key, self.address_key = name_key(self.name), address_key(self.email)
        self.answers_key = searched(self.answers | {COMPANIONS: " ".join(self.companions)})
        self.sensitive_answers_key = searched(self.sensitive_answers)
        self.party_size = 1 + len(self.companions)

    def save(self, **kwargs) -> None:
        self.fill_in()
        super().save(**kwargs)

    # ------------------------------------------------------------------ what it is

    @property
    def is_confirmed(self) -> bool:
        return self.status == Status.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == Status.OFFERED

    @property
    def is_lapsed(self) -> bool:
        return self.status == Status.LAPSED

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def is_seated(self) -> bool:
        return self.status in SEATED

    @property
    def is_unsubscribed(self) -> bool:
        return self.unsubscribed_at is not None

    @property
    def is_subscribed(self) -> bool:
        return self.unsubscribed_at is None

    @property
    def given(self) -> dict[str, object]:
        """All answers by their question's key, sensitive ones among them."""
        return self.answers | self.sensitive_answers

    @cached_property
    def answered(self) -> list[tuple[Question, object]]:
        """The questions that were answered, in the form's order, with their answers."""
        given = self.given
        return [(q, given[q.key]) for q in self.publication.questions if q.key in given]

    @property
    def companion_names(self) -> list[str]:
        """The names of those companions whose name was asked for."""
        return [name for name in self.companions if name]

    @property
    def door_code(self) -> str:
        """What finds this registration at the door: told to the guest, derived and never stored."""
        known = f"{self.pk}-{self.link_version}"
        return code(salted_hmac("tilmeld.door_code", known, algorithm="sha256").digest())

    def place_in_line(self) -> int:
        """Return how many are ahead on the waiting list, this one counted; 1 is next."""
        ahead = Q(waiting_since__lt=self.waiting_since) | Q(
            waiting_since=self.waiting_since, pk__lt=self.pk
        )
        return 1 + type(self).objects.in_line().filter(ahead, event=self.event_id).count()

    # ------------------------------------------------------------------ what becomes of it

    def mark_confirmed(self) -> None:
        self._move(Status.CONFIRMED)

    def mark_waiting(self, since: datetime) -> None:
        self._move(Status.WAITING, waiting_since=since)

    def mark_offered(self, until: datetime) -> None:
        self._move(Status.OFFERED, offered_until=until)

    def mark_lapsed(self) -> None:
        self._move(Status.LAPSED, offered_until=self.offered_until)

    def mark_cancelled(self, at: datetime) -> None:
        kept = {"waiting_since": self.waiting_since, "offered_until": self.offered_until}
        self._move(Status.CANCELLED, cancelled_at=at, **kept)

    def _move(
        self,
        status: Status,
        *,
        waiting_since: datetime | None = None,
        offered_until: datetime | None = None,
        cancelled_at: datetime | None = None,
    ) -> None:
        """Move the status and its times together."""
        self.status, self.cancelled_at = status, cancelled_at
        self.waiting_since, self.offered_until = waiting_since, offered_until
        self.save(update_fields=["status", "cancelled_at", "waiting_since", "offered_until"])
