"""From published facts and a guest's answers to finished words.

Facts are an event, or a page being drafted; words are a publication, or that page: so the letter
an editor sees in the preview is the one that guests get. Words come out in the active language.

A kind of letter is one template, ``tilmeld/email/<kind>.html``. It fills the blocks of a layout:
``letter.subject.txt``, ``letter.txt`` or ``letter.mjml``.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import mrml
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.rich_text import expand_db_html

from .. import addresses
from ..dates import when
from ..models import (
    Announcement,
    EventFacts,
    EventPage,
    EventWords,
    Invitation,
    Message,
    Registration,
)
from ..models.message import link_mark
from ..models.own_words import words_for
from ..rules import placeholders, retention
from . import calendars, details, news, origin, plain, staff
from .patterns import Patterns
from .people import Guest

Kind = Message.Kind

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
    """Whole addresses: the site's, the page's, and one of the guest's own that ends with a slash.

    The guest's own is their registration's, or their invitation's; steps lie below it.
    """

    site: str
    own: str
    page: str

    @property
    def accept(self) -> str:
        return self.own + "accept/"

    @property
    def cancel(self) -> str:
        return self.own + "cancel/"

    @property
    def decline(self) -> str:
        return self.own + "decline/"

    @property
    def restore(self) -> str:
        return self.own + "restore/"

    @property
    def unsubscribe(self) -> str:
        return self.own + "unsubscribe/"


def compose(message: Message, patterns: Patterns | None = None) -> Letter:
    """Write the letter of a row in the outbox, with a mark for each link of the guest's own.

    ``patterns`` are those of a batch, in which an event's letters share one ``event``. Raise
    ValueError if whom the letter is for is gone.
    """
    if message.user:
        return _to_staff(message)
    if message.recipient is None:
        raise ValueError("A letter to nobody can't be written.")
    with translation.override(message.language_code):
        return _to_guest(message, message.recipient, patterns or Patterns())


def sample(page: EventPage, kind: Message.Kind = Kind.CONFIRMED) -> Letter:
    """Write a letter of a page as it is drafted, to somebody who does not exist."""
    site = addresses.base_url(page)
    links = Links(site, f"{site}/…/", addresses.page_url(page))
    with translation.override(page.locale.language_code):
        guest = Guest.sample(kind, page.facts, page.get_questions())
        return _letter(kind, guest, page.facts, page, links, news.sample(kind, page.facts))


def sample_of(announcement: Announcement, language_code: str, *, at: datetime) -> Letter:
    """Write what is to be told to many, as at the instant ``at``, to somebody who doesn't exist."""
    kind, event = Kind(announcement.kind), announcement.event
    words = event.publication(language_code)
    page = words.page or event.page
    site = addresses.base_url(page)
    links = Links(site, f"{site}/…/", addresses.page_url(page))
    with translation.override(language_code):
        guest = Guest.sample(kind, event, words.questions)
        told = news.of_announcement(announcement, language_code, at)
        more = _with_subject(told, guest, event, words)
        return _letter(kind, guest, event, words, links, more)


def _to_guest(message: Message, to: Registration | Invitation, patterns: Patterns) -> Letter:
    words, page = origin.words_and_page(message)
    shared = (message.event_id, message.language_code)
    site, page_url = patterns.once(
        shared, lambda: (addresses.base_url(page), addresses.page_url(page))
    )
    kind, guest, typed = Kind(message.kind), Guest.of(to), [link_mark(to)]
    more = _with_subject(news.of(message), guest, message.event, words)
    guest = patterns.marked(guest, typed)
    links = Links(site, patterns.mark(0), page_url)
    letter = patterns.once(
        (*shared, kind, guest, repr(more)),
        lambda: _letter(kind, guest, message.event, words, links, more),
    )
    return replace(
        letter,
        text=patterns.filled(letter.text, typed),
        html=patterns.filled_html(letter.html, typed),
        calendar=calendars.of(message, words, page_url, patterns),
    )


def _to_staff(message: Message) -> Letter:
    """Write what somebody of the staff gets: news of an event, or their own words as a test."""
    if not message.announcement:
        with translation.override(message.language_code):
            return _rendered(Kind(message.kind), staff.context(message))
    return as_test(sample_of(message.announcement, message.language_code, at=message.created_at))


def as_test(letter: Letter) -> Letter:
    """Mark a letter that somebody of the staff looks at before guests get it."""
    return replace(letter, subject=plain.shortened(f"[Test] {letter.subject}", SUBJECT_LENGTH))


def _letter(
    kind: Message.Kind,
    guest: Guest,
    facts: EventFacts,
    words: EventWords,
    links: Links,
    more: dict[str, Any],
) -> Letter:
    own_words = more.get("text") or words_for(kind, words.own_words)
    own_words = _own_words(own_words, links, details.in_own_words(guest, facts, words))
    context = {
        "guest": guest,
        "facts": facts,
        "words": words,
        "links": links,
        "details": details.of(kind, guest, facts, words, more),
        "own_words": own_words,
        "own_words_as_text": plain.without_markup(own_words),
        "erase_on": _erase_on(facts),
        "language_code": translation.get_language(),
        "preheader": ", ".join(filter(None, (when(facts), words.venue_name))),
    } | more
    return _rendered(kind, context)


def _rendered(kind: Message.Kind, context: dict[str, Any]) -> Letter:
    subject = plain.one_line(_render(kind, "subject.txt", context), SUBJECT_LENGTH)
    mjml = plain.well_formed(_render(kind, "mjml", context | {"subject": subject}))
    html = plain.in_lines(mrml.to_html(mjml, None, NO_WEB_FONTS).content)
    return Letter(subject, plain.tidy(_render(kind, "txt", context)), html)


def _render(kind: Message.Kind, form: str, context: dict[str, Any]) -> str:
    layout = f"tilmeld/email/letter.{form}"
    return render_to_string(f"tilmeld/email/{kind}.html", context | {"layout": layout})


def _with_subject(
    more: dict[str, Any], guest: Guest, facts: EventFacts, words: EventWords
) -> dict[str, Any]:
    """Fill in a subject of the organisers' own, before marks: a subject is cut at its length."""
    subject = more.get("subject_line", "")
    if "{" not in subject:
        return more
    values = details.in_own_words(guest, facts, words)
    return more | {"subject_line": placeholders.filled_line(subject, values)}


def _own_words(written: str, links: Links, values: dict[str, str]) -> str:
    """Return rich text as HTML, filled in, with whole addresses in its links."""
    whole = re.sub(r'(?<=href=")/', f"{links.site}/", expand_db_html(written))
    return placeholders.filled(whole, values)


def _erase_on(facts: EventFacts) -> date | None:
    window = facts.window
    if window is None:
        return None
    return retention.erase_on(window.ends_at, facts.zone, facts.erase_after_days)
