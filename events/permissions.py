"""Who may see and do what with which event's registrations.

Two rights are needed together. *Which* events: those whose page one may change, and those whose
organisers name a group of one's own. *What* may be done there: a permission of ours, given to
groups in Wagtail's settings.
"""

from typing import Any

import swapper
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from .models import Announcement, Event, Message, Registration
from .models.announcement import AnnouncementQuerySet
from .models.event import EventQuerySet
from .models.message import MessageQuerySet

#: What can be given to a group. Nobody needs to add or delete a registration in the admin.
CODENAMES = (
    "view_registration",
    "change_registration",
    "view_sensitive_answers",
    "view_summary",
    "export_registration",
    "erase_registration",
    "message_registration",
    "check_in_registration",
)

#: What each group of ``manage.py tilmeld_groups`` may do where it may; pages are Wagtail's matter.
READY_GROUPS = {
    _("Communications"): (
        "view_registration",
        "view_sensitive_answers",
        "change_registration",
        "export_registration",
        "message_registration",
    ),
    _("Organisers"): (
        "view_registration",
        "view_sensitive_answers",
        "change_registration",
        "export_registration",
        "message_registration",
        "check_in_registration",
        "view_summary",
    ),
    _("Door"): ("check_in_registration",),
}


def given_to_groups() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="tilmeld", codename__in=CODENAMES)


def has_events(user: Any) -> bool:
    """Whether there can be events of the user's: in a section of theirs, or as an organiser."""
    return _page_policy().user_has_permission(user, "change") or _organised_by(user).exists()


def events_of(user: Any) -> EventQuerySet:
    """Events whose page the user may change or that they organise; all for a superuser."""
    if user.is_active and user.is_superuser:
        return Event.objects.all()
    edited = Event.objects.filter(page__in=_editable_pages(user)).order_by().values("pk")
    return Event.objects.filter(pk__in=edited.union(_organised_by(user)))


def pages_of(user: Any) -> QuerySet[Any]:
    """Pages that the user may change, drafts too, and those of events that they organise."""
    organised = Event.objects.filter(pk__in=_organised_by(user)).exclude(page=None)
    pages = _page_policy().model.objects
    return pages.filter(pk__in=_editable_pages(user).union(organised.order_by().values("page")))


def edits_page(user: Any, page: Any) -> bool:
    """Whether the user may change a page, and with it who organises its event; no queries."""
    return bool(page) and _page_policy().user_has_permission_for_instance(user, "change", page)


def duplicates_page(user: Any, page: Any) -> bool:
    """Whether the user may make a copy of an event's page beside it; no queries."""
    adds = bool(page) and _page_policy().user_has_permission_for_instance(user, "add", page)
    return adds and not page.alias_of_id and edits_page(user, page)


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


def may(user: Any, event: Event, right: str) -> bool:
    """Whether a user, if there is one, has a right to an event's registrations."""
    if user is None or not user.has_perm(f"tilmeld.{right}_registration"):
        return False
    return events_of(user).filter(pk=event.pk).exists()


def sees_sensitive_answers(user: Any) -> bool:
    return user.has_perm("tilmeld.view_sensitive_answers")


class Withheld:
    """What of the answers at an event a user may not know: the one place that tells.

    It is what is asked as sensitive, in any language, and what was sensitive when it was answered.
    """

    def __init__(self, user: Any, event: Event) -> None:
        self.event, self.sees_all = event, sees_sensitive_answers(user)

    def answer(self, registration: Registration, key: str) -> bool:
        """Whether the answer to a question is withheld."""
        if self.sees_all:
            return False
        return key in self._sensitive or key in registration.sensitive_answers

    def change(self, registration: Registration, change: dict[str, Any]) -> bool:
        """Whether one of a ``RegistrationChange``'s changes is, whatever it is called now."""
        if self.sees_all:
            return False
        keys = self._keys.get(change["label"], set())
        return change["sensitive"] or any(self.answer(registration, key) for key in keys)

    @cached_property
    def _sensitive(self) -> set[str]:
        return {asked.key for asked, _ in self.event.questions_ever_asked() if asked.sensitive}

    @cached_property
    def _keys(self) -> dict[str, set[str]]:
        """The questions that ever had a label."""
        keys: dict[str, set[str]] = {}
        for words in self.event.publications.all():
            for asked in words.questions:
                keys.setdefault(asked.label, set()).add(asked.key)
        return keys


def _organised_by(user: Any) -> QuerySet[Any]:
    """The keys of events that name a group of the user's; somebody inactive organises nothing."""
    named = Event.organisers.through.objects.values("event")
    return named.filter(group__user=user.pk) if user.is_active else named.none()


def _editable_pages(user: Any) -> QuerySet[Any]:
    """The keys of the pages that the user may change; all of them for a superuser."""
    pages = _page_policy().instances_user_has_permission_for(user, "change")
    return pages.order_by().values("pk")


def sees_summary(user: Any) -> bool:
    """Whether somebody may see what is needed, without names; it shows no registration."""
    return user.has_perm("tilmeld.view_summary")


def _page_policy() -> Any:
    return policy_registry.get_by_type(swapper.load_model("wagtailcore", "Page"))
