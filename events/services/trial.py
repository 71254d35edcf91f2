"""Letters of a draft, sent to the editor who asks to see them; they are in no outbox."""

import logging
from dataclasses import replace
from datetime import datetime

from .. import emails
from ..models import EventPage, Message
from .outbox import outcomes
from .outbox.outcomes import Outcome, Verdict

logger = logging.getLogger("tilmeld")


def send_trial(page: EventPage, kind: Message.Kind, to_address: str, *, at: datetime) -> Outcome:
    """Send a kind of letter as the page is drafted, marked as a test; never raises."""
    try:
        calendar = emails.sample_calendar(page, kind, at=at)
        letter = replace(emails.as_test(emails.sample(page, kind)), calendar=calendar)
        emails.as_mail(letter, to_address, page, emails.sender(page)).send()
    except Exception as error:
        outcome = outcomes.judge(error, at)
        if outcome.verdict is Verdict.OURS:
            logger.exception("A test letter could not be written.")
        return outcome
    return Outcome(Verdict.SENT)
