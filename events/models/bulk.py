from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class BulkRun(models.Model):
    """One act upon many registrations of an event, which goes on until it was tried with each.

    ``act`` is its name among the acts there are, ``options`` what was chosen for it, forgotten when
    it is ``finished_at``. ``language_code`` is the language of whoever wanted it.
    """

    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="bulk_runs")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    act = models.CharField(max_length=20)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    language_code = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("act upon many registrations")
        verbose_name_plural = _("acts upon many registrations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"


class BulkItem(models.Model):
    """One of the registrations of an act upon many, in their order, and what came of it."""

    class Outcome(models.TextChoices):
        LEFT = "left"
        DONE = "done"
        NOT_DONE = "not_done"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.LEFT)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("registration in an act upon many")
        verbose_name_plural = _("registrations in acts upon many")
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "outcome"], name="tilmeld_bulk_left")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.registration_id}"
