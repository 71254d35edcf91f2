"""The door for staff with an account, and the link that they give to helpers without one."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...addresses import base_url
from ...dates import moment
from ...rules import door as rules
from ...services import door as service
from ...services import looks
from ..door import pages
from ..door.keeper import Keeper
from ..door.walk_in import walk_in
from .confirmation import Confirmation
from .scope import AlsoTakes, OfEvent


class AtTheDoor(OfEvent, View):
    """A light page of its own, for a telephone; what it shows is decided in ``views.door``."""

    permission_required = "check_in"

    @property
    def keeper(self):
        return Keeper.with_account(self.event, self.at, self.request.user)


class DoorView(AtTheDoor):
    def get(self, request, *args, **kwargs):
        looks.keep(self.event.logged_on, "tilmeld.view_door", at=self.at, user=request.user)
        return pages.door(request, self.keeper)

    def post(self, request, *args, **kwargs):
        return pages.door(request, self.keeper)


class DoorNewsView(AtTheDoor):
    def get(self, request, *args, **kwargs):
        return pages.news(request, self.keeper)


class WalkInView(AtTheDoor):
    def get(self, request, *args, **kwargs):
        return walk_in(request, self.keeper)

    def post(self, request, *args, **kwargs):
        return walk_in(request, self.keeper)


class OfDoorLink(AlsoTakes, OfEvent):
    """For those who may check guests in and change registrations: they let others in."""

    permission_required, also_required = "check_in", "change"

    def last_breadcrumbs(self):
        return [{"url": self.door_link_url, "label": _("Door link")}]

    @property
    def door_link_url(self):
        return reverse("tilmeld_admin:door_link", args=[self.event.pk])


class DoorLinkView(OfDoorLink, WagtailAdminTemplateMixin, TemplateView):
    """The door link, for copying or for scanning, and when it works."""

    template_name = "tilmeld/admin/door_link.html"
    header_icon = "link"
    page_title = gettext_lazy("Door link")

    def last_breadcrumbs(self):
        return [{"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        path = reverse("tilmeld:door", args=[self.event.door_token])
        return super().get_context_data(
            link=base_url(self.event.page) + path,
            opens=moment(rules.opens_at(self.event.window), self.event),
            closes=moment(rules.closes_at(self.event.window), self.event),
            replace_url=reverse("tilmeld_admin:replace_door_link", args=[self.event.pk]),
            door_url=reverse("tilmeld_admin:door", args=[self.event.pk]),
            back=self.list_url,
            **kwargs,
        )


class ReplaceDoorLinkView(OfDoorLink, Confirmation):
    """Asks once more, then gives the event another door link."""

    header_icon = "link"
    page_title = gettext_lazy("Replace the door link")
    button_class = "serious"

    def post(self, request, *args, **kwargs):
        service.replace_link(self.event, at=self.at, user=request.user)
        messages.success(request, _("This is the new link. The old one no longer works."))
        return redirect(self.back)

    def last_breadcrumbs(self):
        return [*super().last_breadcrumbs(), {"url": "", "label": self.get_page_title()}]

    @property
    def back(self):
        return self.door_link_url

    def sentences(self):
        return [
            _(
                "The old link stops working at once, on every telephone that has it. Who is "
                "checked in stays so."
            )
        ]

    def button(self):
        return _("Yes, replace it")
