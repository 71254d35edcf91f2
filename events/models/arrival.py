"""Who of a party has come, person by person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    """The nouns of reading arrivals."""

    def standing(self) -> "ArrivalQuerySet":
        """Those that nobody has taken back."""
        return self.filter(undone_at=None)


class Arrival(models.Model):
    """One person of a party has come; ``person`` 0 is the registrant, 1 the first companion.

    ``token`` names the tap at the door that said so. It stays when the arrival is taken back
    (``undone_at``), so that the same tap, sent once more by a telephone that got no answer, is
    known again and changes nothing.
    """

    registration = models.ForeignKey(
        "tilmeld.Registration", on_delete=models.CASCADE, related_name="arrivals"
    )
    person = models.PositiveSmallIntegerField()
    token = models.UUIDField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "person"],
                condition=Q(undone_at=None),
                name="tilmeld_a_person_comes_once",
            ),
            models.UniqueConstraint(
                fields=["registration", "person", "token"], name="tilmeld_a_tap_counts_once"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Arrival %(number)s") % {"number": self.pk})
