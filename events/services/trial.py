"""Letters of a draft, sent to the editor who asks to see them; they are in no outbox."""

from dataclasses import replace
from datetime import datetime

from .. import emails
from ..models import EventPage, Message
from .outbox import outcomes
from .outbox.outcomes import Outcome, Verdict


def send_trial(page: EventPage, kind: Message.Kind, to_address: str, *, at: datetime) -> Outcome:
    """Send a kind of letter as the page is drafted, marked as a test; never raises."""
    try:
        letter = emails.sample(page, kind)
        trial = replace(
            letter,
            subject=f"[Test] {letter.subject}",
            calendar=emails.sample_calendar(page, kind, at=at),
        )
        emails.as_mail(trial, to_address, page, emails.sender(page)).send()
    except Exception as error:
        return outcomes.judge(error, at)
    return Outcome(Verdict.SENT)
