"""One event at a glance: how it fills up, what guests answered, and what comes next."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ... import permissions
from ...dates import deadline, deadline_date, long_date, moment
from ...models import Message, Status
from ...rules import door
from ...rules.capacity import Option, Room, Tally
from ...services import looks
from . import event_menu, summing
from .announcement import question_url
from .charts import Curve
from .event_list import state_label
from .letters import tallies
from .scope import OfEvent

#: So many of those who registered last are named.
LATEST = 5


class Bar(NamedTuple):
    """A choice, how many made it, and the seats taken there if it has seats of its own."""

    label: str
    number: int
    tally: Tally | None


class Answers(NamedTuple):
    """A question to choose from, and how many made each choice."""

    question: str
    bars: list[Bar]


class Date(NamedTuple):
    """Something that will happen, and when, in words."""

    label: str
    when: str


class OverviewView(OfEvent, WagtailAdminTemplateMixin, TemplateView):
    """What organisers ask about an event every morning; a constant number of queries."""

    permission_required = "view"
    template_name = "tilmeld/admin/overview.html"
    page_title = gettext_lazy("Overview")
    header_icon = "table"

    def get(self, request, *args, **kwargs):
        looks.keep(self.event.logged_on, "tilmeld.view_list", at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.event.title

    def get_context_data(self, **kwargs):
        event, registrations = self.event, self.event.registrations
        room = event.room()
        counts = registrations.count_statuses()
        seated = counts.get(Status.CONFIRMED, 0) + counts.get(Status.OFFERED, 0)
        return super().get_context_data(
            state=state_label(event, self.at, full=room.is_full),
            room=room,
            seats=Tally(event.taken, event.capacity),
            registered=seated,
            expected=registrations.confirmed().seats(),
            companions=event.taken - seated,
            cancelled=counts.get(Status.CANCELLED, 0),
            letters=tallies.summary(self.letters),
            question_url=question_url(self.request.user, event, self.at),
            arrived=self._arrived(),
            curve=self._curve(),
            answers=list(self._answers(room)),
            needs=self._needs(),
            dates=self._dates(),
            latest=registrations.active().unerased()[:LATEST],
            **kwargs,
        )

    def _arrived(self):
        """How many people have come, once they may; None before."""
        if self.at < door.opens_at(self.event.window):
            return None
        return self.event.registrations.confirmed().people_arrived()

    def _curve(self):
        event = self.event
        days = event.registrations.seated().seats_by_day(event.zone)
        today = timezone.localdate(self.at, event.zone)
        return Curve.of(days, today, deadline_date(event), event.capacity)

    def _answers(self, room: Room) -> Iterator[Answers]:
        """What those who have a seat chose, as far as the user may see it."""
        sees_all = permissions.sees_sensitive_answers(self.request.user)
        asked = summing.choices_of(self.event)
        told = {q: choices for q, choices in asked.items() if sees_all or not q.sensitive}
        keys = [question.key for question in told]
        counted = self.event.registrations.seated().count_choices(keys, keys if sees_all else ())
        for question, choices in told.items():
            bars = [
                Bar(
                    text,
                    sum(counted[question.key, word] for word in words),
                    room.tally(Option(question.key, text)),
                )
                for text, words in choices
            ]
            yield Answers(question.label, bars)

    def _needs(self):
        """What guests need, without names, for those who may see it."""
        return summing.needs(self.event) if permissions.sees_summary(self.request.user) else []

    def _dates(self):
        """What is still to come, the next first."""
        event = self.event
        dates = {
            _("Registration opens"): event.opens_at,
            _("Registration closes"): event.closes_at,
            _("Guests are reminded"): self._reminder(),
            _("The event begins"): event.starts_at,
        }
        coming = sorted((at, label) for label, at in dates.items() if at and at > self.at)
        erased = [Date(_("Answers are erased"), long_date(event.erase_on))]
        return [
            *(Date(label, self._in_words(at)) for at, label in coming),
            *([] if event.erased_at else erased),
        ]

    def _in_words(self, at: datetime) -> str:
        """Say when something happens; a deadline is a whole day where the editor named no time."""
        return deadline(self.event) if at == self.event.closes_at else moment(at, self.event)

    def _reminder(self):
        reminders = self.event.announcements.standing().filter(kind=Message.Kind.REMINDER)
        planned = reminders.filter(send_at__gt=self.at).first()
        return planned and planned.send_at

    @property
    def header_buttons(self):
        return [HeaderButton(_("Registrations"), url=self.list_url, icon_name="group")]

    @property
    def header_more_buttons(self):
        return event_menu.buttons(self, without="overview")
