"""What many guests of an event are told at once."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from .message import Message
from .registration import ACTIVE, Registration, RegistrationQuerySet


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

    def due(self, at: datetime) -> "AnnouncementQuerySet":
        """Those whose letters are to be written at the instant ``at``, and are not all written."""
        return self.standing().filter(send_at__lte=at, written_at=None)


class Announcement(models.Model):
    """One thing told to many: what changed of an event, a reminder, or the organisers' own words.

    ``kind`` is the kind of the letters that tell it. Nothing is sent before ``send_at``, and
    nothing at all while that is None: then somebody must decide. ``written_at`` is when every
    recipient had a letter in the outbox; ``dropped_at`` is when somebody decided against it, or
    stopped what had not left yet. ``changes`` are dicts with the keys ``label``, ``old`` and
    ``new``. ``statuses`` says to whom it goes.
    """

    kind = models.CharField(_("letter"), max_length=20, choices=Message.Kind.choices)
    event = models.ForeignKey(
        "tilmeld.Event",
        on_delete=models.CASCADE,
        related_name="announcements",
        verbose_name=_("event"),
    )
    changes = models.JSONField(default=list)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = RichTextField(_("text"), blank=True, features=["bold", "italic", "link", "ul", "ol"])
    statuses = models.JSONField(default=all_active)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"))
    send_at = models.DateTimeField(_("to be sent"), null=True)
    written_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

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

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def recipients(self) -> RegistrationQuerySet:
        """Return the registrations that it goes to as they stand now."""
        return Registration.objects.unerased().filter(event=self.event, status__in=self.statuses)
