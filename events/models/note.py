from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class Note(models.Model):
    """What somebody of the staff wrote about a guest, for staff only; it is erased with them."""

    MAX_LENGTH = 2000

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="notes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    text = models.TextField(_("note"), max_length=MAX_LENGTH)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(_("Note %(number)s") % {"number": self.pk})
