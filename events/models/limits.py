from django.db import models
from django.utils.translation import gettext_lazy as _


class PostCount(models.Model):
    """How often one network sent the form of an event within an hour.

    ``network_key`` is a keyed hash: what is kept tells nobody's address. ``hour`` is its start.
    That a registration came from a network is a row of its own, with a hash of both.
    """

    event = models.ForeignKey("tilmeld.Event", on_delete=models.CASCADE, related_name="post_counts")
    network_key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    posts = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("count of posts")
        verbose_name_plural = _("counts of posts")
        constraints = [
            models.UniqueConstraint(
                # The hour first: by it old counts are found.
                fields=["hour", "event", "network_key"],
                name="tilmeld_posts_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posts} ({self.hour:%Y-%m-%d %H:%M} UTC)"
