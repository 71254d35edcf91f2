"""Importing registrations: the list, what its columns hold, what would happen, and then it does.

Nothing is kept between the pages: the list travels with the buttons, and what becomes of each row
is decided anew. Unless it is what staff have read, nothing is done.
"""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .... import conf
from ....exceptions import ImportOutdated, RegistrationRefused
from ....imports import UnreadableList, targets, with_headings
from ....services import registration as service
from ....services.registration import ImportOutcome
from .. import if_full
from ..outcomes import grouped
from ..scope import OfEvent
from .forms import ColumnsForm, SourceForm, check, pack, unpack
from .guests import Guests


class ImportView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Asks for a list, then for its columns, shows what would happen, and does it when told."""

    permission_required = "change"
    template_name = "tilmeld/admin/import_list.html"
    columns_template_name = "tilmeld/admin/import_columns.html"
    plan_template_name = "tilmeld/admin/import_plan.html"
    header_icon = "upload"
    page_title = gettext_lazy("Import registrations")
    form_class = SourceForm

    def get(self, request, *args, **kwargs):
        return self._too_late() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._too_late() or self._step(request)

    def _too_late(self):
        if service.can_register(self.event, self.at):
            return None
        messages.warning(self.request, _("The event is over or cancelled."))
        return redirect(self.list_url)

    def _step(self, request):
        if "table" not in request.POST:
            return super().post(request)
        try:
            table = check(unpack(request.POST["table"]))
        except UnreadableList as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        return self._take(self._columns_form(table, request.POST))

    def form_valid(self, form):
        table = with_headings(form.table, self.targets)
        initial = {"table": pack(table)}
        return self._show(self.columns_template_name, self._columns_form(table, initial=initial))

    def _columns_form(self, table, data=None, **options):
        return ColumnsForm(
            data,
            event=self.event,
            table=table,
            targets=self.targets,
            languages=self.languages,
            **options,
        )

    def _take(self, form):
        if not form.is_valid() or "columns" in self.request.POST:
            return self._show(self.columns_template_name, form)
        rows = self._rows(form)
        return self._import(form, rows) if "import" in self.request.POST else self._plan(form, rows)

    def _rows(self, form):
        publication = self._publication(form)
        others = [each.questions for each in self.publications if each != publication]
        return Guests(publication, others, form.held).rows(form.list)

    def _import(self, form, rows):
        try:
            made = service.import_guests(
                self._publication(form),
                rows,
                seen=self.request.POST.get("seen", ""),
                at=self.at,
                user=self.request.user,
                if_full=if_full.chosen(form),
                letter=form.cleaned_data["letter"],
            )
        except ImportOutdated as refusal:
            return self._plan(form, rows, refusal=str(refusal))
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
            return self._show(self.columns_template_name, form)
        messages.success(self.request, _in_words(made))
        return redirect(self.list_url)

    def _plan(self, form, rows, refusal=""):
        plan = service.plan_import(self.event, rows, if_full.chosen(form))
        form.auto_id = False  # it travels hidden, and its help is not there to point at
        taken = [row for row in plan if row.outcome.status]
        letters = len([row for row in taken if row.entry.email and form.cleaned_data["letter"]])
        return self._show(
            self.plan_template_name,
            form,
            groups=grouped(plan, ImportOutcome),
            number=len(taken),
            letters=letters,
            minutes=letters // conf.get("LETTERS_TO_MANY_PER_MINUTE"),
            seen=service.seal(self._publication(form), plan),
            refusal=refusal,
        )

    def _show(self, template, form, **more):
        return render(self.request, template, self.get_context_data(form=form, **more))

    def _publication(self, form):
        code = form.cleaned_data["language"]
        return next(each for each in self.publications if each.language_code == code)

    @cached_property
    def publications(self):
        found = self.event.publications_now()
        for each in found:
            each.event = self.event
        return found

    @cached_property
    def languages(self):
        names = dict(settings.LANGUAGES)
        codes = [each.language_code for each in self.publications]
        return [(code, names.get(code, code)) for code in codes]

    @cached_property
    def targets(self):
        asked = [each.questions for each in self.publications]
        return targets(asked, companions=self.event.max_companions > 0)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.list_url, **kwargs)


def _in_words(made):
    """Say how many were registered, and how many of them wait."""
    waiting = sum(registration.is_waiting for registration in made)
    seated = len(made) - waiting
    registered = ngettext(
        "%(number)d guest is registered.", "%(number)d guests are registered.", seated
    )
    in_line = ngettext(
        "%(number)d guest is on the waiting list.",
        "%(number)d guests are on the waiting list.",
        waiting,
    )
    told = [(registered, seated), (in_line, waiting)]
    return " ".join(sentence % {"number": number} for sentence, number in told if number)
