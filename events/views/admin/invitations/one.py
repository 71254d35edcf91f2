"""One invitation: what became of it, its link, and taking it back."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ....addresses import invitation_url
from ....exceptions import AlreadyRegistered
from ....models import Invitation
from ....services import invitations as service
from ....services import looks
from .. import letters
from ..confirmation import Confirmation
from .scope import OfInvitation


class InvitationView(OfInvitation, WagtailAdminTemplateMixin, TemplateView):
    """Who was invited, what they answered, their link for copying, and their letters."""

    template_name = "tilmeld/admin/invitation.html"
    header_icon = "mail"

    def get(self, request, *args, **kwargs):
        looks.keep(self.invitation, "tilmeld.view_invitation", at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.named

    @cached_property
    def stands(self):
        return not (self.invitation.withdrawn_at or self.invitation.erased_at)

    @cached_property
    def header_buttons(self):
        if not self.stands or self.invitation.answer == Invitation.Answer.REGISTERED:
            return []
        url = reverse("tilmeld_admin:withdraw", args=[self.event.pk, self.invitation.pk])
        return [HeaderButton(_("Withdraw…"), url=url, icon_name="cross")]

    def get_context_data(self, **kwargs):
        words = self.event.publication(self.invitation.language_code)
        page = words.page or self.event.page
        return super().get_context_data(
            answer=Invitation.Answer(self.invitation.answer).label,
            language=dict(settings.LANGUAGES).get(self.invitation.language_code, ""),
            link=invitation_url(self.invitation, page) if self.stands else "",
            letters=letters.of(self.invitation, self.event, self.request.user),
            **kwargs,
        )


class WithdrawView(OfInvitation, Confirmation):
    """Asks once more, then takes the invitation back."""

    header_icon = "cross"
    page_title = gettext_lazy("Withdraw invitation")
    button_class = "serious"

    def post(self, request, *args, **kwargs):
        try:
            service.withdraw(self.invitation, at=self.at, user=request.user)
        except AlreadyRegistered:
            messages.error(request, _("The guest is registered. Cancel the registration instead."))
        else:
            messages.success(request, _("The invitation is withdrawn. Its link says so."))
        return redirect(self.url)

    @property
    def back(self):
        return self.url

    def sentences(self):
        return [
            _("Withdraw the invitation of %(name)s?") % {"name": self.named},
            _(
                "The link stops working and says so, letters that wait are not sent, and nobody is "
                "told. You can invite the same person again."
            ),
        ]

    def button(self):
        return _("Yes, withdraw")

    def last_breadcrumbs(self):
        *above, this = super().last_breadcrumbs()
        return [*above, {"url": self.url, "label": self.named}, this]
