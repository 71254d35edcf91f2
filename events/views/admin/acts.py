"""What staff can do about a registration, and what every such act has in common."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from ...models import Event, Registration
from ...services import registration as service
from .scope import OfRegistration


class Act(NamedTuple):
    """Something to do about a registration.

    ``name`` is its address's too; ``is_possible`` tells whether a user can do it at an instant, who
    needs the ``permission`` to registrations.
    """

    name: str
    label: Promise
    icon: str
    is_possible: Callable[[Registration, Event, datetime, Any], bool]
    permission: str = "change"


def _is_there(registration: Registration, event: Event, at: datetime, user: Any) -> bool:
    return registration.is_active and not registration.erased_at


def _can_be_moved(registration: Registration, event: Event, at: datetime, user: Any) -> bool:
    return service.can_move(registration, event, at)


def _is_kept(registration: Registration, event: Event, at: datetime, user: Any) -> bool:
    return not registration.erased_at


def _can_get_a_seat(registration: Registration, event: Event, at: datetime, user: Any) -> bool:
    return service.can_promote(registration, event, at)


def _can_come_back(registration: Registration, event: Event, at: datetime, user: Any) -> bool:
    return registration.is_cancelled and service.can_restore(registration, event, at, user)


GIVE_SEAT = Act("give_seat", _("Give a seat…"), "plus", _can_get_a_seat)
RESTORE = Act("restore", _("Restore registration…"), "rotate", _can_come_back)
CHANGE = Act("change", _("Change answers…"), "edit", _is_there)
MOVE = Act("move", _("Move to another event…"), "redirect", _can_be_moved)
CANCEL = Act("cancel", _("Cancel registration…"), "cross", _is_there)
MEND_ADDRESS = Act("mend_address", _("Mend the address…"), "mail", _is_there)
ERASE = Act("erase_registration", _("Erase registration…"), "bin", _is_kept, "erase")

ACTS = (GIVE_SEAT, RESTORE, CHANGE, MOVE, CANCEL, MEND_ADDRESS, ERASE)


def buttons(
    registration: Registration, event: Event, at: datetime, user: Any, button: type = Button
) -> list[Any]:
    """Return a button for each act that is possible and the user may do, the likeliest first."""
    return [
        button(
            act.label,
            url=reverse(f"tilmeld_admin:{act.name}", args=[event.pk, registration.pk]),
            icon_name=act.icon,
            priority=priority,
        )
        for priority, act in enumerate(ACTS, start=20)
        if user.has_perm(f"tilmeld.{act.permission}_registration")
        and act.is_possible(registration, event, at, user)
    ]


class ActView(OfRegistration, WagtailAdminTemplateMixin, FormView):
    """Asks once more before something is done; leads back when there is nothing to do any more."""

    permission_required = "change"
    act: Act
    impossible: Promise

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.is_possible() else self.turned_away()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.is_possible() else self.turned_away()

    def is_possible(self):
        return self.act.is_possible(self.registration, self.event, self.at, self.request.user)

    def turned_away(self):
        messages.warning(self.request, self.impossible)
        return redirect(self.url)

    def done(self, sentence, **values):
        """Say what was done, and go back to the registration."""
        messages.success(self.request, sentence % ({"name": self.registration.name} | values))
        return redirect(self.url)

    def get_header_icon(self):
        return self.act.icon

    def last_breadcrumbs(self):
        guest = self.registration.name or str(self.registration)
        return [{"url": self.url, "label": guest}, *super().last_breadcrumbs()]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.url, **kwargs)
