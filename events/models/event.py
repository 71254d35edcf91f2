"""An event and what was published of it.

The page is where editors draft; publishing copies its facts here. Registrations belong to the
event, so they outlive a page that is moved, unpublished or deleted.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

import swapper
from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.deletion import SET_NULL, ProtectedError
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..forms import Question
from ..rules.capacity import Option, Room
from ..rules.window import Window
from .announcement import Announcement
from .facts import EventFacts, WaitingList
from .invitation import Invitation
from .links import Linked, LinkedQuerySet
from .options import Options
from .publication import Publication
from .registration import Registration
from .registration_query import RegistrationQuerySet
from .rooms import rooms

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


def refuse_if_registered(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """On deletion of a page: keep it while people are registered, else let its event go on alone.

    Registrations that have been erased are mere counts and keep no page.
    Raise ProtectedError with the events that hold others.
    """
    registered = [event for event in sub_objs if event.registrations.unerased().exists()]
    if registered:
        raise ProtectedError("People are registered for this event.", set(registered))
    SET_NULL(collector, field, sub_objs, using)


#: The purpose of the link by which helpers without an account check guests in.
DOOR = ".door"


class EventQuerySet(LinkedQuerySet):
    """The nouns of reading events."""

    def locked(self, pk: int) -> "Event":
        """Return an event with its row locked: from here to the commit nobody else decides."""
        # no_key: rows that refer to the event may still be written beside the lock.
        return self.select_for_update(no_key=True).get(pk=pk)

    def keys(self) -> list[int]:
        """Look the primary keys up: databases find letters fast by these, not by a subquery."""
        return list(self.values_list("pk", flat=True))

    def with_taken(self) -> "EventQuerySet":
        """With the number of seats that are given away as ``taken``."""
        return self.annotate(taken=_seats_of(Registration.objects.seated()))

    def with_waiting(self) -> "EventQuerySet":
        """With the number of seats that those on the waiting list ask for as ``waiting``."""
        return self.annotate(waiting=_seats_of(Registration.objects.in_line()))

    def within_window(self, at: datetime) -> "EventQuerySet":
        """Those for which one could register at the instant ``at``, were there a seat."""
        has_begun = Q(opens_at=None) | Q(opens_at__lte=at)
        return self.filter(has_begun, cancelled=False, closes_at__gt=at)

    def taking_registrations(self, at: datetime) -> "EventQuerySet":
        """Those for which one can register at the instant ``at``, be it for the waiting list."""
        within = self.within_window(at)
        full = within.filter(waiting_list=WaitingList.OFF).keys_of_full()
        return within.exclude(pk__in=full)

    def full(self, at: datetime) -> "EventQuerySet":
        """Those for which one could register at ``at``, were there a seat; others may wait."""
        within = self.within_window(at)
        return within.filter(pk__in=within.keys_of_full())

    def keys_of_full(self) -> list[int]:
        """Look up which have no seat left, at the event or at what must be chosen; two queries.

        Only ``Room`` decides what is full: no condition in SQL says the same again.
        """
        limited = self.exclude(capacity=None, options_json=[]).with_taken()
        return [pk for pk, room in rooms(limited).items() if room.is_full]

    def with_live(self) -> "EventQuerySet":
        """With whether a page about it can be seen, in whatever language, as ``is_live``."""
        pages = apps.get_model(PAGE_MODEL).objects.live()
        return self.annotate(
            is_live=Exists(pages.filter(translation_key=OuterRef("translation_key")))
        )

    def with_published(self) -> "EventQuerySet":
        """With the instants of the first and the last publication, in whatever language."""
        of_event = Publication.objects.filter(event=OuterRef("pk")).values("created_at")
        return self.annotate(
            first_published_at=Subquery(of_event.order_by("created_at")[:1]),
            published_at=Subquery(of_event.order_by("-created_at")[:1]),
        )

    def with_undecided(self) -> "EventQuerySet":
        """With the oldest announcement that an editor must decide about, as ``undecided``."""
        of_event = Announcement.objects.of_publishing().undecided().filter(event=OuterRef("pk"))
        return self.annotate(undecided=Subquery(of_event.order_by("pk").values("pk")[:1]))

    def with_held(self) -> "EventQuerySet":
        """With how many registrations and invitations hold personal data still, by name ``held_…``.

        One that was erased in part, or registered for afterwards, is among those that hold some.
        """
        return self.annotate(
            held_registrations=_number_of(Registration.objects.unerased()),
            held_invitations=_number_of(Invitation.objects.unerased()),
        )

    def holding(self) -> "EventQuerySet":
        """Those that hold personal data still, those to be erased next first."""
        held = Q(held_registrations__gt=0) | Q(held_invitations__gt=0)
        return self.with_held().filter(held).order_by("erase_on", "pk")


def _number_of(rows: Any) -> Coalesce:
    of_event = rows.filter(event=OuterRef("pk")).order_by().values("event")
    return Coalesce(Subquery(of_event.annotate(number=Count("pk")).values("number")), 0)


def _seats_of(registrations: RegistrationQuerySet) -> Coalesce:
    of_event = registrations.filter(event=OuterRef("pk")).order_by()
    seats = of_event.values("event").annotate(seats=Sum("party_size")).values("seats")
    return Coalesce(Subquery(seats), 0)


class Event(Linked, EventFacts):
    """What is held, as published, and the owner of its registrations.

    ``starts_at`` … ``closes_at`` are UTC instants, computed when the facts are published.
    ``page`` is the page that owns the facts; it is None once that page has been deleted. The
    event's own link (``token``) admits those whom the editor gave it to, its door link
    (``door_token``) those who receive guests. ``organisers`` see the event without a right to its
    page.
    """

    LINK_SALT = "tilmeld.event"
    LINK_VERSIONS = {DOOR: "door_link_version"}

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField(
        PAGE_MODEL, null=True, on_delete=refuse_if_registered, related_name="+"
    )
    organisers = models.ManyToManyField(
        "auth.Group", verbose_name=_("organisers"), blank=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=255)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("registration opens"), null=True)
    closes_at = models.DateTimeField(_("registration closes"))
    cancelled_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    options_json = models.JSONField(default=list)
    erase_on = models.DateField(_("answers are erased on"), db_index=True)
    erased_at = models.DateTimeField(null=True)
    door_link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = EventQuerySet.as_manager()

    taken: int  # with_taken()
    waiting: int  # with_waiting()
    is_live: bool  # with_live()
    undecided: int | None  # with_undecided()
    held_registrations: int  # with_held()
    held_invitations: int  # with_held()
    first_published_at: datetime  # with_published()
    published_at: datetime  # with_published()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def window(self) -> Window:
        instants = (self.opens_at, self.closes_at, self.starts_at, self.ends_at)
        return Window(*instants, self.cancelled, self.has_waiting_list)

    @property
    def door_token(self) -> str:
        return self.token_for(DOOR)

    @cached_property
    def options(self) -> Options:
        """The choices that have seats of their own, as published."""
        return Options.from_json(self.options_json)

    @property
    def has_limited_seats(self) -> bool:
        """Whether somebody may find too few seats: of the event, or at a choice."""
        return self.capacity is not None or bool(self.options)

    def room(self, *, without: Registration | None = None) -> Room:
        """Count the seats there are and those taken, not by ``without``; one query, or none.

        What is decided by it holds only for whoever has locked the event's row.
        """
        if not self.has_limited_seats:
            return Room(None)
        seated = self.registrations.seated()
        if without:
            seated = seated.exclude(pk=without.pk)
        return self.room_with(*seated.count_seats(self.options))

    def room_with(self, taken: int, chosen: Mapping[Option, int]) -> Room:
        """Return the seats there are, of which these are taken at the event and its options."""
        return Room(self.capacity, taken, self.options.limits, chosen, self.options.needed)

    @property
    def logged_on(self) -> models.Model:
        """Whose history tells what was done with the registrations: the page's, if there is one."""
        return self.page or self

    def publication(self, language_code: str | None = None) -> "Publication":
        """Return what is published in a language, or else in the event's first one.

        Raise Publication.DoesNotExist if nothing ever was.
        """
        wanted = {"language_code": language_code} if language_code else {}
        return self.publications.select_related("sender").newest(**wanted)

    def publications_now(self) -> list["Publication"]:
        """Return what is published in each language, the event's first one before the others."""
        newest = self.publications.values("language_code").annotate(newest=Max("pk"))
        return self._in_order(self.publications.filter(pk__in=newest.values("newest")))

    def questions_ever_asked(self) -> list[tuple[Question, bool]]:
        """Return every question there was, in any language, and whether it is still asked.

        Those still asked come first, in the form's order, in the words of the event's first
        language; one that is sensitive in any language is sensitive.
        """
        publications = sorted(self.publications.all(), key=attrgetter("pk"))
        current = self._in_order({each.language_code: each for each in publications}.values())
        asked = _merged(current)
        removed = _merged([p for p in reversed(publications) if p not in current])
        return [
            *((question, True) for question in asked.values()),
            *((question, False) for key, question in removed.items() if key not in asked),
        ]

    def _in_order(self, current: Iterable["Publication"]) -> list["Publication"]:
        return sorted(current, key=lambda each: (each.page_id != self.page_id, each.pk))


def _merged(publications: "list[Publication]") -> dict[str, Question]:
    """Return the questions by key, each in the words of the first publication that has it."""
    merged: dict[str, Question] = {}
    for question in (q for publication in publications for q in publication.questions):
        known = merged.get(question.key, question)
        sensitive = known.sensitive or question.sensitive
        merged[question.key] = replace(known, sensitive=sensitive)
    return merged
