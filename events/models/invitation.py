from datetime import datetime

from django.db import models
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from ..rules.identity import address_key, name_key
from .links import Linked, LinkedQuerySet
from .message import Message, states_of
from .registration import Registration
from .registration_query import RegistrationQuerySet


class Answer(models.TextChoices):
    """What an invitee has answered so far."""

    REGISTERED = "registered", _("Registered")
    DECLINED = "declined", _("Can't come")
    NONE = "none", _("Not answered yet")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationQuerySet(LinkedQuerySet):
    """The nouns of reading invitations."""

    def unerased(self) -> "InvitationQuerySet":
        return self.filter(erased_at=None)

    def standing(self) -> "InvitationQuerySet":
        """Those that were neither withdrawn nor erased."""
        return self.unerased().filter(withdrawn_at=None)

    def with_answer(self) -> "InvitationQuerySet":
        """With what each invitee has answered as ``answer``; who cancelled can't come.

        Some register on the page instead of by their link: they have answered, too.
        """
        by_link = Registration.objects.filter(invitation=OuterRef("pk")).unrepeated()
        themselves = _by_themselves()
        cancelled = Q(Exists(by_link)) | Q(Exists(themselves))
        answer = Case(
            When(Exists(by_link.active()), then=Value(Answer.REGISTERED)),
            When(withdrawn_at__isnull=False, then=Value(Answer.WITHDRAWN)),
            When(Exists(themselves.active()), then=Value(Answer.REGISTERED)),
            When(Q(declined_at__isnull=False) | cancelled, then=Value(Answer.DECLINED)),
            default=Value(Answer.NONE),
            output_field=models.CharField(),
        )
        return self.annotate(answer=answer)

    def unanswered(self) -> "InvitationQuerySet":
        return self.with_answer().filter(answer=Answer.NONE)

    def with_letter_state(self) -> "InvitationQuerySet":
        """With the state of each one's newest letter as ``letter_state``, None without any.

        ``needs_attention`` tells whether somebody must see to any of their letters.
        """
        return self.annotate(**states_of(Message.objects.filter(invitation=OuterRef("pk"))))

    def to_remind(self) -> "InvitationQuerySet":
        """Those whose letter went out and is not known to be lost, who were not reminded yet."""
        letters = self.unerased().unanswered().with_letter_state()
        return letters.filter(letter_state__in=Message.MAY_HAVE_ARRIVED, reminded_at=None)

    def by_person(self, name: str, email: str) -> "InvitationQuerySet":
        """Those of one person: same address and name, or same address where a name is lacking."""
        same = self.by_address(email)
        return same.filter(name_key__in=("", name_key(name))) if name else same

    def by_address(self, email: str) -> "InvitationQuerySet":
        return self.filter(address_key=address_key(email))


def _by_themselves() -> RegistrationQuerySet:
    """The registrations of an invitee: with their address, and with their name if it is known."""
    invited_as = ExpressionWrapper(OuterRef("name_key"), output_field=models.CharField())
    same = (
        Registration.objects.unerased()
        .unrepeated()
        .filter(event=OuterRef("event"), address_key=OuterRef("address_key"))
    )
    return same.alias(invited_as=invited_as).filter(Q(invited_as="") | Q(name_key=F("invited_as")))


class Invitation(Linked):
    """Somebody who was asked by name, with a link of their own.

    ``admits_until``: until then the link works past the deadline, a late link; with
    ``over_capacity`` also where all seats are taken. Whoever gave it, knows. Once it is withdrawn,
    the link says so, and the same person can be invited anew.
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
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
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
                condition=Q(erased_at=None, withdrawn_at=None),
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

    @property
    def addressee(self) -> str:
        """What staff call the invitee: by name, or by address where no name is known."""
        return self.name or self.email

    @property
    def has_registered(self) -> bool:
        """Whether the invitee, or whoever used their link, is registered; one query."""
        same = type(self).objects.filter(pk=self.pk).with_answer()
        return same.filter(answer=Answer.REGISTERED).exists()

    @property
    def is_used(self) -> bool:
        """Whether nobody more can register by the link; one query."""
        used = self.registrations.active().count()
        return used >= self.event.registrations_per_invitation

    def is_late_link(self, at: datetime) -> bool:
        """Whether the link admits at the instant ``at`` whatever the deadline says."""
        return self.admits_until is not None and at < self.admits_until
