"""What is held about a person, for themselves: as a file, and as a page to read or print."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from wagtail.log_actions import log

from .... import exports, permissions
from ..scope import AlsoTakes
from .scope import OfPerson


class PersonExport(AlsoTakes, OfPerson, View):
    """Hands out all that the user may see of it; logged at each registration and invitation."""

    permission_required, also_required = "view", "export"

    def get(self, request):
        held = exports.held(
            self.person.email,
            registrations=self.person.registrations,
            invitations=self.person.invitations,
            letters=self.person.letters().prefetch_related("provider_events"),
            user=request.user,
            at=self.at,
        )
        self._log()
        return self.answer(held | {"withheld": self._withheld(held)})

    def _withheld(self, held):
        """In sentences, what is left out because this user may not see it."""
        invitations = ""
        if not permissions.changes_registrations(self.request.user):
            invitations = _("Invitations are left out: only those who may invite see them.")
        return [sentence for sentence in (held["withheld"], invitations) if sentence]

    def _log(self):
        rows = [*self.person.registrations, *self.person.invitations]
        subjects = rows or {each["event"].logged_on for each in self.person.events}
        for subject in subjects:
            log(subject, "tilmeld.export_person", user=self.request.user)


class PersonJSONView(PersonExport):
    """A file that programs can read."""

    def answer(self, held):
        headers = {"Content-Disposition": 'attachment; filename="person.json"'}
        options = {"ensure_ascii": False, "indent": 2}
        return JsonResponse(held, json_dumps_params=options, headers=headers)


class PersonPrintView(PersonExport):
    """A page of its own, without the admin around it."""

    def answer(self, held):
        return render(self.request, "tilmeld/admin/person_print.html", {"held": held})
