"""One reminder to those who have not answered."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ....exceptions import InvitingRefused
from ....services import invitations as service
from ..confirmation import Confirmation
from .scope import OfInvitations


class RemindView(OfInvitations, Confirmation):
    """Says how many will be reminded, then does it."""

    header_icon = "mail"
    page_title = gettext_lazy("Remind")

    def post(self, request, *args, **kwargs):
        try:
            reminded = service.remind(self.event, at=self.at, user=request.user)
        except InvitingRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.back)
        told = ngettext(
            "%(number)d person gets a reminder.", "%(number)d people get a reminder.", reminded
        )
        messages.success(request, told % {"number": reminded})
        return redirect(self.back)

    @property
    def back(self):
        return self.invitations_url

    @cached_property
    def number(self):
        return self.event.invitations.to_remind().count()

    def sentences(self):
        if refusal := service.refusal(self.event, self.at):
            return [str(refusal)]
        once = _(
            "Each is reminded once only. Those whose invitation has not left, or came back, are "
            "left out."
        )
        if not self.number:
            return [_("There is nobody to remind."), once]
        told = ngettext(
            "%(number)d person has not answered yet and gets a reminder.",
            "%(number)d people have not answered yet and get a reminder.",
            self.number,
        )
        return [told % {"number": self.number}, once]

    def button(self):
        if service.refusal(self.event, self.at) or not self.number:
            return ""
        words = ngettext("Remind %(number)d person", "Remind %(number)d people", self.number)
        return words % {"number": self.number}
