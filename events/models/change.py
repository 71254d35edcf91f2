from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class RegistrationChange(models.Model):
    """What was changed at a registration, by whom and why; erased with the answers.

    ``changes`` is a list of ``{"label", "old", "new", "sensitive"}``, where the label is one of
    ``LABELS`` or a question's own. ``user`` is None for guests.
    """

    LABELS = {
        "name": _("Name"),
        "companions": _("Companions"),
        "email": _("E-mail"),
        "event": _("Event"),
    }

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    changes = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("change of a registration")
        verbose_name_plural = _("changes of registrations")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(_("Change %(number)s") % {"number": self.pk})

    @classmethod
    def label_of(cls, change: dict[str, Any]) -> str:
        """Return what one of ``changes`` is about, as people read it."""
        return str(cls.LABELS.get(change["label"], change["label"]))
