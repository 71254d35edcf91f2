"""What guests must know of a changed event: what they were told before, and what holds now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..dates import when
from ..ical import location
from ..models import Announcement, Event, Message, Publication
from ..models.snapshot import facts_then, words_then


@dataclass(frozen=True)
class Difference:
    """One thing that changed, in words. What is small is hardly worth a letter."""

    label: str
    old: str
    new: str
    is_small: bool = False
    is_for_seated: bool = False

    @property
    def in_letter(self) -> str:
        """What stands below the new value. An old link is not repeated: somebody might use it."""
        if self.is_for_seated:
            return _("This link is new.") if self.new else _("One can't take part online any more.")
        return _("Before: %(value)s") % {"value": self.old} if self.old else _("This is new.")


def differences(announcement: Announcement, language_code: str) -> list[Difference]:
    """Return what is to be told to those who read a language, in the active one.

    What reads the same has not changed.
    """
    before, event = announcement.before, announcement.event
    facts, now = facts_then(before), event.publication(language_code)
    if announcement.kind == Message.Kind.PROGRAMME_PUBLISHED:
        found = [_programme(facts, event)]
    else:
        found = [_held(facts, event), *_time_and_place(facts, event, words_then(before, now), now)]
    if announcement.kind == Message.Kind.EVENT_CHANGED and facts.programme_to_come:
        found.append(_programme(facts, event))
    return [each for each in found if each.old != each.new]


def _time_and_place(
    facts: Event, event: Event, words: Publication, now: Publication
) -> list[Difference]:
    return [
        Difference(_("When"), when(facts), when(event)),
        Difference(_("Where"), location(words), location(now)),
        Difference(_("Online"), facts.online_url, event.online_url, is_for_seated=True),
        Difference(_("Title"), words.title, now.title, is_small=True),
    ]


def _held(facts: Event, event: Event) -> Difference:
    takes_place, cancelled = _("Takes place"), pgettext("event", "Cancelled")
    old, new = (cancelled if each.cancelled else takes_place for each in (facts, event))
    return Difference(_("The event"), old, new)


def _programme(facts: Event, event: Event) -> Difference:
    to_come, published = _("Still to come"), pgettext("programme", "Published")
    old, new = (to_come if each.programme_to_come else published for each in (facts, event))
    return Difference(_("Programme"), old, new)
