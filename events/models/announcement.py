"""What many guests of an event are told at once."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ..rules.identity import name_key
from ..rules.reminders import STILL_FRESH
from .message import Message
from .options import Chosen
from .registration import Registration
from .registration_query import ACTIVE, RegistrationQuerySet
from .tag import Tag

Kind = Message.Kind

#: What an editor is asked about after publishing.
OF_CHANGES = (Kind.EVENT_CHANGED, Kind.EVENT_CANCELLED)
OF_PUBLISHING = (*OF_CHANGES, Kind.PROGRAMME_PUBLISHED)
#: Letters that say somebody has a seat.
OF_SEATS = (Kind.CONFIRMED, Kind.PROMOTED)
#: The states of a letter, as whoever wrote to many wants to know them; what came back had left.
OUTCOMES = {
    "waiting": Message.UNSENT,
    "gone_out": Message.GONE_OUT,
    "lost": (Message.State.BOUNCED, Message.State.COMPLAINED, Message.State.FAILED),
    "not_sent": (Message.State.CANCELLED,),
}


def all_active() -> list[str]:
    return [str(status) for status in ACTIVE]


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """The nouns of reading announcements."""

    def standing(self) -> "AnnouncementQuerySet":
        """Those that nobody has dropped."""
        return self.filter(dropped_at=None)

    def undecided(self) -> "AnnouncementQuerySet":
        """Those of which somebody must still say whether they are sent."""
        return self.standing().filter(send_at=None)

    def decided(self) -> "AnnouncementQuerySet":
        return self.standing().exclude(send_at=None)

    def of_publishing(self) -> "AnnouncementQuerySet":
        """Those that publishing brought about, of which an editor is asked."""
        return self.filter(kind__in=OF_PUBLISHING)

    def unwritten(self) -> "AnnouncementQuerySet":
        """Those of which nobody has a letter yet."""
        return self.standing().filter(written_at=None, messages=None)

    def from_organisers(self) -> "AnnouncementQuerySet":
        """Messages that organisers wrote to guests."""
        return self.filter(kind=Kind.ORGANISERS)

    def open(self, at: datetime) -> "AnnouncementQuerySet":
        """Those that can still be changed: undecided, or planned for later."""
        return self.standing().filter(Q(send_at=None) | Q(send_at__gt=at))

    def with_outcomes(self) -> "AnnouncementQuerySet":
        """With the number of letters to guests in each of the ``OUTCOMES``."""
        to_guests = Q(messages__user=None)
        counts = {
            name: Count("messages", filter=to_guests & Q(messages__state__in=states))
            for name, states in OUTCOMES.items()
        }
        return self.annotate(**counts)

    def due(self, at: datetime) -> "AnnouncementQuerySet":
        """Those whose letters are to be written at the instant ``at``, and are not all written."""
        return self.standing().filter(send_at__lte=at, written_at=None)


class Announcement(models.Model):
    """One thing told to many: what changed of an event, a reminder, or the organisers' own words.

    ``kind`` is the kind of the letters that tell it. Nothing is sent before ``send_at``, and
    nothing at all while that is None: then somebody must decide. ``written_at`` is when every
    recipient had a letter in the outbox; ``dropped_at`` is when somebody decided against it, or
    stopped what had not left yet.

    ``statuses`` says to whom it goes; ``languages``, if it is not empty, in which ones; ``choice``,
    if there is one, that it goes to those who chose it: a dict with the question's key and label,
    and the choice's words in each language; ``has_come``, if it is not None, to those of whom
    somebody has been checked in, or to those of whom nobody has; ``tag``, if there is one, to those
    who have it: to nobody once it is gone.

    ``before`` is what guests knew of the event before it was changed (see ``snapshot``). What it is
    now is read from the event when the letter is written, so that no letter tells old news.
    ``reminds_of`` is the day of which a reminder reminds.
    """

    kind = models.CharField(_("letter"), max_length=20, choices=Message.Kind.choices)
    event = models.ForeignKey(
        "tilmeld.Event",
        on_delete=models.CASCADE,
        related_name="announcements",
        verbose_name=_("event"),
    )
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reminds_of = models.DateField(null=True)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = RichTextField(_("text"), blank=True, features=["bold", "italic", "link", "ul", "ol"])
    statuses = models.JSONField(default=all_active)
    languages = models.JSONField(default=list)
    choice = models.JSONField(null=True)
    has_come = models.BooleanField(null=True)
    tag = models.CharField(max_length=Tag.MAX_LENGTH, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"))
    send_at = models.DateTimeField(_("to be sent"), null=True)
    written_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    # with_outcomes()
    waiting: int
    gone_out: int
    lost: int
    not_sent: int

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=Q(written_at=None, dropped_at=None),
                name="tilmeld_announcements_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "reminds_of"],
                condition=Q(kind=Kind.REMINDER, dropped_at=None),
                name="tilmeld_one_reminder_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def recipients(self) -> RegistrationQuerySet:
        """Return the registrations that it goes to as they stand now.

        Whoever registered after a change has read it on the page already; whoever got their seat
        in the last day needs no reminder of it.
        """
        found = self.chosen()
        if self.kind in OF_PUBLISHING:
            return found.filter(created_at__lte=self.created_at)
        if self.kind == Kind.ORGANISERS:
            return found.filter(unsubscribed_at=None)
        return self._without_those_who_know(found) if self.kind == Kind.REMINDER else found

    @property
    def unreachable(self) -> int:
        """How many of the recipients have no e-mail address, and must hear of it otherwise."""
        return self.recipients().filter(email="").count()

    def chosen(self) -> RegistrationQuerySet:
        """Return those whom it is meant for, also those who don't want to hear of it."""
        found = Registration.objects.unerased().filter(event=self.event, status__in=self.statuses)
        if self.languages:
            found = found.filter(language_code__in=self.languages)
        if self.has_come is not None:
            found = found.checked_in(self.has_come)
        if self.tag:
            found = found.filter(tags__name_key=name_key(self.tag))
        if self.choice:  # never in sensitive answers: who writes may have no right to know them
            found = found.filter(Chosen("answers", self.choice["question"], self.choice["words"]))
        return found

    def _without_those_who_know(self, found: RegistrationQuerySet) -> RegistrationQuerySet:
        if self.send_at is None:
            return found
        fresh = self.send_at - STILL_FRESH
        told = Message.objects.filter(event=self.event, kind__in=OF_SEATS, created_at__gt=fresh)
        told = told.exclude(registration=None)
        return found.filter(created_at__lte=fresh).exclude(pk__in=told.values("registration"))
