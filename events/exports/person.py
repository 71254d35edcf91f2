"""All that is held about one person, to be handed to them (GDPR art. 15 and 20).

Keys are English in every language, so that programs can read them; values are what people read.
Members of staff are not named: it is the guest's data, not theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry

from ..dates import when
from ..models import Event, Invitation, Message, Registration, RegistrationChange
from ..models.message import LINK_MARK
from ..permissions import Withheld
from ..templatetags.tilmeld_delivery import why

Data = dict[str, Any]


def held(
    email: str,
    *,
    registrations: Collection[Registration],
    invitations: Collection[Invitation],
    letters: Iterable[Message],
    user: Any,
    at: datetime,
) -> Data:
    """Return what is held, by event, without answers that the user may not see.

    The rows come with their event and publication, registrations with their changes. ``withheld``
    says what was left out. Three queries, however much it is.
    """
    events = {row.event_id: row.event for row in registrations}
    events |= {row.event_id: row.event for row in invitations}
    by_event: dict[int, list[Data]] = defaultdict(list)
    for letter in letters:
        events.setdefault(letter.event_id, letter.event)
        by_event[letter.event_id].append(_letter(letter))
    questions, history = _Questions(events.values(), user), _history(registrations)
    found = [
        {
            "event": event.title,
            "when": when(event),
            "erased_on": event.erase_on,
            "registrations": [
                _registration(each, questions) | {"history": history[each.pk]}
                for each in registrations
                if each.event_id == event.pk
            ],
            "invitations": [_invitation(each) for each in invitations if each.event_id == event.pk],
            "letters": by_event[event.pk],
        }
        for event in events.values()
    ]
    withheld = questions.withheld_in_words()
    return {"email": email, "made_at": at, "withheld": withheld, "events": found}


class _Questions:
    """What the questions of several events are and were called, and which answers stay hidden."""

    def __init__(self, events: Collection[Event], user: Any) -> None:
        prefetch_related_objects(list(events), "publications")
        self.hidden = {event.pk: Withheld(user, event) for event in events}
        self.labels = {
            (event.pk, question.key): question.label
            for event in events
            for words in sorted(event.publications.all(), key=attrgetter("pk"))
            for question in words.questions
        }
        self.withheld = 0

    def answers(self, registration: Registration) -> list[Data]:
        """Return the answers, also to questions that are no longer asked."""
        given = registration.given
        asked = {q.key: q.label for q in registration.publication.questions if q.key in given}
        in_order = dict.fromkeys([*asked, *given])
        shown = [key for key in in_order if not self._is_hidden(registration, key)]
        self.withheld += len(in_order) - len(shown)
        return [
            {
                "question": asked.get(key) or self.labels.get((registration.event_id, key), key),
                "answer": given[key],
            }
            for key in shown
        ]

    def change(self, registration: Registration, change: RegistrationChange) -> Data:
        return {
            "at": change.created_at,
            "by": _("the organisers") if change.user_id else _("the guest"),
            "changed": [self._difference(registration, each) for each in change.changes],
            "reason": change.reason,
        }

    def withheld_in_words(self) -> str:
        if not self.withheld:
            return ""
        words = ngettext(
            "%(number)d sensitive answer is left out.",
            "%(number)d sensitive answers are left out.",
            self.withheld,
        )
        return words % {"number": self.withheld}

    def _is_hidden(self, registration: Registration, key: str) -> bool:
        return self.hidden[registration.event_id].answer(registration, key)

    def _difference(self, registration: Registration, change: Data) -> Data:
        what = {"what": RegistrationChange.label_of(change)}
        if self.hidden[registration.event_id].change(registration, change):
            self.withheld += 1
            return what
        return what | {"old": change["old"], "new": change["new"]}


def _registration(registration: Registration, questions: _Questions) -> Data:
    seen = registration.publication
    return {
        "number": registration.pk,
        "status": registration.get_status_display(),
        "name": registration.name,
        "email": registration.email,
        "companions": registration.companion_names,
        "seats": registration.party_size,
        "language": registration.language_code,
        "registered": registration.created_at,
        "on_waiting_list_since": registration.waiting_since,
        "seat_offered_until": registration.offered_until,
        "cancelled": registration.cancelled_at,
        "wants_no_messages_since": registration.unsubscribed_at,
        "answers": questions.answers(registration),
        "agreed_to": seen.consent_text,
        "was_told": " ".join(strip_tags(seen.privacy_text).split()),
        "changes": [questions.change(registration, each) for each in registration.changes.all()],
        "tags": [tag.name for tag in registration.tags.all()],
        "notes": [{"at": note.created_at, "text": note.text} for note in registration.notes.all()],
    }


def _invitation(invitation: Invitation) -> Data:
    return {
        "number": invitation.pk,
        "name": invitation.name,
        "email": invitation.email,
        "language": invitation.language_code,
        "invited": invitation.created_at,
        "reminded": invitation.reminded_at,
        "declined": invitation.declined_at,
        "link_works_until": invitation.admits_until,
        "withdrawn": invitation.withdrawn_at,
    }


def _letter(letter: Message) -> Data:
    return {
        "letter": letter.get_kind_display(),
        "to": letter.to_address,
        "state": letter.get_state_display(),
        "reason": str(why(letter)),
        "written": letter.created_at,
        "sent": letter.sent_at,
        "subject": letter.subject,
        "text": LINK_MARK.sub("…", letter.text),
        "attempts": letter.history,
        "reports": [
            {"what": report.kind, "at": report.happened_at, "detail": report.detail}
            for report in letter.provider_events.all()
        ],
    }


def _history(registrations: Iterable[Registration]) -> dict[int, list[Data]]:
    """Return what was done with each registration, the oldest first; one query."""
    about = ContentType.objects.get_for_model(Registration)
    keys = [str(each.pk) for each in registrations]
    logged = ModelLogEntry.objects.filter(content_type=about, object_id__in=keys)
    found: dict[int, list[Data]] = defaultdict(list)
    for entry in logged.order_by("timestamp", "pk"):
        found[int(entry.object_id)].append({"at": entry.timestamp, "what": str(entry.message)})
    return found
