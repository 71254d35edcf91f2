"""Letting a letter go that was held back."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Message
from ...services import outbox
from . import acts


class ReleaseView(acts.ActView):
    """Sends a letter that waits for somebody to look at it."""

    impossible = gettext_lazy("This letter is not held back any more.")
    template_name = "tilmeld/admin/release.html"
    page_title = gettext_lazy("Send a letter that was held back")
    header_icon = "mail"
    form_class = forms.Form

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.letter = get_object_or_404(self.registration.messages, pk=kwargs["letter_id"])

    def is_possible(self):
        return self.letter.state == Message.State.HELD

    def form_valid(self, form):
        if not outbox.release(self.letter, at=self.at, user=self.request.user):
            return self.turned_away()
        return self.done(_("The letter is on its way to %(to)s."), to=self.letter.to_address)

    def get_header_icon(self):
        return self.header_icon

    def get_context_data(self, **kwargs):
        return super().get_context_data(letter=self.letter, **kwargs)
