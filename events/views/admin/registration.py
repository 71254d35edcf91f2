"""One registration: everything that is known of it."""

from django.conf import settings
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from ... import permissions
from . import acts, history, letters
from .notes import NoteForm, TagForm
from .scope import OfRegistration


class RegistrationView(OfRegistration, WagtailAdminTemplateMixin, TemplateView):
    """What a guest answered, the letters they were sent, and what was done with it all."""

    template_name = "tilmeld/admin/registration.html"
    header_icon = "user"
    permission_required = "view"

    def get(self, request, *args, **kwargs):
        log(self.registration, "tilmeld.view", user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.registration.name or str(self.registration)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answers=self.answers,
            hidden=len(self.registration.answered) - len(self.answers),
            letters=letters.of(self.registration, self.event, self.request.user),
            history=history.of(self.registration, self.withheld, self.request.user),
            language=dict(settings.LANGUAGES).get(self.registration.language_code, ""),
            arrivals=list(self.registration.arrivals.standing().order_by("at")),
            place=self.registration.place_in_line() if self.registration.is_waiting else None,
            **self.kept,
            **kwargs,
        )

    @property
    def kept(self):
        """What staff keep about the guest, and the forms to keep more."""
        return {
            "tags": self.registration.tags.all(),
            "known_tags": self.event.tags.values_list("name", flat=True),
            "notes": self.registration.notes.select_related("user"),
            "tag_form": TagForm(auto_id="tag-%s"),
            "note_form": NoteForm(auto_id="note-%s"),
            "may_change": self.user_has_permission("change"),
        }

    @cached_property
    def withheld(self):
        return permissions.Withheld(self.request.user, self.event)

    @cached_property
    def answers(self):
        """The answers this user may see, with the questions as the guest read them."""
        return [
            (question, answer)
            for question, answer in self.registration.answered
            if not self.withheld.answer(self.registration, question.key)
        ]

    @cached_property
    def header_buttons(self):
        return self._acts(HeaderButton)[:1]

    @cached_property
    def header_more_buttons(self):
        return self._acts(Button)[1:]

    def _acts(self, button):
        return acts.buttons(self.registration, self.event, self.at, self.request.user, button)
