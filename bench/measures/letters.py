"""Letters from the outbox to a mail server, beside one bare connection that hands over the same."""

import smtplib
from collections.abc import Callable
from functools import partial

from django.core import mail
from django.core.mail import EmailMessage
from django.test import override_settings
from django.utils import timezone

from events.models import Message
from events.services import outbox
from events.services import registration as service

from ..content import entries, publication_of
from ..interleave import Sample, interleave, timed
from ..report import PER_SECOND, Row, compare
from ..run import Run
from ..visitors import numbers

LETTERS = 40  # in one turn
BACKENDS = "django.core.mail.backends"


def measure(run: Run) -> list[Row]:
    Message.objects.waiting().update(state=Message.State.CANCELLED)  # those of other measurements
    mails = _as_sent(run)
    turns = {
        "swept": partial(_deliver, run, _sweep),
        "one by one": partial(_deliver, run, _one_by_one),
        "Django": partial(_send, run, mails),
        "bare": partial(_hand_over, run, _on_the_wire(mails)),
    }
    took = interleave(turns, run.rounds)
    name = "letters, {} / bare SMTP connection"
    swept, one_by_one = "written, sent, recorded; one connection", "a connection for each"
    return [
        compare(name.format("swept"), PER_SECOND, took["swept"], took["bare"], swept),
        compare(
            name.format("a task each"), PER_SECOND, took["one by one"], took["bare"], one_by_one
        ),
        compare(
            "letters, swept / Django's send_messages",
            PER_SECOND,
            took["swept"],
            took["Django"],
            "the same letters, made before: what Django's mail API alone carries",
        ),
    ]


def _deliver(run: Run, hand_over: Callable[[], None]) -> Sample:
    _queue(run)
    here = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": run.mail.port}
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.smtp.EmailBackend", **here):
        return _all_sent(hand_over)


def _all_sent(hand_over: Callable[[], None]) -> Sample:
    sent = Message.objects.filter(state=Message.State.SENT)
    before = sent.count()
    sample = timed(LETTERS, hand_over)
    if (went := sent.count() - before) != LETTERS:
        raise RuntimeError(f"{went} letters of {LETTERS} were sent.")
    return sample


def _queue(run: Run) -> None:
    publication = publication_of(run.content.event_page)
    guests = entries(publication, numbers)
    for _letter in range(LETTERS):
        service.register(publication, next(guests), at=timezone.now())


def _sweep() -> None:
    outbox.sweep(at=timezone.now())


def _one_by_one() -> None:
    """As the tasks do, without the queue's own work."""
    for number in list(Message.objects.waiting().values_list("pk", flat=True)):
        outbox.deliver(number, at=timezone.now())


def _as_sent(run: Run) -> list[EmailMessage]:
    """Return letters as they are given to Django."""
    _queue(run)
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.locmem.EmailBackend"):
        mail.outbox = []
        _all_sent(_sweep)
        return mail.outbox


def _on_the_wire(mails: list[EmailMessage]) -> list[bytes]:
    return [letter.message().as_bytes(linesep="\r\n") for letter in mails]


def _send(run: Run, mails: list[EmailMessage]) -> Sample:
    def on_one_connection() -> None:
        with mail.get_connection(
            f"{BACKENDS}.smtp.EmailBackend", host="127.0.0.1", port=run.mail.port
        ) as connection:
            connection.send_messages(mails)

    return timed(len(mails), on_one_connection)


def _hand_over(run: Run, letters: list[bytes]) -> Sample:
    return timed(len(letters), lambda: _on_one_connection(run.mail.port, letters))


def _on_one_connection(port: int, letters: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for letter in letters:
            connection.sendmail("events@example.org", ["cleo@example.org"], letter)
