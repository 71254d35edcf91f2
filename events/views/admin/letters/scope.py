"""What every view of an event's letters has in common."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request

from ....models import Message
from ..scope import OfEvent


def url_of(letter: Message, name: str = "letter") -> str:
    return reverse(f"tilmeld_admin:{name}", args=[letter.event_id, letter.pk])


def recipient_url(letter: Message) -> str:
    """Return where staff see whom a letter is for; nothing for a letter to staff."""
    name = "registration" if letter.registration_id else "invitation"
    key = letter.registration_id or letter.invitation_id
    return reverse(f"tilmeld_admin:{name}", args=[letter.event_id, key]) if key else ""


class OfLetters(OfEvent):
    """A view of one event's letters, for those who may see its registrations."""

    permission_required = "view"

    @property
    def letters_url(self):
        return reverse("tilmeld_admin:letters", args=[self.event.pk])

    def last_breadcrumbs(self):
        return [{"url": self.letters_url, "label": _("Letters")}, *super().last_breadcrumbs()]


class OfLetter(OfLetters):
    """A view of one letter, which must be the event's; leads back to where one came from."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        related = ("registration", "invitation", "change", "announcement", "handled_by", "copy_of")
        found = self.letters.select_related(*related)
        self.letter = get_object_or_404(found, pk=kwargs["letter_id"])
        self.letter.event = self.event

    @property
    def url(self):
        return url_of(self.letter)

    @property
    def back(self):
        return get_valid_next_url_from_request(self.request) or self.url

    def get_context_data(self, **kwargs):
        return super().get_context_data(letter=self.letter, **kwargs)
