"""What waits for somebody: letters that did not arrive, and news that nobody has decided about."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ... import permissions
from ...models import Message
from ...services import looks
from .letters import with_acts
from .scope import OfEvents


def letters(user, at):
    """Return the letters that need attention, of events that are not over and the user may see."""
    if not permissions.sees_registrations(user):
        return Message.objects.none()
    to_come = permissions.events_of(user).filter(ends_at__gt=at)
    return permissions.letters_about(to_come.keys(), user).needing_attention()


def letters_by_event(user, at):
    """Return how many letters of each event need attention, where any does; by the event's key."""
    found = letters(user, at).order_by("event__starts_at", "event_id")
    return dict(found.values_list("event").annotate(number=Count("pk")))


def announcements(user, at):
    """Return what guests could be told, of which the user may decide whether they are."""
    return permissions.undecided_of(user).filter(event__ends_at__gt=at)


def number(user, at):
    """Return how much waits for somebody."""
    return letters(user, at).count() + announcements(user, at).count()


class AttentionView(OfEvents, WagtailAdminTemplateMixin, ListView):
    """All that waits for somebody, by event, the next event first; constant queries."""

    model = Message
    page_title = gettext_lazy("Needs attention")
    header_icon = "warning"
    template_name = "tilmeld/admin/attention.html"
    context_object_name = "letters"
    paginate_by = 50
    page_kwarg = "p"

    @cached_property
    def at(self):
        return timezone.now()

    def get_queryset(self):
        found = letters(self.request.user, self.at).without_words()
        related = ("event__page", "registration", "invitation", "handled_by")
        in_turn = ("event__starts_at", "event_id", "-state_at", "-pk")
        found = found.select_related(*related).prefetch_related("provider_events")
        return found.order_by(*in_turn)

    def get_context_data(self, **kwargs):
        user, here = self.request.user, self.request.get_full_path()
        undecided = announcements(user, self.at).select_related("event")
        context = super().get_context_data(
            announcements=undecided.order_by("event__starts_at", "pk"), **kwargs
        )
        shown = with_acts(list(context["letters"]), user, back=here)
        events = {letter.event for letter in shown}
        looks.keep_of_each(events, "tilmeld.view_letters", at=self.at, user=user)
        return context | {"letters": shown}

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tilmeld_admin:events"), "label": _("Events")},
            {"url": "", "label": self.page_title},
        ]
