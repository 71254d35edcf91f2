"""One event's registrations: the list, and the downloads of what it shows."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from ... import exports, permissions
from ...models import Message
from ...rules import door
from ...rules.capacity import Tally
from ...services.registration import can_register
from . import acts, downloads, looks
from .announcement import question_url
from .event_list import state_label
from .filters import RegistrationFilter, by_name_or_address
from .letters import tallies
from .scope import OfEvent


class LetterColumn(StatusTagColumn):
    """How the newest letter fared; it stands out where somebody must see to it."""

    cell_template_name = "tilmeld/admin/letter_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        state = instance.letter_state
        context["needs_attention"] = instance.needs_attention
        context["value"] = Message.State(state).label if state else ""
        return context


class ArrivedColumn(StatusTagColumn):
    """How many of a party have come."""

    def get_value(self, registration):
        if not registration.arrived or registration.party_size == 1:
            return _("Arrived") if registration.arrived else ""
        arrived, expected = registration.arrived, registration.party_size
        return _("%(arrived)d of %(expected)d") % {"arrived": arrived, "expected": expected}


class MomentColumn(Column):
    """Date and time on the clocks that are active."""

    cell_template_name = "tilmeld/admin/moment_cell.html"


class RegistrationListView(OfEvent, generic.IndexView):
    """The registrations of one event, newest first, searchable and filtered."""

    page_title = gettext_lazy("Registrations")
    header_icon = "group"
    template_name = "tilmeld/admin/registrations.html"
    permission_required = "view"
    any_permission_required = None
    paginate_by = 50
    search_fields = ("name", "email")
    search_backend_name = None
    filterset_class = RegistrationFilter

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.download(request.GET["export"])
        looks.keep(self.event.logged_on, "tilmeld.view_list", at=self.at, user=self.request.user)
        return super().get(request, *args, **kwargs)

    # -------------------------------------------------------------- the list

    def get_base_queryset(self):
        return self.event.registrations.with_letter_state().with_place_in_line().with_arrived()

    def search_queryset(self, queryset):
        return by_name_or_address(queryset, self.search_query)

    @cached_property
    def list_display(self):
        in_line = Column("place", label=_("In line"), sort_key="waiting_since")
        return [
            "name",
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("party_size", label=_("Seats"), sort_key="party_size"),
            StatusTagColumn(
                "get_status_display",
                label=_("Status"),
                sort_key="status",
                primary=lambda registration: registration.is_confirmed,
            ),
            *([in_line] if self.event.waiting else []),
            *([ArrivedColumn("arrived", label=_("Arrived"))] if self.is_the_day else []),
            LetterColumn("letter_state", label=_("Letter")),
            MomentColumn("created_at", label=_("Registered"), sort_key="created_at"),
        ]

    @property
    def is_the_day(self):
        """Whether guests may be at the door, or have been."""
        return self.at >= door.opens_at(self.event.window)

    def get_index_url(self):
        return self.list_url

    def get_index_results_url(self):
        return reverse("tilmeld_admin:registrations_results", args=[self.event.pk])

    def get_inspect_url(self, instance):
        return reverse("tilmeld_admin:registration", args=[self.event.pk, instance.pk])

    def get_list_more_buttons(self, instance):
        view = Button(_("View"), url=self.get_inspect_url(instance), icon_name="view", priority=10)
        return [view, *acts.buttons(instance, self.event, self.at, self.request.user)]

    def get_page_subtitle(self):
        return self.event.title

    def last_breadcrumbs(self):
        return []

    @cached_property
    def show_export_buttons(self):
        return self.user_has_permission("export")

    @cached_property
    def header_buttons(self):
        buttons = []
        if self.user_has_permission("change") and can_register(self.event, self.at):
            url = reverse("tilmeld_admin:register", args=[self.event.pk])
            buttons.append(HeaderButton(_("Register a guest"), url=url, icon_name="plus"))
        if self.show_export_buttons:
            url = self.xlsx_export_url
            buttons.append(HeaderButton(_("Download Excel"), url=url, icon_name="download"))
        return buttons

    @cached_property
    def header_more_buttons(self):
        overview = reverse("tilmeld_admin:overview", args=[self.event.pk])
        buttons = [Button(_("Overview"), url=overview, icon_name="table", priority=1)]
        if self.show_export_buttons:
            url = self.csv_export_url
            buttons.append(Button(_("Download CSV"), url=url, icon_name="download", priority=10))
        if self.event.page_id:
            url = reverse("wagtailadmin_pages:edit", args=[self.event.page_id])
            buttons.append(Button(_("Edit page"), url=url, icon_name="edit", priority=20))
        if self.user_has_permission("change"):
            url = reverse("tilmeld_admin:invitations", args=[self.event.pk])
            buttons.append(Button(_("Invitations"), url=url, icon_name="mail", priority=5))
        url = reverse("tilmeld_admin:letters", args=[self.event.pk])
        buttons.append(Button(_("Letters"), url=url, icon_name="mail", priority=6))
        if self.user_has_permission("check_in"):
            url = reverse("tilmeld_admin:door", args=[self.event.pk])
            buttons.append(Button(_("Door list"), url=url, icon_name="tick", priority=3))
            if self.user_has_permission("change"):
                url = reverse("tilmeld_admin:door_link", args=[self.event.pk])
                buttons.append(Button(_("Door link"), url=url, icon_name="link", priority=4))
        if self.user_has_permission("message"):
            url = reverse("tilmeld_admin:write", args=[self.event.pk])
            buttons.append(Button(_("Write to guests…"), url=url, icon_name="mail", priority=6))
            url = reverse("tilmeld_admin:written", args=[self.event.pk])
            buttons.append(Button(_("Messages to guests"), url=url, icon_name="mail", priority=7))
        url = reverse("tilmeld_admin:follow", args=[self.event.pk])
        buttons.append(Button(_("Letters to me…"), url=url, icon_name="mail", priority=15))
        if self.user_has_permission("erase"):
            url = reverse("tilmeld_admin:erase", args=[self.event.pk])
            buttons.append(Button(_("Erase all…"), url=url, icon_name="bin", priority=30))
        return buttons

    def get_context_data(self, **kwargs):
        room = self.event.room()
        return super().get_context_data(
            state=state_label(self.event, self.event.page, self.at, full=room.is_full),
            room=room,
            letters=tallies.summary(self.letters),
            question_url=question_url(self.request.user, self.event, self.at),
            seats=Tally(self.event.taken, self.event.capacity),
            **kwargs,
        )

    # -------------------------------------------------------------- downloads

    def download(self, extension):
        """Answer with what the list shows, all its pages, as a file."""
        if not self.user_has_permission("export"):
            raise PermissionDenied
        registrations = self.get_queryset()
        told = {"format": extension.upper(), "rows": registrations.count()}
        log(self.event.logged_on, "tilmeld.export", user=self.request.user, data=told)
        sensitive = permissions.sees_sensitive_answers(self.request.user)
        columns = exports.columns(self.event, sensitive=sensitive)
        rows = exports.rows(registrations, columns)
        return downloads.answer(exports.filename(self.event), extension, columns, rows)
