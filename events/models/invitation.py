from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from ..rules.identity import address_key, name_key
from .links import Linked, LinkedQuerySet
from .registration import ACTIVE, Registration


class Answer(models.TextChoices):
    """What an invitee has answered so far."""

    REGISTERED = "registered", _("Registered")
    DECLINED = "declined", _("Can't come")
    NONE = "none", _("Not answered yet")


class InvitationQuerySet(LinkedQuerySet):
    """The nouns of reading invitations."""

    def unerased(self) -> "InvitationQuerySet":
        return self.filter(erased_at=None)

    def with_answer(self) -> "InvitationQuerySet":
        """With what each invitee has answered as ``answer``; who cancelled can't come."""
        registrations = Registration.objects.filter(invitation=OuterRef("pk"))
        answer = Case(
            When(Exists(registrations.filter(status__in=ACTIVE)), then=Value(Answer.REGISTERED)),
            When(Q(declined_at__isnull=False) | Exists(registrations), then=Value(Answer.DECLINED)),
            default=Value(Answer.NONE),
            output_field=models.CharField(),
        )
        return self.annotate(answer=answer)

    def unanswered(self) -> "InvitationQuerySet":
        return self.with_answer().filter(answer=Answer.NONE)

    def by_person(self, name: str, email: str) -> "InvitationQuerySet":
        """Those of one person: the same normalised address and name."""
        return self.filter(address_key=address_key(email), name_key=name_key(name))


class Invitation(Linked):
    """Somebody who was asked by name, with a link of their own.

    ``admits_until``: until then the link works past the deadline, a late link; with
    ``over_capacity`` also where all seats are taken. Whoever gave it, knows.
    """

    LINK_SALT = "tilmeld.invitation"
    Answer = Answer

    event = models.ForeignKey(
        "tilmeld.Event",
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("event"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.CharField(_("e-mail"), max_length=254)
    name_key = models.CharField(max_length=400, editable=False)
    address_key = models.CharField(max_length=400, editable=False)
    language_code = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(_("invited"))
    declined_at = models.DateTimeField(_("can't come"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    admits_until = models.DateTimeField(_("the link works until"), null=True)
    over_capacity = models.BooleanField(_("also when all seats are taken"), default=False)
    erased_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    answer: str  # with_answer()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key", "name_key"],
                condition=Q(erased_at=None),
                name="tilmeld_one_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        # Wagtail's log keeps this for ever, so it must not name anybody.
        return str(_("Invitation %(number)s") % {"number": self.pk})

    def fill_keys(self) -> None:
        """Set what people are compared by; ``bulk_create`` does not come by ``save``."""
        self.name_key, self.address_key = name_key(self.name), address_key(self.email)

    def save(self, **kwargs) -> None:
        self.fill_keys()
        super().save(**kwargs)

    def is_late_link(self, at: datetime) -> bool:
        """Whether the link admits at the instant ``at`` whatever the deadline says."""
        return self.admits_until is not None and at < self.admits_until

    def is_used_up(self, allowed: int) -> bool:
        """Whether as many are registered by the link as the event allows."""
        return bool(self.registrations.active().count() >= allowed)
