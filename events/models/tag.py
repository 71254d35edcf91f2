from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.identity import name_key


class Tag(models.Model):
    """A word by which staff sort one event's registrations; two that differ in case are one."""

    MAX_LENGTH = 40

    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=MAX_LENGTH)
    name_key = models.CharField(max_length=720, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name_key"], name="tilmeld_one_tag_a_word")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.name_key = name_key(self.name)
        super().save(**kwargs)
