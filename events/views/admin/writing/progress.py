"""How far a message to guests has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Progress(TextChoices):
    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Being sent")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Stopped")

    @classmethod
    def of(cls, announcement, at):
        """Tell it of an announcement that knows its outcomes, at the instant ``at``."""
        if announcement.dropped_at:
            return cls.STOPPED
        if announcement.send_at is None:
            return cls.DRAFT
        if announcement.send_at > at:
            return cls.PLANNED
        is_written = announcement.written_at and not announcement.waiting
        return cls.SENT if is_written else cls.UNDER_WAY
