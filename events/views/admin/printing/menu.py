"""Print…: what there is on paper about an event, as far as one may see it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .... import permissions
from ..scope import OfEvent


class Paper(NamedTuple):
    """Something to print: its address, its name, and what it is good for."""

    url: str
    name: str
    meaning: str


GUEST_SHEETS = (
    (
        "print_door",
        gettext_lazy("List for the door"),
        gettext_lazy("Who comes, by letter, with a box to tick for each person."),
    ),
    (
        "print_badges",
        gettext_lazy("Name badges"),
        gettext_lazy("Ten on a sheet, 90 × 54 mm, one for each person."),
    ),
    (
        "print_signatures",
        gettext_lazy("Signature list"),
        gettext_lazy("A line to sign for each person, and some empty ones."),
    ),
)
SUMMARY = (
    "print_summary",
    gettext_lazy("Summary for caterers and hosts"),
    gettext_lazy("How many come, what they chose and what they need, without names."),
)


class PrintView(OfEvent, WagtailAdminTemplateMixin, TemplateView):
    """What there is to print; names nobody, so whoever may edit the page may see it."""

    template_name = "tilmeld/admin/print.html"
    page_title = gettext_lazy("Print")
    header_icon = "doc-full"

    def get_page_subtitle(self):
        return self.event.title

    def get_context_data(self, **kwargs):
        return super().get_context_data(papers=[*self._sheets(), *self._posters()], **kwargs)

    def _sheets(self) -> list[Paper]:
        user = self.request.user
        sheets = [*GUEST_SHEETS] if permissions.sees_registrations(user) else []
        if permissions.sees_summary(user):
            sheets.append(SUMMARY)
        return [
            Paper(reverse(f"tilmeld_admin:{name}", args=[self.event.pk]), str(title), str(meaning))
            for name, title, meaning in sheets
        ]

    def _posters(self):
        """A poster for each language whose page is published and the user's to change."""
        meaning = _("A4, with a code that leads to the page.")
        for publication in self.event.publications_now():
            page = publication.page
            if page and page.live and page.permissions_for_user(self.request.user).can_edit():
                language = get_language_info(publication.language_code)["name_translated"]
                name = _("Poster (%(language)s)") % {"language": language}
                yield Paper(reverse("tilmeld_admin:poster", args=[page.pk]), name, meaning)
