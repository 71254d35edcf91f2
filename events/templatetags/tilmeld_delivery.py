"""What became of a letter, in plain words: what it means, why, and what staff can do."""

import re
from datetime import datetime
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Message

register = template.Library()

State = Message.State

MEANINGS: dict[str, Promise] = {
    State.QUEUED: _("It leaves within a minute, or when the mail server answers again."),
    State.HELD: _("This address had many letters within a day, and somebody else may cause them."),
    State.SENDING: _("It is being handed to the mail server."),
    State.SENT: _("The mail server took it. Nobody has told us yet whether it arrived."),
    State.DEFERRED: _("The recipient's server asked for patience. It is tried again by itself."),
    State.DELIVERED: _("The recipient's mail server took it."),
    State.BOUNCED: _("The recipient's mail server sent it back. The guest has not seen it."),
    State.COMPLAINED: _("It arrived, and the recipient took it for spam."),
    State.FAILED: _("It could not be sent, and nobody tries any more. The guest has not seen it."),
    State.CANCELLED: _("Its news was over before it left. That is as it should be."),
}

UNTOLD = _("The guest has not been told. Reach them another way.")

ADVICE: dict[str, Promise] = {
    State.HELD: _("Look whether the registrations are meant. If they are, send it now."),
    State.BOUNCED: _(
        "Mend the address if it is mistyped, which sends a new letter. If it is right, reach the "
        "guest another way, or send the letter again later."
    ),
    State.COMPLAINED: _("Do not write to this guest any more. Reach them another way."),
    State.FAILED: _(
        "Look whether the address is right, then try again. If it fails once more, ask whoever "
        "runs the site."
    ),
}

#: The first that is found in a reason says it in words. Codes are those of RFC 3463 and RFC 5321,
#: the words are anymail's and our own (``services/outbox``).
REASONS: tuple[tuple[str, Promise], ...] = (
    (r"\b[45]\.2\.2\b|\b[45]52\b", _("The mailbox is full.")),
    (r"\b[45]\.7\.\d|\b(spam|blocked)\b", _("The recipient's mail server refuses our letters.")),
    (r"\b5\.1\.\d|\binvalid\b|InvalidAddress|ValidationError", _("There is no such address.")),
    (r"\b55[0134]\b|RecipientsRefused 5", _("There is no such mailbox, or it takes no letters.")),
    (r"unsubscribed", _("The recipient wants no letters from us.")),
    (r"^unreachable", _("The mail server can't be reached.")),
    (r"^not written", _("The letter could not be written.")),
    (r"^too many", _("Many letters went to this address within a day.")),
    (r"^offer over", _("The time to accept the offer was over.")),
    (r"^event cancelled", _("The event was cancelled.")),
    (r"^event (over|begun)", _("The event had begun or was over.")),
    (r"^event (moved|not cancelled)|^changed back", _("The event was changed again meanwhile.")),
    (r"^answered", _("The guest had answered already.")),
    (r"^invitation withdrawn", _("The invitation was withdrawn.")),
    (r"^link over", _("Its link admits nobody any more.")),
    (r"^no address", _("The guest has no e-mail address.")),
    (r"^(registration )?erased", _("The guest's data were erased.")),
    (r"^address changed", _("The address was mended meanwhile.")),
    (r"^stopped", _("Somebody stopped it.")),
    (r"^registration open again", _("Registration was opened again.")),
    (r"^(nothing to tell|user )", _("Its recipient may not see any more what it told.")),
    (r"^(registration|overtaken)", _("The registration had changed meanwhile.")),
    (r"\b4\d\d\b|[Tt]ime(d_)?[Oo]ut|Disconnected", _("The mail server did not take it in time.")),
)

REPORTS: dict[str, Promise] = {
    "queued": _("Taken by the provider"),
    "sent": _("Sent by the provider"),
    "rejected": _("Refused by the provider"),
}


#: What became of an attempt (``services.outbox.outcomes.Verdict``).
ATTEMPTS: dict[str, Promise] = {
    "sent": _("Taken by the mail server"),
    "overtaken": _("Not sent, as it was true no longer"),
    "refused": _("Refused"),
    "later": _("Put off by the mail server"),
    "fault": _("The mail server failed"),
    "closed": _("The mail server could not be reached"),
    "ours": _("It could not be written"),
}


@register.filter
def as_attempt(outcome: str) -> Any:
    """Say what became of an attempt to hand a letter over."""
    return ATTEMPTS.get(outcome, outcome)


@register.filter
def instant(written: str) -> datetime:
    """Read an instant as it is kept in a letter's history."""
    return datetime.fromisoformat(written)


@register.filter
def meaning(letter: Message) -> Any:
    """Say what the state of a letter means for the guest."""
    return UNTOLD if letter.reason == Message.NO_ADDRESS else MEANINGS[letter.state]


@register.filter
def advice(letter: Message) -> Any:
    """Say what staff can do about a letter that needs attention."""
    return ADVICE.get(letter.state, "") if letter.needs_attention else ""


@register.filter
def why(letter: Message) -> Any:
    """Say why a letter is in its state, or nothing if that isn't known or goes without saying."""
    return "" if letter.state == State.COMPLAINED else in_words(letter.reason)


def in_words(reason: str) -> Any:
    """Say in words what servers and we note as a reason, or nothing if it isn't known."""
    return next((words for pattern, words in REASONS if re.search(pattern, reason)), "")


@register.filter
def as_report(kind: str) -> Any:
    """Say what kind of report a provider sent."""
    return REPORTS.get(kind) or dict(State.choices).get(kind, kind)
