"""Deliver letters: claim a few, write them, hand each over with no transaction open, keep the rest.

What became of each is kept before the next is handed over, so that a worker that dies leaves one
letter in doubt at most.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from ... import emails
from ...emails import Letter, Patterns
from ...models import Message
from . import claims
from .outcomes import Outcome, Verdict
from .post import Post
from .truth import why_misdirected, why_overtaken

logger = logging.getLogger("tilmeld")

#: Letters a sweep hands over through one connection; mail servers cut longer ones off.
ROUND = 100
#: Letters claimed and written together.
BATCH = 25


def deliver(message_id: int, *, at: datetime) -> None:
    """Deliver a letter if it is due and nobody else is about to; what became of it is kept."""
    with Post() as post:
        _deliver(claims.claim(Message.objects.filter(pk=message_id), at), post, at)


def sweep(*, at: datetime, go_on: Callable[[], bool] = lambda: True, limit: int = ROUND) -> int:
    """Deliver what is due, one letter after the other over one connection; return how many.

    This is what finds the letters of lost tasks and dead workers. It may run anywhere, any number
    of times at once. ``go_on`` is asked before each letter.
    """
    tried = 0
    with Post() as post:
        while batch := claims.claim(Message.objects.all(), at, min(BATCH, limit - tried)):
            handed_over = _deliver(batch, post, at, go_on)
            tried += handed_over
            if handed_over < len(batch):
                break
    return tried


def _deliver(
    batch: list[Message], post: Post, at: datetime, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Deliver letters that were claimed; return how many, when the others were given back."""
    _share(batch)
    unfit = _write(batch, at)
    for number, message in enumerate(batch):
        if not (go_on() and claims.may_begin(message)):
            claims.give_back(batch[number:], at)
            return number
        outcome = unfit.get(message.pk) or post.send(message, at)
        if outcome.reason:
            logger.warning("Letter %s: %s (%s).", message.pk, outcome.verdict, outcome.reason)
        if not claims.settle(message, outcome, at):
            claims.give_back(batch[number + 1 :], at)
            return number + 1
    return len(batch)


def _share(batch: list[Message]) -> None:
    """Read once what is published of an event in a language."""
    firsts: dict[tuple[int, str], Message] = {}
    for message in batch:
        message.words = firsts.setdefault((message.event_id, message.language_code), message).words
        if message.announcement:
            message.announcement.event = message.event


def _write(batch: list[Message], at: datetime) -> dict[int, Outcome]:
    """Fill in what letters say; return what became of those that are not to be handed over."""
    unfit, written, patterns = {}, [], Patterns()
    for message in batch:
        outcome = _compose(message, patterns, at)
        if isinstance(outcome, Letter):
            written.append((message, outcome))
        elif outcome:
            unfit[message.pk] = outcome
    claims.keep_words(written)
    return unfit


def _compose(message: Message, patterns: Patterns, at: datetime) -> Letter | Outcome | None:
    """Return a letter, None if it is written already, or why it can't go out."""
    overtaken = why_misdirected(message) or why_overtaken(message, at)
    if overtaken:
        return Outcome(Verdict.OVERTAKEN, overtaken)
    if message.attempts > 1 and message.text:
        return None  # the server may have taken it before: a second copy must say the same
    try:
        return emails.compose(message, patterns)
    except Exception as error:
        logger.exception("Letter %s could not be written.", message.pk)
        return Outcome(Verdict.OURS, f"not written: {type(error).__name__}")
