"""Links that let in: one given late, and the event's own."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ....addresses import base_url
from ....exceptions import InvitingRefused, LateLinkTimeWrong, RegistrationRefused
from ....models import Audience
from ....services import invitations as service
from ..confirmation import Confirmation
from .forms import LateLinkForm
from .scope import OfInvitations


class LateLinkView(OfInvitations, WagtailAdminTemplateMixin, FormView):
    """Lets somebody register after the deadline, by a link of their own."""

    template_name = "tilmeld/admin/invitation_late_link.html"
    header_icon = "time"
    page_title = gettext_lazy("Late link")
    form_class = LateLinkForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"languages": self.languages}

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            invitation = service.give_late_link(
                self.event,
                given["name"],
                given["email"],
                until=form.until(self.event.zone),
                over_capacity=given["over_capacity"],
                language=given["language"],
                at=self.at,
                user=self.request.user,
            )
        except (InvitingRefused, RegistrationRefused) as refusal:
            form.add_error(_field_of(refusal), str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The link is on its way. You can copy it here, too."))
        url = reverse("tilmeld_admin:invitation", args=[self.event.pk, invitation.pk])
        return redirect(url)

    @cached_property
    def refusal(self):
        return service.refusal(self.event, self.at, late=True)

    def get_context_data(self, **kwargs):
        more = {"refusal": self.refusal, "back": self.invitations_url}
        return super().get_context_data(**more, **kwargs)


class EventLinkView(OfInvitations, WagtailAdminTemplateMixin, TemplateView):
    """The event's own link, in each language, for copying."""

    template_name = "tilmeld/admin/invitation_event_link.html"
    header_icon = "link"
    page_title = gettext_lazy("The event's link")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            links=[(name, self._link(code)) for code, name in self.languages],
            is_open=self.event.audience == Audience.LINK,
            replace_url=reverse("tilmeld_admin:replace_link", args=[self.event.pk]),
            back=self.invitations_url,
            **kwargs,
        )

    def _link(self, language):
        words = self.event.publication(language)
        path = reverse("tilmeld:by_link", args=[self.event.token, language])
        return base_url(words.page or self.event.page) + path


class ReplaceLinkView(OfInvitations, Confirmation):
    """Asks once more, then gives the event another link."""

    header_icon = "link"
    page_title = gettext_lazy("Replace the link")
    button_class = "serious"

    def post(self, request, *args, **kwargs):
        service.replace_link(self.event, at=self.at, user=request.user)
        messages.success(request, _("This is the new link. The old one no longer works."))
        return redirect(self.back)

    @property
    def back(self):
        return reverse("tilmeld_admin:event_link", args=[self.event.pk])

    def sentences(self):
        return [
            _(
                "The old link stops working at once, wherever it was sent or shown. Personal links "
                "and registrations stay as they are."
            )
        ]

    def button(self):
        return _("Yes, replace it")


def _field_of(refusal):
    """Where the refusal is shown: at what one would write differently."""
    if isinstance(refusal, LateLinkTimeWrong):
        return "date"
    return "email" if isinstance(refusal, RegistrationRefused) else None
