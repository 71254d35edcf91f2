from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Follower(models.Model):
    """Somebody of the staff, and which letters they get about one event's registrations.

    What came before ``since`` is no news to them. Whoever made the event's page and has not chosen
    hears when the deadline has passed.
    """

    class Letters(models.TextChoices):
        EACH = "each", _("When somebody registers, at most every ten minutes")
        DAILY = "daily", _("Once a day, at 8:00, if somebody has registered")
        DEADLINE = "deadline", _("Only when registration has closed")
        NONE = "none", _("No letters")

    #: Who hears of each registration, and who when registration has closed.
    OF_NEWS = (Letters.EACH, Letters.DAILY)
    OF_DEADLINE = (*OF_NEWS, Letters.DEADLINE)

    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    letters = models.CharField(_("letters"), max_length=10, choices=Letters.choices)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="tilmeld_follows_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_letters_display()} {self.pk}"
