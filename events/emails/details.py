"""The facts in a letter: when, where, until when, and what the guest answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ..dates import deadline, when
from ..models import EventFacts, EventWords, Message
from .changes import Difference
from .people import Guest

Kind = Message.Kind


@dataclass(frozen=True)
class Detail:
    """A fact and its label; the first line weighs most."""

    label: str
    lines: list[str]
    url: str = ""


def of(
    kind: Message.Kind, guest: Guest, facts: EventFacts, words: EventWords, news: dict[str, Any]
) -> list[Detail]:
    """Return what a kind of letter tells of the event and its guest; what is new comes first."""
    changed = [_changed(*change) for change in news.get("changes", ())]
    found = [*changed, *_place_and_time(facts, words), *MORE[kind](guest, facts)]
    found = _with_differences(found, guest, news.get("differences", []))
    full = [replace(d, lines=[line for line in d.lines if line.strip()]) for d in found]
    return [detail for detail in full if detail.lines or detail.url]


def in_own_words(guest: Guest, facts: EventFacts, words: EventWords) -> dict[str, str]:
    """Return what stands for each placeholder (``rules.placeholders.NAMES``)."""
    online = _("online") if facts.online_url else ""
    return {
        "name": guest.name,
        "event": words.title,
        "date": when(facts),
        "place": ", ".join(filter(None, (words.venue_name, words.venue_room))) or online,
        "deadline": deadline(facts),
        "seats": str(guest.seats),
    }


def _changed(label: str, old: str, new: str) -> Detail:
    before = [_("Before: %(value)s") % {"value": old}] if old else []
    return Detail(label, [new, *before])


def _with_differences(
    found: list[Detail], guest: Guest, differences: list[Difference]
) -> list[Detail]:
    """Put what is new first, each with what was before below it."""
    told = [each for each in differences if guest.has_seat or not each.is_for_seated]
    before = {each.label: [each.in_letter] for each in told}
    found += [Detail(each.label, [each.new]) for each in told if each.is_small]
    marked = [replace(d, lines=[*d.lines, *before.get(d.label, [])]) for d in found]
    return sorted(marked, key=lambda detail: detail.label not in before)


def _place_and_time(facts: EventFacts, words: EventWords) -> list[Detail]:
    place = [words.venue_name, words.venue_room]
    place += [*words.venue_address.splitlines(), *words.venue_directions.splitlines()]
    return [Detail(_("When"), [when(facts)]), Detail(_("Where"), place)]


def _at_the_door(guest: Guest) -> list[Detail]:
    words = _("Show it when you come, or say your name. The link below has it as a QR code.")
    return [Detail(_("Your code at the door"), [guest.door_code, words])] if guest.door_code else []


def _with_seat(guest: Guest, facts: EventFacts) -> list[Detail]:
    return [*_at_the_door(guest), *_for_registrants(guest, facts)]


def _for_registrants(guest: Guest, facts: EventFacts) -> list[Detail]:
    """What those read who have a seat, or wait for one."""
    answers = [f"{label}: {answer}" for label, answer in guest.answers]
    if guest.has_withheld:
        answers.append(
            _("Some answers are not repeated in e-mails. You find them at your registration.")
        )
    return [*_without_answers(guest, facts), Detail(_("Your answers"), answers)]


def _without_answers(guest: Guest, facts: EventFacts) -> list[Detail]:
    last_day = deadline(facts) if facts.deadline_date else ""
    return [
        Detail(_("Online"), [], facts.online_url if guest.has_seat else ""),
        Detail(_("Registration closes"), [last_day]),
    ]


def _for_those_who_come(guest: Guest, facts: EventFacts) -> list[Detail]:
    online = Detail(_("Online"), [], facts.online_url if guest.has_seat else "")
    return [online, *_at_the_door(guest)]


def _for_invitees(guest: Guest, facts: EventFacts) -> list[Detail]:
    return [Detail(_("Answer by"), [deadline(facts)])]


def _nothing(guest: Guest, facts: EventFacts) -> list[Detail]:
    return []


#: What a letter tells besides time and place.
MORE: dict[Message.Kind, Callable[[Guest, EventFacts], list[Detail]]] = {
    Kind.CONFIRMED: _with_seat,
    Kind.WAITING: _for_registrants,
    Kind.PROMOTED: _with_seat,
    Kind.OFFERED: _for_registrants,
    Kind.OFFER_EXPIRED: _nothing,
    Kind.CHANGED: _for_registrants,
    Kind.CANCELLED: _nothing,
    Kind.LINK: _without_answers,
    Kind.EVENT_CHANGED: _without_answers,
    Kind.EVENT_CANCELLED: _nothing,
    Kind.PROGRAMME_PUBLISHED: _without_answers,
    Kind.REMINDER: _for_those_who_come,
    Kind.INVITED: _for_invitees,
    Kind.INVITATION_REMINDER: _for_invitees,
    Kind.LATE_LINK: _nothing,
    Kind.ORGANISERS: _nothing,
}
