"""The letters of one event: how many are in which state, and each of them."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from ....models import Message
from ....services import looks
from ..cells import MomentColumn
from ..scope import ListOfEvent
from . import acts, filters, tallies
from .scope import OfLetters, recipient_url, url_of


class StateColumn(Column):
    """What became of a letter, and why, in words."""

    cell_template_name = "tilmeld/admin/letter_state_cell.html"


class GuestColumn(Column):
    """Whom a letter is for, which leads to their page, and where it went."""

    cell_template_name = "tilmeld/admin/letter_guest_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"guest": instance.recipient, "url": recipient_url(instance)}


class LetterListing:
    """A list of letters, newest first, searchable and filtered; constant queries."""

    model = Message
    page_title = gettext_lazy("Letters")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("letters")
    permission_required = "view"
    any_permission_required = None
    paginate_by = 50
    is_searchable = True
    filterset_class: type = filters.LetterFilter

    def search_queryset(self, queryset):
        return filters.search(queryset, self.search_query)

    def listed(self, letters):
        """Return letters with all that a row shows of them, in the order they were written."""
        shown = letters.without_words().select_related("registration", "invitation")
        return shown.order_by("-pk")

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}

    def last_columns(self):
        return [
            GuestColumn("guest", label=_("Guest"), accessor="recipient", sort_key="to_address"),
            StateColumn("state", label=_("State"), sort_key="state"),
            MomentColumn("created_at", label=_("Written"), sort_key="created_at"),
            MomentColumn("state_at", label=_("Since"), sort_key="state_at"),
        ]


class LetterListView(ListOfEvent, LetterListing, OfLetters, generic.IndexView):
    """An event's letters, of which one can act on many at once."""

    model = Message  # type: ignore[assignment]  # the rights stay those to registrations
    template_name = "tilmeld/admin/letters.html"
    search_backend_name = None

    def get(self, request, *args, **kwargs):
        subject = self.event.logged_on
        looks.keep(subject, "tilmeld.view_letters", at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        return self.listed(self.letters)

    @cached_property
    def may_change(self):
        return self.user_has_permission("change")

    @cached_property
    def columns(self):
        title = self._get_title_column(
            "kind",
            classname="tilmeld-kind",
            get_title_id=lambda letter: f"letter_{letter.pk}_title",
        )
        choice = BulkActionsCheckboxColumn("choice", obj_type="letter")
        return [*([choice] if self.may_change else []), title, *self.last_columns()]

    def get_index_url(self):
        return self.letters_url

    def get_index_results_url(self):
        return reverse("tilmeld_admin:letters_results", args=[self.event.pk])

    def get_inspect_url(self, instance):
        return url_of(instance)

    def get_list_more_buttons(self, instance):
        view = Button(_("View"), url=url_of(instance), icon_name="view", priority=10)
        if not self.may_change:
            return [view]
        return [view, *acts.buttons(instance, back=self.letters_url)]

    @cached_property
    def counts(self):
        return self.letters.counts()

    @cached_property
    def header_more_buttons(self):
        if not (self.may_change and self.counts.get(Message.State.FAILED)):
            return []
        retry = reverse("wagtail_bulk_action", args=["tilmeld", "message", "retry"])
        chosen = {"id": "all", "childOf": self.event.pk, "state": Message.State.FAILED}
        url = f"{retry}?{urlencode(chosen | {'next': self.letters_url})}"
        return [Button(_("Try all failed ones again…"), url=url, icon_name="rotate", priority=10)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tallies=tallies.of(self.counts, self.letters_url),
            may_change=self.may_change,
            model_opts=Message._meta,
            **kwargs,
        )
