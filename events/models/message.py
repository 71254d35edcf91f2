"""The outbox: a row a letter, and what the provider reported about it."""

import re
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..rules.identity import address_key

if TYPE_CHECKING:
    from .invitation import Invitation
    from .publication import Publication
    from .registration import Registration


#: Stands in a stored letter where a guest's own link goes at hand-over.
LINK_MARK = re.compile(r"%(REGISTRATION|INVITATION)-LINK-(\d+)%")


def link_mark(row: "Registration | Invitation") -> str:
    return f"%{type(row).__name__.upper()}-LINK-{row.pk}%"


def open_matter() -> Q:
    """Return what ``needing_attention`` asks, for filters that ask for something else as well."""
    undealt = Q(handled_at=None) | Q(handled_at__lt=F("state_at"))
    return undealt & Q(state__in=Message.NEEDS_ATTENTION) & ~Q(to_address="")


def states_of(letters: "MessageQuerySet") -> dict[str, Combinable]:
    """Return what ``with_letter_state`` adds to those whom the letters are for."""
    return {
        "letter_state": Subquery(letters.order_by("-pk").values("state")[:1]),
        "needs_attention": Exists(letters.order_by().needing_attention()),
    }


class MessageQuerySet(models.QuerySet["Message"]):
    """The nouns of reading the outbox."""

    def due(self, at: datetime) -> "MessageQuerySet":
        """Those to be tried at the instant ``at``, or left behind by a worker that died.

        A worker's lease is judged by the database's clock, the only one that all share.
        """
        left_behind = Q(state=Message.State.SENDING, lease_until__lte=Now())
        return self.filter(Q(state=Message.State.QUEUED, due_at__lte=at) | left_behind)

    def waiting(self) -> "MessageQuerySet":
        return self.filter(state__in=Message.WAITING)

    def needing_attention(self) -> "MessageQuerySet":
        """Those that did not arrive, or wait for somebody to look, and nobody has dealt with since.

        A letter that moved on after it was dealt with needs attention anew.
        """
        return self.filter(open_matter())

    def to_address(self, email: str) -> "MessageQuerySet":
        """Those to guests that went, or would go, to an address."""
        return self.filter(address_key=address_key(email), user=None)

    def without_words(self) -> "MessageQuerySet":
        """For lists: what a letter says may be 60 kB, and is read one letter at a time."""
        return self.defer("text", "html", "calendar")

    def counts(self) -> dict[str, int]:
        """Return how many letters there are in each state that any is in; one query."""
        found = self.order_by().values_list("state").annotate(number=models.Count("pk"))
        return dict(found)


class Message(models.Model):
    """One letter to one person: a registrant, an invitee, or a ``user``, who belongs to the staff.

    The row is written in the transaction of the change it tells about. Words are filled in at the
    first delivery and kept as sent, with a mark where a guest's own link stood (``link_mark``).

    ``to_many``: one of many alike, which leave at a pace and let all others pass. ``tried_at``:
    when the last attempt began. ``retried_at``: when staff last had it tried anew. ``history``:
    what became of each attempt, dicts with ``at``, ``outcome`` and ``reason``. ``copy_of``: the
    letter that staff had sent again. ``about`` are the registrations that a letter to staff tells
    of, which may be several events'.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmation")
        WAITING = "waiting", _("On the waiting list")
        PROMOTED = "promoted", _("Seat from the waiting list")
        OFFERED = "offered", _("Offer of a seat")
        OFFER_EXPIRED = "offer_expired", _("Offer expired")
        CHANGED = "changed", _("Change confirmed")
        CANCELLED = "cancelled", _("Cancellation confirmed")
        LINK = "link", _("Link sent again")
        EVENT_CHANGED = "event_changed", _("Event changed")
        EVENT_CANCELLED = "event_cancelled", _("Event cancelled")
        PROGRAMME_PUBLISHED = "programme_published", _("Programme published")
        REMINDER = "reminder", _("Reminder of the event")
        INVITED = "invited", _("Personal invitation")
        INVITATION_REMINDER = "invitation_reminder", _("Reminder to answer")
        LATE_LINK = "late_link", _("Late link")
        ORGANISERS = "organisers", _("Message from the organisers")
        NEW_REGISTRATIONS = "new_registrations", _("New registrations")
        DEADLINE_PASSED = "deadline_passed", _("Deadline passed")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        HELD = "held", _("Held back")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEFERRED = "deferred", _("Delayed by the recipient's server")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Marked as spam")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Not sent")

    WAITING = (State.QUEUED, State.SENDING)
    UNSENT = (*WAITING, State.HELD)
    MAY_HAVE_ARRIVED = (State.SENT, State.DEFERRED, State.DELIVERED)
    GONE_OUT = (*MAY_HAVE_ARRIVED, State.BOUNCED, State.COMPLAINED)
    NEEDS_ATTENTION = (State.HELD, State.BOUNCED, State.COMPLAINED, State.FAILED)

    #: Whether a letter that could not be sent, or one that went out, may be sent once more. Whoever
    #: took it for spam is left in peace, and news that is over is not told.
    CAN_TRY_AGAIN = (State.FAILED,)
    CAN_SEND_AGAIN = (*MAY_HAVE_ARRIVED, State.BOUNCED)
    #: What operators may have tried again besides, from the command line.
    CAN_RETRY_BY_COMMAND = (*CAN_TRY_AGAIN, State.BOUNCED, State.CANCELLED)

    #: Why a letter is not sent to somebody whom staff have registered without an address.
    NO_ADDRESS = "no address"

    #: Letters that anybody can cause with somebody else's address; held back when there are many.
    CAUSED_BY_STRANGERS = (
        Kind.CONFIRMED,
        Kind.WAITING,
        Kind.CHANGED,
        Kind.CANCELLED,
        Kind.LINK,
    )

    #: Letters that no guest gets.
    TO_STAFF = (Kind.NEW_REGISTRATIONS, Kind.DEADLINE_PASSED)

    kind = models.CharField(_("letter"), max_length=20, choices=Kind.choices)
    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="messages")
    registration = models.ForeignKey(
        "tilmeld.Registration", null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    invitation = models.ForeignKey(
        "tilmeld.Invitation", null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    change = models.ForeignKey(
        "tilmeld.RegistrationChange", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    announcement = models.ForeignKey(
        "tilmeld.Announcement", null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    copy_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="copies")
    to_many = models.BooleanField(default=False, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    about = models.ManyToManyField("tilmeld.Registration", related_name="told_of_in")
    language_code = models.CharField(max_length=20)
    to_address = models.CharField(_("to"), max_length=254)
    address_key = models.CharField(max_length=400, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(null=True, editable=False)
    retried_at = models.DateTimeField(null=True, editable=False)
    history = models.JSONField(default=list, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    state_at = models.DateTimeField(_("since"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    handled_at = models.DateTimeField(_("dealt with"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    provider_id = models.CharField(max_length=255, blank=True, db_index=True)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # Not a partial one: SQLite can't use it for a state that comes as a parameter.
            models.Index(fields=["state", "to_many", "due_at"], name="tilmeld_letters_waiting"),
            models.Index(fields=["tried_at"], name="tilmeld_letters_pace"),
            models.Index(fields=["address_key", "created_at"], name="tilmeld_letters_to_address"),
            models.Index(fields=["event", "state"], name="tilmeld_letters_of_event"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "registration"],
                condition=Q(
                    announcement__isnull=False, registration__isnull=False, copy_of__isnull=True
                ),
                name="tilmeld_announced_once_to_each",
            )
        ]

    def __str__(self) -> str:
        return str(_("Letter %(number)s") % {"number": self.pk})

    @classmethod
    def kinds_to_guests(cls) -> "list[Message.Kind]":
        return [kind for kind in cls.Kind if kind not in cls.TO_STAFF]

    @property
    def needs_attention(self) -> bool:
        """What ``needing_attention`` asks, of one letter."""
        is_dealt_with = self.handled_at is not None and self.handled_at >= self.state_at
        return self.state in self.NEEDS_ATTENTION and not is_dealt_with and bool(self.to_address)

    @property
    def recipient(self) -> "Registration | Invitation | None":
        """Whom it is for; None for a letter to staff."""
        return self.registration or self.invitation

    @property
    def logged_on(self) -> models.Model:
        """Whose history tells what was done with the letter."""
        return self.recipient or self.event.logged_on

    @cached_property
    def words(self) -> "Publication":
        """What is published of the event in the letter's language."""
        return self.event.publication(self.language_code)


class MessageEvent(models.Model):
    """What the e-mail provider reported of a letter, kept once however often it is told."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="provider_events")
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("report on a letter")
        verbose_name_plural = _("reports on letters")
        ordering = ["happened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "event_id"], name="tilmeld_report_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.happened_at:%Y-%m-%d %H:%M} UTC)"
