"""What every sheet of paper has in common."""

from collections.abc import Iterator
from operator import attrgetter

from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ....models import Registration
from ....rules import alphabet
from ....services import looks
from ..scope import OfEvent


class Sheet(OfEvent, TemplateView):
    """A page for the printer, without Wagtail's frame; a constant number of queries.

    ``name`` is its template's; ``logged_as`` says what looking at it is in the log.
    """

    permission_required = "view"
    logged_as = "tilmeld.print"
    name = ""
    title: str | Promise = ""

    def get(self, request, *args, **kwargs):
        looks.keep(self.event.logged_on, self.logged_as, at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_template_names(self):
        return [f"tilmeld/print/{self.name}.html"]

    def get_context_data(self, **kwargs):
        words = self.event.publication(get_language())
        return super().get_context_data(title=self.title, words=words, **kwargs)


class GuestSheet(Sheet):
    """A sheet that names those who have a seat, in the order of the alphabet."""

    @cached_property
    def guests(self):
        seated = self.event.registrations.seated().unerased()
        return alphabet.in_order(seated, get_language() or "", attrgetter("name"))

    def get_context_data(self, **kwargs):
        seats = sum(guest.party_size for guest in self.guests)
        return super().get_context_data(parties=len(self.guests), seats=seats, **kwargs)


def companions_of(guest: Registration) -> Iterator[str]:
    """Yield each companion's name, or whose companion it is where nobody asked for names."""
    for name in guest.companions:
        yield name or _("Companion of %(name)s") % {"name": guest.name}
