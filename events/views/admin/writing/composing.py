"""Writing a message, and writing it otherwise."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ....forms.text import clean_line
from ....models import Announcement, Message, Tag
from ....models.announcement import all_active
from ....rules.identity import name_key
from ....services import announcements as service
from .forms import MessageForm
from .scope import OfMessage, OfMessages


class Composing(WagtailAdminTemplateMixin, FormView):
    """The form. What was typed stays in it, whatever is wrong."""

    template_name = "tilmeld/admin/write.html"
    header_icon = "mail"
    form_class = MessageForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.announcement, "at": self.at}

    def get_context_data(self, **kwargs):
        unsubscribed = self.event.registrations.active().unerased().exclude(unsubscribed_at=None)
        return super().get_context_data(
            **{"back": self.back, "unsubscribed": unsubscribed.count()} | kwargs
        )


class WriteView(OfMessages, Composing):
    """Keeps a draft; nothing is sent from here."""

    page_title = gettext_lazy("Write to guests")

    @cached_property
    def announcement(self):
        return Announcement(
            kind=Message.Kind.ORGANISERS,
            event=self.event,
            author=self.request.user,
            created_at=self.at,
        )

    def get_initial(self):
        """To those with a tag, whether they have a seat or wait, if the address names one.

        Where nobody has it, it goes to nobody.
        """
        name = clean_line(self.request.GET.get("tag", ""))[: Tag.MAX_LENGTH]
        tag = self.event.tags.filter(name_key=name_key(name)).first()
        return {"tag": tag.name if tag else name, "statuses": all_active()} if name else {}

    @property
    def back(self):
        return self.written_url

    def form_valid(self, form):
        written = form.save(commit=False)
        service.draft(written)
        return redirect(reverse("tilmeld_admin:message", args=[self.event.pk, written.pk]))


class EditMessageView(OfMessage, Composing):
    """Changes a message that is not due yet."""

    page_title = gettext_lazy("Edit message")

    @property
    def back(self):
        return self.url

    def form_valid(self, form):
        if service.rewrite(form.instance, at=self.at):
            return redirect(self.url)
        form.add_error(None, _("It is being sent, or was stopped: it can't be changed any more."))
        return self.form_invalid(form)
