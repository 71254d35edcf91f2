"""One function a letter, from published facts and a guest's answers to finished words.

Facts are an event, or a page being drafted; words are a publication, or that page: so the letter
an editor sees in the preview is the one that guests get. Words come out in the active language.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import mrml
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from .. import ical
from ..models import EventFacts, EventPage, EventWords, Message
from ..models.message import link_mark
from ..rules import retention
from ..templatetags.tilmeld_tags import deadline, when
from . import addresses, news, plain
from .people import Guest

SUBJECT_LENGTH = Message._meta.get_field("subject").max_length or 0
NO_WEB_FONTS = mrml.RenderOptions(disable_comments=True, fonts={})


@dataclass(frozen=True)
class Letter:
    """A finished letter. ``calendar`` is the content of the attached calendar file, or empty."""

    subject: str
    text: str
    html: str
    calendar: str = ""


@dataclass(frozen=True)
class Links:
    """Whole addresses: the site's, the guest's own (it ends with a slash), the page's."""

    site: str
    registration: str
    page: str

    @property
    def cancel(self) -> str:
        return self.registration + "cancel/"

    @property
    def decline(self) -> str:
        return self.registration + "decline/"


@dataclass(frozen=True)
class Detail:
    """A fact and its label; the first line weighs most."""

    label: str
    lines: list[str]
    url: str = ""


def compose(message: Message) -> Letter:
    """Write the letter of a row in the outbox, with a mark for each link of the guest's own.

    Raise ValueError if whom it is for is gone.
    """
    to = message.registration or message.invitation
    if to is None:
        raise ValueError("A letter to nobody can't be written.")
    words, page = addresses.words_and_page(message)
    links = Links(addresses.base_url(page), link_mark(to), addresses.page_url(page))
    kind = Message.Kind(message.kind)
    with translation.override(message.language_code):
        details = DETAILS[kind](Guest.of(to), message.event, words)
        more = news.of(message)
        letter = _letter(kind, Guest.of(to), message.event, words, links, details=details, **more)
        method = _method(message)
        calendar = method and ical.calendar(
            message.event,
            words,
            url=links.page,
            online_url=message.event.online_url if method == "PUBLISH" else "",
            method=method,
            at=message.created_at,
        )
    return replace(letter, calendar=calendar)


def _method(message: Message) -> str:
    """Return what the letter's calendar file does, or nothing where it has none.

    Who has a seat gets the entry; who gave one up, gets it taken away.
    """
    registration = message.registration
    if registration is None or message.kind in NO_CALENDAR:
        return ""
    if registration.is_cancelled:
        return "" if registration.waiting_since else "CANCEL"
    return "PUBLISH" if registration.is_confirmed else ""


def sample(page: EventPage, kind: Message.Kind = Message.Kind.CONFIRMED) -> Letter:
    """Write a letter of a page as it is drafted, to somebody who does not exist."""
    site = addresses.base_url(page)
    links = Links(site, f"{site}/…/", addresses.page_url(page))
    with translation.override(page.locale.language_code):
        guest = Guest.sample(page.facts, page.get_questions())
        details = DETAILS[kind](guest, page.facts, page)
        more = news.sample(kind, guest, page.facts)
        return _letter(kind, guest, page.facts, page, links, details=details, **more)


def _for_registrants(guest: Guest, facts: EventFacts, words: EventWords) -> list[Detail]:
    """What those read who have a seat, or wait for one."""
    last_day = deadline(facts) if facts.deadline_date else ""
    answers = [f"{label}: {answer}" for label, answer in guest.answers]
    online_url = facts.online_url if guest.has_seat else ""
    return _facts(guest, facts, words) + _present(
        Detail(_("Online"), [], online_url),
        Detail(_("Registration closes"), [last_day]),
        Detail(_("Your answers"), answers),
    )


def _for_invitees(guest: Guest, facts: EventFacts, words: EventWords) -> list[Detail]:
    return _facts(guest, facts, words) + _present(Detail(_("Answer by"), [deadline(facts)]))


def _facts(guest: Guest, facts: EventFacts, words: EventWords) -> list[Detail]:
    place = [words.venue_name, words.venue_room]
    place += [*words.venue_address.splitlines(), *words.venue_directions.splitlines()]
    return _present(Detail(_("When"), [when(facts)]), Detail(_("Where"), place))


def _present(*details: Detail) -> list[Detail]:
    """Leave out empty lines, and facts of which nothing is left."""
    full = [replace(d, lines=[line for line in d.lines if line.strip()]) for d in details]
    return [detail for detail in full if detail.lines or detail.url]


def _letter(
    kind: str,
    guest: Guest,
    facts: EventFacts,
    words: EventWords,
    links: Links,
    *,
    details: list[Detail],
    **news: Any,
) -> Letter:
    own_words = _own_words(words, links)
    context = {
        "guest": guest,
        "facts": facts,
        "words": words,
        "links": links,
        "details": details,
        "own_words": own_words,
        "own_words_as_text": plain.without_markup(own_words),
        "erase_on": _erase_on(facts),
        "language_code": translation.get_language(),
        "preheader": ", ".join(filter(None, (when(facts), words.venue_name))),
    } | news
    subject = plain.one_line(_render(f"{kind}.subject.txt", context), SUBJECT_LENGTH)
    context["subject"] = subject
    html = plain.well_formed(_render(f"{kind}.mjml", context))
    return Letter(
        subject,
        plain.tidy(_render(f"{kind}.txt", context)),
        mrml.to_html(html, None, NO_WEB_FONTS).content,
    )


def _render(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"tilmeld/email/{name}", context)


def _own_words(words: EventWords, links: Links) -> str:
    """The editor's own words as HTML, with whole addresses in their links."""
    return re.sub(r'(?<=href=")/', f"{links.site}/", expand_db_html(words.confirmation_text))


def _erase_on(facts: EventFacts) -> date | None:
    window = facts.window
    if window is None:
        return None
    return retention.erase_on(window.ends_at, facts.zone, facts.erase_after_days)


NO_CALENDAR = (Message.Kind.ADDRESS_KEPT, Message.Kind.LINK)
DETAILS: dict[Message.Kind, Callable[..., list[Detail]]] = {
    **dict.fromkeys(Message.Kind, _for_registrants),
    Message.Kind.CANCELLED: _facts,
    Message.Kind.OFFER_EXPIRED: _facts,
    Message.Kind.ADDRESS_KEPT: _facts,
    Message.Kind.INVITED: _for_invitees,
    Message.Kind.INVITATION_REMINDER: _for_invitees,
    Message.Kind.LATE_LINK: _for_invitees,
}
