"""Whether the mail server takes letters: one row that all workers share."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Gate(models.Model):
    """The one gate that all letters leave by: a circuit breaker that all workers share.

    While it is closed, since ``closed_at`` and because of ``reason``, letters wait, and from
    ``probe_at`` on one of them may try. ``faults`` counts the letters in a row at which the server
    failed without closing the gate itself.
    """

    number = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    closed_at = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    faults = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gate of the outbox")
        verbose_name_plural = _("gates of the outbox")
        constraints = [models.CheckConstraint(condition=Q(number=1), name="tilmeld_one_gate")]

    def __str__(self) -> str:
        return "closed" if self.closed_at else "open"

    def is_closed(self, at: datetime) -> bool:
        """Tell whether no letter may try to leave at the instant ``at``."""
        return self.probe_at is not None and at < self.probe_at
