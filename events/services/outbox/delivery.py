"""Deliver letters: claim one, hand it over with no transaction open, and keep what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime

from ... import emails
from ...models import Message
from . import claims
from .outcomes import Outcome, Verdict
from .post import Post
from .truth import why_overtaken

logger = logging.getLogger("tilmeld")

#: Letters a sweep hands over through one connection; mail servers cut longer ones off.
ROUND = 100


def deliver(message_id: int, *, at: datetime) -> None:
    """Deliver a letter if it is due and nobody else is about to; what became of it is kept."""
    with Post() as post:
        _deliver(message_id, post, at)


def sweep(*, at: datetime, go_on: Callable[[], bool] = lambda: True, limit: int = ROUND) -> int:
    """Deliver what is due, one letter after the other over one connection; return how many.

    This is what finds the letters of lost tasks and dead workers. It may run anywhere, any number
    of times at once. ``go_on`` is asked before each letter.
    """
    tried = 0
    with Post() as post:
        while tried < limit and go_on() and (message_id := claims.next_due(at)):
            _deliver(message_id, post, at)
            tried += 1
    return tried


def _deliver(message_id: int, post: Post, at: datetime) -> None:
    if claims.put_off_while_closed(message_id, at):
        return
    message = claims.claim(message_id, at)
    if message is None:
        return
    outcome = _attempt(message, post, at)
    if outcome.reason:
        logger.warning("Letter %s: %s (%s).", message.pk, outcome.verdict, outcome.reason)
    claims.settle(message, outcome, at)


def _attempt(message: Message, post: Post, at: datetime) -> Outcome:
    overtaken = why_overtaken(message, at)
    if overtaken:
        return Outcome(Verdict.OVERTAKEN, overtaken)
    try:
        # The server may have taken an earlier attempt's letter: a second copy must say the same.
        is_first = message.attempts == 1 or not message.text
        if is_first and not claims.keep_words(message, emails.compose(message)):
            return Outcome(Verdict.LOST)
    except Exception as error:
        logger.exception("Letter %s could not be written.", message.pk)
        return Outcome(Verdict.LATER, f"not written: {type(error).__name__}")
    return post.send(message, at)
