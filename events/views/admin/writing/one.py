"""One message: how it looks, how many get it, what became of it, and what can be done."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from .... import emails
from ....services import announcements as service
from ..letter_frame import framed
from .progress import Progress
from .scope import OfMessage, title_of


class WrittenView(OfMessage, WagtailAdminTemplateMixin, TemplateView):
    """The letter as a guest may get it, and how far it has come."""

    template_name = "tilmeld/admin/message.html"
    header_icon = "mail"

    def get_page_title(self):
        return title_of(self.announcement)

    @cached_property
    def header_buttons(self):
        if self.is_open:
            return [HeaderButton(_("Send…"), url=self.url_of("send_message"), icon_name="mail")]
        if self.progress == Progress.UNDER_WAY:
            return [HeaderButton(_("Stop…"), url=self.url_of("stop_message"), icon_name="cross")]
        return []

    @cached_property
    def header_more_buttons(self):
        if not self.is_open:
            return []
        edit, drop = self.url_of("edit_message"), self.url_of("stop_message")
        return [
            Button(_("Edit"), url=edit, icon_name="edit", priority=10),
            Button(_("Drop…"), url=drop, icon_name="bin", priority=20),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            letter=sample(self.announcement, self.at) if self.announcement.text else None,
            is_open=self.is_open,
            urls={name: self.url_of(f"{name}_message") for name in ("test", "sample")},
            **kwargs,
        )


class SampleView(OfMessage, View):
    """The letter for a frame on the message's page."""

    def get(self, request, *args, **kwargs):
        return framed(sample(self.announcement, self.at).html)


class SendTestView(OfMessage, View):
    """Sends the letter to whoever asks, and to nobody else."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if request.user.email:
            service.send_test(self.announcement, at=self.at, user=request.user)
            told = _("A test is on its way to %(address)s.") % {"address": request.user.email}
            messages.success(request, told)
        else:
            messages.error(request, _("You have no e-mail address. Add one to your account."))
        return redirect(self.url)


def sample(announcement, at):
    language = announcement.event.publication().language_code
    return emails.sample_of(announcement, language, at=at)
