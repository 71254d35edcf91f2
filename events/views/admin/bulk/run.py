"""What came of an act upon many registrations, while it is under way and afterwards."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ....models import BulkItem
from ..scope import OfEvent
from .acts import ACTIONS

Outcome = BulkItem.Outcome

#: After so many seconds, without a script.
LOOK_AGAIN = "10"

#: So many of those it was not done with are named.
NAMED = 500


class RunView(OfEvent, WagtailAdminTemplateMixin, TemplateView):
    """How many are done, which are not and why; it looks again by itself until none is left."""

    template_name = "tilmeld/admin/run.html"
    permission_required = "view"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(self.event.bulk_runs, pk=kwargs["pk"])

    @cached_property
    def action(self):
        return {each.action_type: each for each in ACTIONS}[self.run.act]

    def get_page_title(self):
        return self.action.display_name

    def get_header_icon(self):
        return self.action.icon

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if not self.run.finished_at:
            response.headers["Refresh"] = LOOK_AGAIN
        return response

    def get_context_data(self, **kwargs):
        counts = dict(self.run.items.order_by().values_list("outcome").annotate(Count("pk")))
        not_done = self.run.items.filter(outcome=Outcome.NOT_DONE).select_related("registration")
        return super().get_context_data(
            run=self.run,
            done=counts.get(Outcome.DONE, 0),
            left=counts.get(Outcome.LEFT, 0),
            number_not_done=counts.get(Outcome.NOT_DONE, 0),
            not_done=not_done[:NAMED],
            back=get_valid_next_url_from_request(self.request) or self.list_url,
            onward=self.action.onward,
            **kwargs,
        )
