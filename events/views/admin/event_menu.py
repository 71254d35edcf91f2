"""What can be done with an event's registrations: one menu, over their list and the overview."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from ...services.registration import can_register
from . import duplicate

#: Where in the menu the ways to download stand, which are the list's own.
DOWNLOADS = 100


class Item(NamedTuple):
    """One place to go; ``rights`` are all needed, see ``_may``."""

    name: str
    label: Promise
    icon: str
    rights: str = ""


FIRST = (
    Item("overview", _("Overview"), "table", "view"),
    Item("door", _("Door list"), "check", "check_in"),
    Item("door_link", _("Door link"), "link", "check_in change"),
    Item("invitations", _("Invitations"), "mail", "change"),
    Item("letters", _("Letters"), "mail", "view"),
    Item("write", _("Write to guests…"), "mail", "message"),
    Item("written", _("Messages to guests"), "mail", "message"),
    Item("follow", _("Letters to me…"), "mail", "view"),
    Item("import", _("Import…"), "upload", "change register"),
    Item("print", _("Print…"), "doc-full"),
    Item("columns", _("Columns…"), "list-ul", "view"),
)
LAST = (
    Item("organisers", _("Organisers…"), "group", "edit"),
    Item("erase", _("Erase all…"), "bin", "erase"),
)


def buttons(view: Any, *, without: str = "") -> list[Button]:
    """Return what one may do from a view of an event, ``without`` the view's own address."""
    return [
        *_of_items(FIRST, view, without, priority=1),
        *_of_page(view, priority=DOWNLOADS + 100),
        *_of_items(LAST, view, without, priority=DOWNLOADS + 200),
    ]


def _of_items(items: tuple[Item, ...], view: Any, without: str, priority: int) -> list[Button]:
    return [
        Button(
            item.label,
            url=reverse(f"tilmeld_admin:{item.name}", args=[view.event.pk]),
            icon_name=item.icon,
            priority=place,
        )
        for place, item in enumerate(items, start=priority)
        if item.name != without and all(_may(view, right) for right in item.rights.split())
    ]


def _may(view: Any, right: str) -> bool:
    """Tell of a right to the page, of what the event's state allows, or of a permission of ours."""
    if right == "edit":
        return bool(view.edits_page)
    if right == "register":
        return can_register(view.event, view.at)
    return bool(view.user_has_permission(right))


def _of_page(view: Any, priority: int) -> list[Button]:
    if not view.edits_page:
        return []
    page = view.event.page
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    copies = duplicate.buttons(view.request.user, page, priority=priority + 1)
    return [Button(_("Edit page"), url=edit, icon_name="edit", priority=priority), *copies]
