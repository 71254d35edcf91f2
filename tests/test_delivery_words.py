"""What became of a letter, in words that whoever reads them can act on."""

import pytest
from django.utils import translation

from events.models import Message
from events.templatetags import tilmeld_delivery as words
from tests.factories import OPEN_AT


def letter(state: str, **fields) -> Message:
    return Message(state=state, state_at=OPEN_AT, to_address="cleo@example.org", **fields)


@pytest.mark.parametrize("state", Message.State.values)
def test_every_state_says_what_it_means(state):
    assert str(words.meaning(letter(state))).endswith(".")


@pytest.mark.parametrize("state", Message.State.values)
def test_what_needs_attention_says_what_to_do_and_nothing_else_does(state):
    assert bool(words.advice(letter(state))) == (state in Message.NEEDS_ATTENTION)


@pytest.mark.parametrize("state", Message.NEEDS_ATTENTION)
def test_what_is_dealt_with_needs_no_advice(state):
    assert words.advice(letter(state, handled_at=OPEN_AT)) == ""


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("bounced 550 5.1.1", "There is no such address."),
        ("invalid", "There is no such address."),
        ("AnymailInvalidAddress", "There is no such address."),
        ("SMTPRecipientsRefused 550", "There is no such mailbox, or it takes no letters."),
        ("bounced 552", "The mailbox is full."),
        ("452 4.2.2", "The mailbox is full."),
        ("blocked 550 5.7.1", "The recipient's mail server refuses our letters."),
        ("unreachable: ConnectionRefusedError", "The mail server can't be reached."),
        ("unreachable", "The mail server can't be reached."),
        ("SMTPRecipientsRefused 451", "The mail server did not take it in time."),
        ("SMTPServerDisconnected", "The mail server did not take it in time."),
        ("not written: KeyError", "The letter could not be written."),
        ("too many letters to this address", "Many letters went to this address within a day."),
        ("registration cancelled", "The registration had changed meanwhile."),
        ("overtaken", "The registration had changed meanwhile."),
        ("registration erased", "The guest's data were erased."),
        ("erased", "The guest's data were erased."),
        ("event cancelled", "The event was cancelled."),
        ("event over", "The event had begun or was over."),
        ("event begun", "The event had begun or was over."),
        ("event moved", "The event was changed again meanwhile."),
        ("offer over", "The time to accept the offer was over."),
        ("invitation withdrawn", "The invitation was withdrawn."),
        ("link over", "Its link admits nobody any more."),
        ("answered", "The guest had answered already."),
        ("", ""),
        ("something new", ""),
    ],
)
def test_reasons_are_said_in_words(reason, said):
    with translation.override("en"):
        assert str(words.why(letter("failed", reason=reason))) == said


def test_why_somebody_calls_it_spam_is_theirs_to_know():
    assert words.why(letter("complained", reason="spam")) == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("sent", "Sent by the provider"),
        ("rejected", "Refused by the provider"),
        ("delivered", "Delivered"),
        ("bounced", "Bounced"),
        ("unheard of", "unheard of"),
    ],
)
def test_reports_are_named(kind, said):
    with translation.override("en"):
        assert str(words.as_report(kind)) == said
