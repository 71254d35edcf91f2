"""The summary without names, for caterers and hosts, who see nothing else of registrations."""

from django.utils.translation import gettext_lazy

from .... import permissions
from ....models import Status
from ....rules.capacity import Tally
from .. import summing
from .scope import Sheet


class SummaryView(Sheet):
    """How many come, what they chose, and what they need; see ``summing`` for what is told."""

    name = "summary"
    title = gettext_lazy("Summary for caterers and hosts")
    logged_as = "tilmeld.view_summary"
    permission_required = "summary"

    def user_has_permission(self, permission):
        return permissions.sees_summary(self.request.user)

    def get_context_data(self, **kwargs):
        counts = self.event.registrations.count_statuses()
        sees_all = permissions.sees_sensitive_answers(self.request.user)
        return super().get_context_data(
            parties=counts.get(Status.CONFIRMED, 0) + counts.get(Status.OFFERED, 0),
            seats=Tally(self.event.taken, self.event.capacity),
            room=self.event.room(),
            questions=summing.of(self.event, sensitive=sees_all),
            **kwargs,
        )
