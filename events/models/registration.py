from datetime import datetime

from django.core import signing
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..forms import Question
from ..rules.identity import address_key, name_key
from .message import Message

LINK_SALT = "tilmeld.registration"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """The nouns of reading registrations."""

    def active(self) -> "RegistrationQuerySet":
        """Those that have not been cancelled."""
        return self.exclude(status=Registration.Status.CANCELLED)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(status=Registration.Status.CONFIRMED)

    def unerased(self) -> "RegistrationQuerySet":
        """Those that still hold a person's name and answers."""
        return self.filter(erased_at=None)

    def with_letter_state(self) -> "RegistrationQuerySet":
        """With the state of each one's newest letter as ``letter_state``, None without any."""
        letters = Message.objects.filter(registration=OuterRef("pk")).order_by("-pk")
        return self.annotate(letter_state=Subquery(letters.values("state")[:1]))

    def seats(self) -> int:
        """Return the number of seats these take, counted in SQL."""
        return self.aggregate(seats=Sum("party_size"))["seats"] or 0

    def by_person(self, name: str, email: str) -> "RegistrationQuerySet":
        """Those of one person: the same normalised address and name."""
        return self.filter(address_key=address_key(email), name_key=name_key(name))

    def by_token(self, token: str) -> "Registration":
        """Return the registration that a letter's link unlocks.

        Raise Registration.DoesNotExist for a token that is mistyped, forged or called back.
        """
        try:
            number, version = signing.Signer(salt=LINK_SALT, sep=".").unsign(token).split("-")
        except (signing.BadSignature, ValueError) as error:
            raise self.model.DoesNotExist from error
        return self.get(pk=number, link_version=version, erased_at=None)


class Registration(models.Model):
    """One person's answered form. It takes ``party_size`` seats: the registrant and companions."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Registered")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(
        "tilmeld.Event",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("event"),
    )
    publication = models.ForeignKey(
        "tilmeld.Publication", on_delete=models.PROTECT, related_name="+"
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
    language_code = models.CharField(_("language"), max_length=20)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("registered"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    erased_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key", "name_key"],
                condition=Q(status="confirmed", erased_at=None),
                name="tilmeld_one_active_registration_a_person",
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1), name="tilmeld_party_of_one_or_more"
            ),
        ]
        indexes = [models.Index(fields=["event", "-created_at"], name="tilmeld_event_newest")]
        permissions = [
            ("view_sensitive_answers", _("Can see sensitive answers")),
            ("export_registration", _("Can download registrations")),
            ("erase_registration", _("Can erase all registrations of an event")),
        ]

    def __str__(self) -> str:
        # Wagtail's log keeps this for ever, so it must not name anybody.
        return str(_("Registration %(number)s") % {"number": self.pk})

    def save(self, **kwargs) -> None:
        self.name_key, self.address_key = name_key(self.name), address_key(self.email)
        self.party_size = 1 + len(self.companions)
        super().save(**kwargs)

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    def mark_cancelled(self, at: datetime) -> None:
        """Move the status and its time together."""
        self.status, self.cancelled_at = self.Status.CANCELLED, at
        self.save(update_fields=["status", "cancelled_at"])

    @property
    def token(self) -> str:
        """What unlocks this registration in a letter's link: derived, never stored."""
        signer = signing.Signer(salt=LINK_SALT, sep=".")
        return signer.sign(f"{self.pk}-{self.link_version}")

    @cached_property
    def answered(self) -> list[tuple[Question, object]]:
        """The questions that were answered, in the form's order, with their answers."""
        given = self.answers | self.sensitive_answers
        return [(q, given[q.key]) for q in self.publication.questions if q.key in given]
