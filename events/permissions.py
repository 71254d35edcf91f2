"""Who may see and do what with which event's registrations.

Two rights are needed together: to change the event's page, which decides *which* events, and a
permission of ours, given to groups in Wagtail's settings, which decides *what* may be done there.
"""

from typing import Any

import swapper
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.permissions import policy_registry

from .models import Event
from .models.event import EventQuerySet

#: What can be given to a group. Nobody needs to add or delete a registration in the admin.
CODENAMES = (
    "view_registration",
    "change_registration",
    "view_sensitive_answers",
    "export_registration",
    "erase_registration",
    "message_registration",
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


def may_follow(user: Any, event: Event) -> bool:
    """Whether somebody may hear of an event's registrations; all is asked anew each time."""
    sees = user.has_perm("tilmeld.view_registration")
    return sees and events_of(user).filter(pk=event.pk).exists()


def sees_sensitive_answers(user: Any) -> bool:
    return user.has_perm("tilmeld.view_sensitive_answers")


def _page_policy() -> Any:
    return policy_registry.get_by_type(swapper.load_model("wagtailcore", "Page"))
