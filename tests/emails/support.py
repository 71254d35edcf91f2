"""Letters to look at: a page with everything on it, and somebody for each kind of letter."""

from datetime import timedelta

from bs4 import BeautifulSoup

from events import emails
from events.models import (
    Announcement,
    Invitation,
    Message,
    Registration,
    RegistrationChange,
    Sender,
    Status,
)
from events.models.announcement import OF_PUBLISHING
from events.models.message import link_mark
from events.models.snapshot import snapshot
from tests.factories import OPEN_AT, event_page, registration

Kind = Message.Kind

QUESTIONS = [
    {"label": "Organisation", "field_type": "singleline", "key": "qorg"},
    {"label": "You come as", "field_type": "checkboxes", "key": "qrole", "choices": "a\nb\nc"},
    {"label": "Arrival", "field_type": "date", "key": "qday"},
    {"label": "May we take pictures", "field_type": "checkbox", "key": "qpic"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet"},
]
ANSWERS = {"qorg": "Library", "qrole": ["a", "c"], "qday": "2027-03-11", "qpic": True}
FACTS = {
    "venue_room": "Room 106",
    "venue_address": "Main Street 1\n1000 Copenhagen",
    "venue_directions": "Ring at the gate.",
    "online_url": "https://meet.example.org/a?b=1&c=2",
    "programme_to_come": True,
    "contact_telephone": "+45 33 66 24 51",
    "own_words": [
        ("confirmed", "<p>Bring <b>a cake</b>.</p>"),
        ("invited", "<p>Do <b>come</b>.</p>"),
    ],
    "max_companions": 3,
    "waiting_list": "offer",
}
#: As little as a page can be published with.
BARE = {
    **dict.fromkeys(("venue_name", "venue_room", "venue_address", "venue_directions"), ""),
    **dict.fromkeys(("online_url", "contact_telephone"), ""),
    "own_words": [],
    **dict.fromkeys(("deadline_date", "end_time", "sender"), None),
}
UNTIL = OPEN_AT + timedelta(hours=48)
WAITING = {"status": Status.WAITING, "waiting_since": OPEN_AT}
OFFERED = {"status": Status.OFFERED, "offered_until": UNTIL}
LAPSED = {"status": Status.LAPSED, "offered_until": UNTIL}
CANCELLED = {"status": Status.CANCELLED, "cancelled_at": OPEN_AT}
#: How the registrant stands to whom a kind of letter goes, where it is not with a seat.
STANDING = {
    Kind.WAITING: WAITING,
    Kind.OFFERED: OFFERED,
    Kind.OFFER_EXPIRED: LAPSED,
    Kind.CANCELLED: CANCELLED,
}
TO_MANY = (*OF_PUBLISHING, Kind.REMINDER)
TO_GUESTS = Message.kinds_to_guests()
TO_INVITEES = (Kind.INVITED, Kind.INVITATION_REMINDER, Kind.LATE_LINK)
CHANGES = [
    {"label": "name", "old": "Cleo", "new": "Cleo B", "sensitive": False},
    {"label": "Diet", "old": ["Vegan food"], "new": ["Halal food"], "sensitive": True},
]


def a_page(**fields):
    signed = Sender.objects.create(
        name="Ada Madsen",
        title="The mayor",
        organisation="City of Copenhagen",
        address="Town Hall",
    )
    return event_page(questions=QUESTIONS, **FACTS | {"sender": signed} | fields)


def a_guest(page, **fields) -> Registration:
    given = {
        "companions": ["Bo"],
        "answers": ANSWERS,
        "sensitive_answers": {"qdiet": ["Vegan food"]},
    }
    return registration(page.event, **given | fields)


def an_invitee(page, **fields) -> Invitation:
    given = {"name": "Cleo", "email": "cleo@example.org", "language_code": "en"}
    return Invitation.objects.create(event=page.event, created_at=OPEN_AT, **given | fields)


def message(kind: Message.Kind, to: Registration | Invitation, **fields) -> Message:
    """A letter's row as the outbox writes it, not saved."""
    values = {
        "invitation" if isinstance(to, Invitation) else "registration": to,
        "event": to.event,
        "language_code": to.language_code,
        "to_address": to.email,
        "address_key": to.address_key,
        "created_at": OPEN_AT,
    }
    return Message(kind=kind, **values | fields)


def an_announcement(kind: Message.Kind, page, **before) -> Announcement:
    """What is told to many; ``before`` are the facts that were others until now."""
    kept = snapshot(page.event)
    kept["facts"] |= before
    values = {"event": page.event, "kind": kind, "before": kept, "created_at": OPEN_AT}
    return Announcement.objects.create(**values)


def message_of(kind: Message.Kind, page, **fields) -> Message:
    """A letter of this kind to somebody for whom it is true; ``fields`` are theirs."""
    if kind in TO_INVITEES:
        late = {"admits_until": UNTIL} if kind == Kind.LATE_LINK else {}
        return message(kind, an_invitee(page, **late | fields))
    guest = a_guest(page, **STANDING.get(kind, {}) | fields)
    change = None
    if kind == Kind.CHANGED:
        change = RegistrationChange.objects.create(
            registration=guest, created_at=OPEN_AT, changes=CHANGES
        )
    told = an_announcement(kind, page) if kind in TO_MANY else _own_words(kind, page)
    return message(kind, guest, change=change, announcement=told)


def _own_words(kind: Message.Kind, page) -> Announcement | None:
    """What the organisers wrote, where the letter is theirs."""
    if kind != Kind.ORGANISERS:
        return None
    words = {"subject": "Bring a bag", "text": "<p>There is <b>much</b> to carry.</p>"}
    return Announcement.objects.create(kind=kind, event=page.event, created_at=OPEN_AT, **words)


def letter(kind=Kind.CONFIRMED, page=None, **fields) -> emails.Letter:
    return emails.compose(message_of(kind, page or a_page(), **fields))


def own_link(row: Registration | Invitation | None = None) -> str:
    return link_mark(row or Registration.objects.get())


def seen(html: str) -> str:
    """What a reader sees of a letter, on one line."""
    return " ".join(BeautifulSoup(html, "html.parser").body.get_text(" ").split())


def links(html: str) -> dict[str, str]:
    return {
        a["href"]: " ".join(a.get_text().split()) for a in BeautifulSoup(html, "html.parser")("a")
    }


def characters(text: str) -> str:
    """Without what only differs between the two forms of a letter: blanks and punctuation."""
    return "".join(c for c in text if c.isalnum())
