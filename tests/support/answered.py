"""Pages that nobody can open: what a form that was sent is answered by, where it is not taken."""

import json
from typing import NamedTuple
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Announcement, Event, Registration
from events.models.event import WaitingList

OURS, ELSEWHERE = "same-origin", "cross-site"
FAULTY = {
    "name": "Cleo",
    "email": "cleo@",
    "companions": "2",
    "q1": "Shop",
    "q4": "soon",
    "q6": "many",
    "q11": "long " * 500,
}
GOOD = {"name": "Gerda", "email": "gerda@example.org", "companions": "2", "companion_1": "Dora"} | {
    "companion_2": "Emil",
    "q1": "Neighbour",
    "q4": "2027-03-11",
    "q5": "Other",
    "q6": "3",
    "q9": "on",
}
HEADINGS = ["Name", "E-mail", "Companions", "Table"]
ROWS = [[2, ["Dora", "dora@example.org", "", "7"]], [3, ["Emil", "emil@", "", "8"]]]
LIST = {"table": json.dumps([HEADINGS, ROWS]), "language": "en", "if_full": "refuse"}
PEOPLE = "name\te-mail\nDora\tdora@example.org\nEmil\temil@\nAda\tconfirmed@example.org"


class Post(NamedTuple):
    """A form, where it is sent, and from where."""

    path: str
    data: dict
    site: str = OURS


def answers(posts: dict[str, Post], client: Client) -> dict[str, tuple[str, str]]:
    """Return the path and the HTML of what each is answered by."""
    found = {}
    for name, (path, data, site) in posts.items():
        answer = client.post(path, data, headers={"Sec-Fetch-Site": site})
        assert answer.status_code not in (302, 303, 500), f"{name}: it was taken, or it broke"
        found[name] = path, answer.content.decode()
    return found


def to_guests(pages: dict[str, str]) -> dict[str, Post]:
    """Return what guests of ``everywhere.of_guests()`` send in vain."""
    event, today = _event("open"), _event("in_progress")
    Event.objects.filter(pk=event.pk).update(
        capacity=event.room().taken + 1, waiting_list=WaitingList.PROMOTE
    )
    door, walk_in = (reverse(f"tilmeld:{n}", args=[today.door_token]) for n in ("door", "walk_in"))
    return {
        "faults": Post(_register(event), FAULTY),
        "too few seats": Post(_register(event), GOOD),
        "from elsewhere": Post(_register(event), GOOD, ELSEWHERE),
        "full meanwhile": Post(_register(_event("full")), GOOD | {"companions": ""}),
        "too late": Post(_register(_event("closed")), GOOD),
        "no such event": Post(reverse("tilmeld:register", args=[uuid4(), "en"]), GOOD),
        "faults of an invitee": Post(pages["invitation"], FAULTY),
        "decline from elsewhere": Post(pages["decline"], {}, ELSEWHERE),
        "faulty change": Post(pages["change when confirmed"], FAULTY),
        "cancel from elsewhere": Post(pages["cancel when confirmed"], {}, ELSEWHERE),
        "faulty address": Post(pages["receipt"], {"email": "cleo@"}),
        "no more messages": Post(pages["unsubscribe by mail"], {}),
        "tap that is refused": Post(door, {"person": "nobody"}),
        "nobody at the door": Post(walk_in, {"name": "", "token": uuid4()}),
    }


def to_staff() -> dict[str, Post]:
    """Return what staff send that is shown again, or first shown as a plan."""
    event = _event("open")
    guest = event.registrations.get(name="Confirmed")
    message = Announcement.objects.filter(event=event).latest("pk")
    many = reverse("wagtail_bulk_action", args=["tilmeld", "registration", "tag"])
    unreadable = SimpleUploadedFile("guests.xlsx", b"PK\x03\x04 torn")
    columns = {"column_0": "name", "column_1": "email", "column_2": "companions"}
    forms = {
        "import": {"file": unreadable},
        "register": FAULTY,
        "write": {"subject": "", "text": "null"},
        "late_link": {"email": "cleo@"},
        "erase": {"number": "1"},
    }
    plans = {
        "columns": Post(_desk("import", event), {"text": "Name\tE-mail\nDora\tdora@example.org"}),
        "columns with faults": Post(_desk("import", event), LIST | {"column_0": "email"}),
        "plan of an import": Post(_desk("import", event), LIST | columns),
        "outdated plan": Post(_desk("import", event), LIST | columns | {"import": "1", "seen": ""}),
        "people with faults": Post(_desk("invite", event), {"text": "nobody", "language": "en"}),
        "plan of invitations": Post(_desk("invite", event), {"text": PEOPLE, "language": "en"}),
        "send without a day": Post(_desk("send_message", message), {"when": "later", "seen": "-"}),
        "note without words": Post(_desk("write_note", guest), {}),
        "move to a full event": Post(f"{_desk('move', guest)}?to={_event('full').pk}", {}),
        "tag with a comma": Post(f"{many}?id={guest.pk}", {"name": "a, b"}),
    }
    faulty = {f"{name} with faults": Post(_desk(name, event), d) for name, d in forms.items()}
    return faulty | plans


def _event(state: str) -> Event:
    return Event.objects.get(page__slug=state.replace("_", "-"))


def _register(event: Event) -> str:
    return reverse("tilmeld:register", args=[event.translation_key, "en"])


def _desk(name: str, about: Event | Registration | Announcement) -> str:
    numbers = [about.pk] if isinstance(about, Event) else [about.event_id, about.pk]
    return reverse(f"tilmeld_admin:{name}", args=numbers)
