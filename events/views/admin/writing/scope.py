"""What every view of an event's messages to guests has in common."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....models import Announcement, Status
from ..scope import OfEvent
from .progress import Progress


class OfMessages(OfEvent):
    """A view of what organisers write to an event's guests, for those who may."""

    permission_required = "message"

    @property
    def written_url(self):
        return reverse("tilmeld_admin:written", args=[self.event.pk])

    @cached_property
    def announcements(self):
        return Announcement.objects.from_organisers().filter(event=self.event).with_outcomes()

    def last_breadcrumbs(self):
        written = {"url": self.written_url, "label": _("Messages to guests")}
        return [written, *super().last_breadcrumbs()]


class OfMessage(OfMessages):
    """A view of one message, which must be the event's."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.announcement = get_object_or_404(self.announcements, pk=kwargs["pk"])
        self.announcement.event = self.event

    @property
    def url(self):
        return self.url_of("message")

    def url_of(self, name):
        return reverse(f"tilmeld_admin:{name}", args=[self.event.pk, self.announcement.pk])

    @property
    def is_open(self):
        """Whether it can still be changed."""
        return self.progress in (Progress.DRAFT, Progress.PLANNED)

    @cached_property
    def progress(self):
        return Progress.of(self.announcement, self.at)

    @cached_property
    def number(self):
        return self.announcement.recipients().count()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            message=self.announcement,
            progress=self.progress,
            number=self.number,
            unsubscribed=self.announcement.chosen().exclude(unsubscribed_at=None).count(),
            recipients=in_words(self.announcement),
            **kwargs,
        )


def title_of(announcement):
    """Its subject, which is erased with the guests' answers."""
    return announcement.subject or str(announcement)


def in_words(announcement):
    """Say to whom a message goes."""
    chosen = [str(Status(status).label) for status in announcement.statuses]
    choice = announcement.choice
    came = {True: _("came"), False: _("did not come")}.get(announcement.has_come)
    return "; ".join(
        [
            get_text_list(chosen, _("and")),
            *([came] if came else []),
            *([_("tag: %(tag)s") % {"tag": announcement.tag}] if announcement.tag else []),
            *([f"{choice['label']}: {choice['words'][0]}"] if choice else []),
        ]
    )


def guests(number):
    return ngettext("%(number)d guest", "%(number)d guests", number) % {"number": number}
