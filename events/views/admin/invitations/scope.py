"""What every view of an event's invitations has in common."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..scope import OfEvent


class OfInvitations(OfEvent):
    """A view of one event's invitations, for those who may change its registrations."""

    permission_required = "change"

    @property
    def invitations_url(self):
        return reverse("tilmeld_admin:invitations", args=[self.event.pk])

    @cached_property
    def languages(self):
        """Those that the event is published in, and that a letter can be written in."""
        codes = set(self.event.publications.values_list("language_code", flat=True))
        return [(code, name) for code, name in settings.LANGUAGES if code in codes]

    def last_breadcrumbs(self):
        invitations = {"url": self.invitations_url, "label": _("Invitations")}
        return [invitations, *super().last_breadcrumbs()]


class OfInvitation(OfInvitations):
    """A view of one invitation, which must be the event's."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = self.event.invitations.with_answer()
        self.invitation = get_object_or_404(found, pk=kwargs["pk"])

    @property
    def url(self):
        return reverse("tilmeld_admin:invitation", args=[self.event.pk, self.invitation.pk])

    @property
    def named(self):
        return self.invitation.addressee or str(self.invitation)

    def get_context_data(self, **kwargs):
        return super().get_context_data(invitation=self.invitation, **kwargs)
