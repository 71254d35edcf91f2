"""Where a new event's page is to stand."""

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.pages.choose_parent import ChooseParentView

from ...models import EventPage


class AddEventView(PermissionCheckedMixin, ChooseParentView):
    """Wagtail's choice of a parent, for those who may add pages somewhere."""

    model = EventPage
    permission_required = "add"
    index_url_name = "tilmeld_admin:events"
