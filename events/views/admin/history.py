"""What was done with a registration: the log, and what was changed, by whom and why."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from ... import permissions
from ...models import Registration, RegistrationChange
from ...templatetags.tilmeld_text import changed

VIEWS = ("tilmeld.view", "tilmeld.export_person", "tilmeld.view_letter", "tilmeld.view_file")

MOVES = ("tilmeld.move_away", "tilmeld.move_here")

#: What is logged together with a change.
CHANGING = (
    "tilmeld.change",
    "tilmeld.move_to_address",
    "tilmeld.promote",
    "tilmeld.move_away",
    "tilmeld.move_here",
)

#: What nobody but the guest does unless a user is named; the rest comes about by itself.
BY_GUESTS = (
    "tilmeld.register",
    "tilmeld.change",
    "tilmeld.move_to_address",
    "tilmeld.cancel",
    "tilmeld.restore",
)

#: So many of the times that somebody looked are told.
LOOKS = 50


@dataclass(frozen=True)
class Difference:
    """One thing that was changed; ``old`` and ``new`` are None where one may not see them."""

    label: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the history; ``other`` is the address of a registration that it leads to."""

    logged: Any
    differences: list[Difference]
    reason: str = ""
    other: str = ""

    @property
    def who(self) -> str:
        if self.logged.user_id:
            return str(self.logged.user_display_name)
        if number := self.logged.data.get("door_link"):
            return _("door link number %(number)s") % {"number": number}
        return _("the guest") if self.logged.action in BY_GUESTS else ""


def of(registration: Registration, withheld: permissions.Withheld, user: Any) -> list[Entry]:
    """Return the history as a user may see it, the newest first."""
    log = registry.get_logs_for_instance(registration).select_related("user")
    looks = log.filter(action__in=VIEWS).order_by("-timestamp")[:LOOKS]
    logged = [*log.exclude(action__in=VIEWS), *looks]
    logged.sort(key=lambda entry: (entry.timestamp, entry.pk), reverse=True)
    changes = {change.created_at: change for change in registration.changes.all()}
    history = [
        _entry(entry, changes.get(entry.timestamp) if entry.action in CHANGING else None, withheld)
        for entry in logged
    ]
    return _with_others(history, user)


def _with_others(history: list[Entry], user: Any) -> list[Entry]:
    """Lead to where a registration was moved, or from where, if that is the user's to see."""
    events = {each.logged.data["event"] for each in history if each.logged.action in MOVES}
    seen = permissions.events_of(user).filter(pk__in=events) if events else []
    known = {event.pk for event in seen}
    return [
        replace(each, other=_address(each.logged.data))
        if each.logged.action in MOVES and each.logged.data["event"] in known
        else each
        for each in history
    ]


def _address(data: dict[str, int]) -> str:
    return reverse("tilmeld_admin:registration", args=[data["event"], data["registration"]])


def _entry(logged: Any, change: RegistrationChange | None, withheld: permissions.Withheld) -> Entry:
    if change is None:
        return Entry(logged, [])
    told = [
        _difference(each, is_withheld=withheld.change(change.registration, each))
        for each in change.changes
    ]
    return Entry(logged, told, change.reason)


def _difference(change: dict[str, Any], *, is_withheld: bool) -> Difference:
    name, label = change["label"], RegistrationChange.label_of(change)
    if is_withheld:
        return Difference(label)
    return Difference(label, changed(name, change["old"]), changed(name, change["new"]))
