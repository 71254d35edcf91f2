"""What happens because something else happened; ``connect`` lists it all."""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.signals import page_published

from .models import EventMixin, EventSettings
from .services import event as event_service


def connect() -> None:
    page_published.connect(publish_facts, dispatch_uid="tilmeld.publish_facts")
    post_save.connect(republish_all, sender=EventSettings, dispatch_uid="tilmeld.republish_all")


def publish_facts(sender: type, instance: Any, **kwargs: Any) -> None:
    """Copy a published page's facts to its event; the heartbeat repairs what fails here.

    The page is live already, and in a schedule's run other pages wait, so nothing is raised.
    """
    if issubclass(sender, EventMixin):
        event_service.publish_or_log(instance, at=timezone.now())


def republish_all(created: bool, **kwargs: Any) -> None:
    """Publish again what pages take from the settings they share."""
    if not created:
        event_service.republish_all(at=timezone.now())
