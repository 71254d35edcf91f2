from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListColumns(models.Model):
    """Which columns somebody has chosen for an event's list, by their names, besides the guest's.

    Names that stand for nothing any more mean nothing.
    """

    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    names = models.JSONField(default=list)

    class Meta:
        verbose_name = _("columns of a list")
        verbose_name_plural = _("columns of lists")
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="tilmeld_one_choice_of_columns")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
