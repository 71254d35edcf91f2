"""Inviting people from a list: look first, then write.

Nothing is kept between the two: the list comes back with the button, and what becomes of each
person is decided anew, so a double click or a colleague's changes do no harm.
"""

from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .... import conf
from ....exceptions import InvitingRefused
from ....services import invitations as service
from ....services.invitations import Outcome
from ..outcomes import grouped
from .forms import ListForm
from .scope import OfInvitations


class InviteView(OfInvitations, WagtailAdminTemplateMixin, FormView):
    """Asks for a list, shows what would become of each person, and invites on a second POST."""

    template_name = "tilmeld/admin/invitation_list.html"
    plan_template_name = "tilmeld/admin/invitation_plan.html"
    header_icon = "mail"
    page_title = gettext_lazy("Invite people")
    form_class = ListForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"languages": self.languages}

    def form_valid(self, form):
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=self._again(form)))
        if "invite" in self.request.POST:
            return self._invite(form)
        return self._show_plan(form)

    def _again(self, form):
        initial = {"text": form.as_text(), "language": form.cleaned_data["language"]}
        return ListForm(initial=initial, languages=self.languages)

    def _invite(self, form):
        try:
            invited = service.invite(
                self.event,
                form.people,
                language=form.cleaned_data["language"],
                at=self.at,
                user=self.request.user,
            )
        except InvitingRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        self._tell(invited)
        return redirect(self.invitations_url)

    def _tell(self, invited):
        told = ngettext("%(number)d person is invited.", "%(number)d people are invited.", invited)
        sentence = told % {"number": invited} if invited else _("Nobody more was invited.")
        messages.success(self.request, sentence)

    def _show_plan(self, form):
        plan = service.plan(self.event, form.people)
        number = sum(row.outcome == Outcome.NEW for row in plan)
        values = {
            "groups": grouped(plan, Outcome),
            "number": number,
            "minutes": number // conf.get("LETTERS_TO_MANY_PER_MINUTE"),
            "text": form.as_text(),
            "language": form.cleaned_data["language"],
            "language_name": dict(self.languages)[form.cleaned_data["language"]],
        }
        return render(
            self.request, self.plan_template_name, self.get_context_data(form=form, **values)
        )

    @cached_property
    def refusal(self):
        return service.refusal(self.event, self.at)

    def get_context_data(self, **kwargs):
        more = {"refusal": self.refusal, "back": self.invitations_url}
        return super().get_context_data(**more, **kwargs)
