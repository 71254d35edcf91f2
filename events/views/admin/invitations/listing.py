"""Everybody who was invited to one event, and what they have answered."""

import django_filters
from django.db.models import Count
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from ....models import Invitation
from ....services import looks
from ..cells import LetterColumn, MomentColumn
from ..filters import by_name_or_address
from ..scope import ListOfEvent
from .scope import OfInvitations


class InvitationFilter(WagtailFilterSet):
    answer = django_filters.ChoiceFilter(
        label=gettext_lazy("Answer"),
        choices=Invitation.Answer.choices,
        empty_label=gettext_lazy("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = Invitation
        fields = ["answer"]


class InvitationListView(ListOfEvent, OfInvitations, generic.IndexView):
    """The invitations to one event, newest first, searchable and filtered; constant queries."""

    model = Invitation  # type: ignore[assignment]  # the rights stay those to registrations
    page_title = gettext_lazy("Invitations")
    header_icon = "mail"
    template_name = "tilmeld/admin/invitations.html"
    any_permission_required = None
    paginate_by = 50
    search_fields = ("name", "email")
    search_backend_name = None
    filterset_class = InvitationFilter

    def get(self, request, *args, **kwargs):
        looks.keep(self.event.logged_on, "tilmeld.view_invitations", at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        return self.event.invitations.with_answer().with_letter_state()

    def search_queryset(self, queryset):
        return by_name_or_address(queryset, self.search_query)

    @cached_property
    def list_display(self):
        return [
            self._get_title_column("name", accessor="addressee"),
            Column("email", label=_("E-mail"), sort_key="email"),
            StatusTagColumn(
                "get_answer",
                label=_("Answer"),
                accessor=lambda row: Invitation.Answer(row.answer).label,
                primary=lambda row: row.answer == Invitation.Answer.REGISTERED,
            ),
            LetterColumn("letter_state", label=_("Letter")),
            MomentColumn("created_at", label=_("Invited"), sort_key="created_at"),
            MomentColumn("reminded_at", label=_("Reminded"), sort_key="reminded_at"),
        ]

    def get_index_url(self):
        return self.invitations_url

    def get_index_results_url(self):
        return reverse("tilmeld_admin:invitations_results", args=[self.event.pk])

    def get_inspect_url(self, instance):
        return reverse("tilmeld_admin:invitation", args=[self.event.pk, instance.pk])

    def get_list_more_buttons(self, instance):
        url = self.get_inspect_url(instance)
        return [Button(_("View"), url=url, icon_name="view", priority=10)]

    @cached_property
    def header_buttons(self):
        url = reverse("tilmeld_admin:invite", args=[self.event.pk])
        return [HeaderButton(_("Invite people"), url=url, icon_name="plus")]

    @cached_property
    def header_more_buttons(self):
        buttons = (
            (_("Remind…"), "remind", "mail"),
            (_("Late link…"), "late_link", "time"),
            (_("The event's link"), "event_link", "link"),
        )
        return [
            Button(
                label,
                url=reverse(f"tilmeld_admin:{name}", args=[self.event.pk]),
                icon_name=icon,
                priority=number,
            )
            for number, (label, name, icon) in enumerate(buttons)
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts=self._counts(), **kwargs)

    def _counts(self):
        """The answers there are, each with the number of people who gave it."""
        answers = self.event.invitations.with_answer().order_by()
        found = dict(answers.values_list("answer").annotate(number=Count("pk")))
        return [
            (answer.label, found.get(answer, 0))
            for answer in Invitation.Answer
            if answer != Invitation.Answer.WITHDRAWN or answer in found
        ]
