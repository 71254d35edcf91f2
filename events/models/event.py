"""An event and what was published of it.

The page is where editors draft; publishing copies its facts here. Registrations belong to the
event, so they outlive a page that is moved, unpublished or deleted.
"""

import uuid
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import swapper
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.deletion import SET_NULL, ProtectedError
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Revision

from ..forms import Question
from ..rules import readiness, retention
from ..rules.window import Schedule, Window
from .registration import Registration

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


def time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


def refuse_if_registered(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """On deletion of a page: keep it while people are registered, else let its event go on alone.

    Registrations that have been erased are mere counts and keep no page.
    Raise ProtectedError with the events that hold others.
    """
    registered = [event for event in sub_objs if event.registrations.unerased().exists()]
    if registered:
        raise ProtectedError("People are registered for this event.", set(registered))
    SET_NULL(collector, field, sub_objs, using)


class EventFacts(models.Model):
    """Dates and wall times in the event's zone, registration window and seats.

    Drafted on the page, published on the event. Every field is optional here: a draft may lack
    anything, and ``rules.readiness`` says what publishing needs.
    """

    start_date = models.DateField(_("starts on"), null=True, blank=True)
    start_time = models.TimeField(_("at"), null=True, blank=True)
    end_date = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty: the same day.")
    )
    end_time = models.TimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: no end is announced.")
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        choices=time_zones,
        default="Europe/Copenhagen",
        help_text=_("All dates and times of this event are meant in this zone."),
    )
    online_url = models.URLField(
        _("link for taking part online"),
        blank=True,
        help_text=_("Only those who are registered see it, in their letter and on their page."),
    )
    opens_date = models.DateField(
        _("registration opens on"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    opens_time = models.TimeField(_("at"), null=True, blank=True)
    deadline_date = models.DateField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("The last day on which one can register. Empty: until the event starts."),
    )
    deadline_time = models.TimeField(
        _("at"), null=True, blank=True, help_text=_("Empty: the whole day counts.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    max_companions = models.PositiveSmallIntegerField(
        _("companions"),
        default=0,
        validators=[MaxValueValidator(9)],
        help_text=_("How many people a guest may bring. Each takes a seat. 0: none."),
    )
    programme_to_come = models.BooleanField(
        _("the programme is still to come"),
        default=False,
        help_text=_("The page and the letters say that the programme follows."),
    )
    cancelled = models.BooleanField(
        _("the event is cancelled"),
        default=False,
        help_text=_("The page stays and says so. Nobody can register any more."),
    )
    cancellation_reason = models.TextField(
        _("why it is cancelled"), blank=True, help_text=_("Guests read it on the page.")
    )
    erase_after_days = models.PositiveSmallIntegerField(
        _("erase answers after"),
        default=retention.DEFAULT_DAYS,
        validators=[MaxValueValidator(3650)],
        help_text=_("Days after the event. Guests can read the date at the form."),
    )

    class Meta:
        abstract = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def schedule(self) -> Schedule | None:
        """The dates and wall times, or None while the draft has no start."""
        return readiness.schedule(self)

    @property
    def window(self) -> Window | None:
        """The instants at which the state changes, or None while the draft has no start."""
        return self.schedule.window(cancelled=self.cancelled) if self.schedule else None


class EventWords(models.Model):
    """What guests read about the event besides its facts; published per language."""

    venue_name = models.CharField(_("venue"), max_length=200, blank=True)
    venue_room = models.CharField(_("room or floor"), max_length=200, blank=True)
    venue_address = models.TextField(_("address"), blank=True)
    venue_directions = models.TextField(_("how to find it"), blank=True)
    venue_accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("Step-free access, lift, hearing loop, toilets, parking."),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("contact's e-mail"), blank=True, help_text=_("Answers to letters go here.")
    )
    contact_telephone = models.CharField(_("contact's telephone"), max_length=40, blank=True)
    sender = models.ForeignKey(
        "tilmeld.Sender",
        verbose_name=_("sender"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Signs the invitation and its letters."),
    )
    consent_text = models.CharField(
        _("consent"),
        max_length=500,
        blank=True,
        help_text=_(
            "A sentence that guests must tick. Leave it empty unless the law asks for consent."
        ),
    )
    privacy_text = RichTextField(
        _("about personal data"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_("Empty: the text from the event settings."),
    )
    confirmation_text = RichTextField(
        _("your own words in the confirmation"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("Stands in the letter under the thanks, above the facts."),
    )

    class Meta:
        abstract = True


class EventQuerySet(models.QuerySet["Event"]):
    """The nouns of reading events."""

    def with_taken(self) -> "EventQuerySet":
        """With the number of seats that are confirmed as ``taken``."""
        confirmed = Registration.objects.confirmed().filter(event=OuterRef("pk")).order_by()
        seats = confirmed.values("event").annotate(seats=Sum("party_size")).values("seats")
        return self.annotate(taken=Coalesce(Subquery(seats), 0))


class Event(EventFacts):
    """What is held, as published, and the owner of its registrations.

    ``starts_at`` … ``closes_at`` are UTC instants, computed when the facts are published.
    ``page`` is the page that owns the facts; it is None once that page has been deleted.
    """

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField(
        PAGE_MODEL, null=True, on_delete=refuse_if_registered, related_name="+"
    )
    title = models.CharField(_("title"), max_length=255)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("registration opens"), null=True)
    closes_at = models.DateTimeField(_("registration closes"))
    cancelled_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    erase_on = models.DateField(_("answers are erased on"), db_index=True)
    erased_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    taken: int  # with_taken()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at, self.starts_at, self.ends_at, self.cancelled)

    @property
    def logged_on(self) -> models.Model:
        """Whose history tells what was done with the registrations: the page's, if there is one."""
        return self.page or self

    def publication(self, language_code: str | None = None) -> "Publication":
        """Return what is published in a language, or else in the event's first one.

        Raise Publication.DoesNotExist if nothing ever was.
        """
        newest = self.publications.select_related("sender").order_by("-pk")
        found = newest.filter(language_code=language_code).first() if language_code else None
        return found or newest.filter(page=self.page_id).first() or newest.latest("pk")

    def questions_ever_asked(self) -> list[tuple[Question, bool]]:
        """Return every question there was, in any language, and whether it is still asked.

        Those still asked come first, in the form's order, in the words of the event's first
        language; one that is sensitive in any language is sensitive.
        """
        publications = list(self.publications.order_by("pk"))
        current = list({p.language_code: p for p in publications}.values())
        current.sort(key=lambda publication: publication.page_id != self.page_id)
        asked = _merged(current)
        removed = _merged([p for p in reversed(publications) if p not in current])
        return [
            *((question, True) for question in asked.values()),
            *((question, False) for key, question in removed.items() if key not in asked),
        ]


def _merged(publications: "list[Publication]") -> dict[str, Question]:
    """Return the questions by key, each in the words of the first publication that has it."""
    merged: dict[str, Question] = {}
    for question in (q for publication in publications for q in publication.questions):
        known = merged.get(question.key, question)
        sensitive = known.sensitive or question.sensitive
        merged[question.key] = replace(known, sensitive=sensitive)
    return merged


class Publication(EventWords):
    """What was published of an event in one language; never changed afterwards.

    The newest of a language holds. A registration keeps the one its guest saw: the questions,
    the sentence they ticked, the text about their data, and the page's revision.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="publications")
    language_code = models.CharField(max_length=20)
    page = models.ForeignKey(PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    questions_json = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [models.Index(fields=["event", "language_code", "-id"], name="tilmeld_newest")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language_code})"

    @cached_property
    def questions(self) -> list[Question]:
        return [Question.from_json(data) for data in self.questions_json]
