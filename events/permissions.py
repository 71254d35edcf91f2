"""Who may see and do what with which event's registrations.

Two rights are needed together: to change the event's page, which decides *which* events, and a
permission of ours, given to groups in Wagtail's settings, which decides *what* may be done there.
"""

from typing import Any

import swapper
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permissions import policy_registry

from .models import Announcement, Event, Message
from .models.announcement import AnnouncementQuerySet
from .models.event import EventQuerySet
from .models.message import MessageQuerySet

#: What can be given to a group. Nobody needs to add or delete a registration in the admin.
CODENAMES = (
    "view_registration",
    "change_registration",
    "view_sensitive_answers",
    "export_registration",
    "erase_registration",
    "message_registration",
    "check_in_registration",
)


def given_to_groups() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="tilmeld", codename__in=CODENAMES)


def edits_pages(user: Any) -> bool:
    return _page_policy().user_has_permission(user, "change")


def editable_pages(user: Any) -> QuerySet[Any]:
    """Pages that the user may change; all of them for a superuser."""
    return _page_policy().instances_user_has_permission_for(user, "change")


def events_of(user: Any) -> EventQuerySet:
    """Events whose page the user may change; all of them for a superuser."""
    if user.is_active and user.is_superuser:
        return Event.objects.all()
    return Event.objects.filter(page__in=editable_pages(user).order_by().values("pk"))


def letters_about(events: list[int], user: Any) -> MessageQuerySet:
    """Letters about events that the user may see, given by their keys.

    Reading them takes the permission to see registrations. Who was invited is shown to those who
    may invite, only; a letter to staff, which may tell of other events too, to its recipient.
    """
    letters = Message.objects.filter(Q(user=None) | Q(user=user), event__in=events)
    return letters if changes_registrations(user) else letters.filter(invitation=None)


def undecided_of(user: Any) -> AnnouncementQuerySet:
    """What guests could be told of a publication, and waits for the user to decide."""
    waiting = Announcement.objects.of_publishing().undecided()
    if user.is_active and user.is_superuser:
        return waiting
    published = _page_policy().instances_user_has_permission_for(user, "publish")
    return waiting.filter(event__page__in=published.order_by().values("pk"))


def sees_registrations(user: Any) -> bool:
    return user.has_perm("tilmeld.view_registration")


def changes_registrations(user: Any) -> bool:
    return user.has_perm("tilmeld.change_registration")


def checks_in(user: Any) -> bool:
    return user.has_perm("tilmeld.check_in_registration")


def tells_guests(user: Any, event: Event) -> bool:
    """Whether the user decides what guests are told: who may publish the event's page."""
    if event.page is None:
        return bool(user.is_active and user.is_superuser)
    return bool(event.page.permissions_for_user(user).can_publish())


def may_follow(user: Any, event: Event) -> bool:
    """Whether somebody may hear of an event's registrations; all is asked anew each time."""
    return sees_registrations(user) and events_of(user).filter(pk=event.pk).exists()


def sees_sensitive_answers(user: Any) -> bool:
    return user.has_perm("tilmeld.view_sensitive_answers")


def _page_policy() -> Any:
    return policy_registry.get_by_type(swapper.load_model("wagtailcore", "Page"))
