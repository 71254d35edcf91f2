"""What happens because something else happened; ``connect`` lists it all."""

from functools import partial
from typing import Any

from anymail.signals import AnymailTrackingEvent, tracking
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import init_new_page, page_published, page_unpublished, post_page_move

from . import conf, page_cache, purging
from .models import (
    Event,
    EventIndexPage,
    EventMixin,
    EventPage,
    EventSettings,
    RegistrationField,
    Sender,
    Topic,
)
from .services import event as event_service
from .services import tracking as tracking_service
from .signals import facts_published, message_queued
from .tasks import deliver_message


def connect() -> None:
    page_published.connect(withdraw_unready, dispatch_uid="tilmeld.withdraw_unready")
    page_published.connect(publish_facts, dispatch_uid="tilmeld.publish_facts")
    post_save.connect(republish_all, sender=EventSettings, dispatch_uid="tilmeld.republish_all")
    init_new_page.connect(ask_the_usual, dispatch_uid="tilmeld.ask_the_usual")
    message_queued.connect(enqueue_delivery, dispatch_uid="tilmeld.enqueue_delivery")
    tracking.connect(record_report, dispatch_uid="tilmeld.record_report")
    for signal in (facts_published, page_published, page_unpublished, post_page_move):
        signal.connect(forget_pages, dispatch_uid="tilmeld.forget_pages")
        signal.connect(purge_lists, dispatch_uid="tilmeld.purge_lists")
    for signal in (post_save, post_delete):
        signal.connect(purge_lists, PageViewRestriction, dispatch_uid="tilmeld.purge_lists")
    for model in (EventSettings, Page, PageViewRestriction, Sender, Site, Topic):
        for signal in (post_save, post_delete):
            signal.connect(forget_pages, sender=model, dispatch_uid="tilmeld.forget_pages")


def ask_the_usual(page: Any, **kwargs: Any) -> None:
    """Give a new event page the questions most events ask, in the language of the page."""
    if not isinstance(page, EventPage):
        return
    with translation.override(page.locale.language_code):
        usual = [(_("Organisation"), "singleline"), (_("Do you need any of this?"), "access")]
        for label, kind in usual:
            field = RegistrationField(label=label, field_type=kind, required=False)
            page.registration_fields.add(field)


def withdraw_unready(sender: type, instance: Any, **kwargs: Any) -> None:
    """Make a draft of a page that went live though it can't be published: a copy has no dates."""
    if not issubclass(sender, EventMixin) or instance.alias_of_id:
        return
    if instance.live and instance.problems():
        # Another instance, as whoever copies goes on with this one and saves parts of it.
        type(instance).objects.get(pk=instance.pk).unpublish()
        instance.live = False


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


def forget_pages(**kwargs: Any) -> None:
    """Have pages made anew once what changed them is there for all to read."""
    transaction.on_commit(page_cache.forget_pages, robust=True)


def purge_lists(sender: type, **kwargs: Any) -> None:
    """Have caches in front of the site, if there are any, forget what shows an event."""
    shown = (Event, EventMixin, EventIndexPage, PageViewRestriction)
    if purging.is_installed() and issubclass(sender, shown):
        key = kwargs["event"].translation_key if sender is Event else None
        transaction.on_commit(partial(purging.purge_lists, key), robust=True)


def enqueue_delivery(message_id: int, **kwargs: Any) -> None:
    """Ask a worker to deliver a letter; the heartbeat delivers what is not asked for.

    The immediate backend would deliver within the guest's request.
    """
    deliver = deliver_message.using(queue_name=conf.get("QUEUE"))
    if not isinstance(deliver.get_backend(), ImmediateBackend):
        deliver.enqueue(message_id)


def record_report(event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Keep what the provider that sends our letters reports of them.

    anymail takes reports of every provider it knows, those without a secret from anybody.
    """
    if esp_name == getattr(import_string(settings.EMAIL_BACKEND), "esp_name", None):
        tracking_service.record(event, at=timezone.now())
