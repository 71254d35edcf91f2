"""Sending a message to many, and stopping what has not left."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ....dates import moment
from ....services import announcements as service
from ..confirmation import Confirmation
from .forms import SendForm
from .progress import Progress
from .scope import OfMessage, guests


class SendView(OfMessage, WagtailAdminTemplateMixin, FormView):
    """Asks once more, naming how many get it, and when."""

    template_name = "tilmeld/admin/message_send.html"
    page_title = gettext_lazy("Send message")
    header_icon = "mail"
    form_class = SendForm

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.is_open else self._too_late()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.is_open else self._too_late()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"zone": self.event.zone, "at": self.at}

    def get_initial(self):
        return {"seen": self.seal}

    @property
    def seal(self):
        """Of the message as it stands; what was shown is sent, or nothing."""
        return service.seal(self.announcement)

    def form_valid(self, form):
        if form.cleaned_data["seen"] != self.seal:
            messages.warning(self.request, _("Something has changed meanwhile. Look at it again."))
            return redirect(self.url)
        send_at = form.send_at
        user = self.request.user
        if not service.send(self.announcement, at=self.at, user=user, send_at=send_at):
            return self._too_late()
        if send_at:
            told = _("The message is planned for %(when)s.")
            messages.success(self.request, told % {"when": moment(send_at, self.event)})
        else:
            told = _("The message is on its way to %(guests)s.")
            messages.success(self.request, told % {"guests": guests(self.number)})
        return redirect(self.url)

    def _too_late(self):
        messages.warning(self.request, _("The message has been sent or stopped already."))
        return redirect(self.url)

    def get_context_data(self, **kwargs):
        unreachable = self.announcement.unreachable
        return super().get_context_data(back=self.url, unreachable=unreachable, **kwargs)


class StopView(OfMessage, Confirmation):
    """Drops what was not sent, or stops what has not left yet."""

    header_icon = "cross"
    button_class = "serious"

    def get_page_title(self):
        return _("Drop message") if self.is_open else _("Stop message")

    def post(self, request, *args, **kwargs):
        if self.button():
            service.drop(self.announcement, at=self.at, user=request.user)
            messages.success(request, _("Stopped. Nothing more of it is sent."))
        return redirect(self.url)

    @property
    def back(self):
        return self.url

    def sentences(self):
        if self.is_open:
            return [_("Nobody gets this message then. It stays in the list.")]
        if self.progress != Progress.UNDER_WAY:
            return [_("There is nothing left to stop.")]
        gone = self.announcement.gone_out
        left = ngettext(
            "%(number)d letter has left already and can't be called back.",
            "%(number)d letters have left already and can't be called back.",
            gone,
        )
        return [_("Stop the letters that have not left yet?"), left % {"number": gone}]

    def button(self):
        if self.is_open:
            return _("Yes, drop it")
        return _("Yes, stop it") if self.progress == Progress.UNDER_WAY else ""
