"""Every page that guests and staff see, in every state it has at ``OPEN_AT``."""

import io
from datetime import date, time, timedelta

from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from events import emails
from events.models import (
    Announcement,
    BulkRun,
    Event,
    EventIndexPage,
    EventPage,
    Message,
    Registration,
    Sender,
    Topic,
)
from events.models.registration import UNSUBSCRIBE
from events.services import outbox
from events.views import receipts
from events.views.admin import bulk
from tests.factories import (
    OPEN_AT,
    event_index,
    event_page,
    invitation,
    registration,
    root_page,
)

UNTIL = OPEN_AT + timedelta(days=1)
TODAY, TOMORROW, LATER = date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 10)
CHOICES = "Neighbour\nShop [1]\nOther"
QUESTIONS = [
    {"label": "Talk to us", "field_type": "explanation", "help_text": "It helps.", "key": "q0"},
    {"label": "I come as", "field_type": "radio", "choices": CHOICES, "key": "q1"},
    {"label": "Which shop?", "field_type": "singleline", "key": "q2", "shown_when": "q1 2"},
    {"label": "Diet", "field_type": "diet", "key": "q3", "required": False},
    {"label": "Day", "field_type": "date", "key": "q4", "help_text": "Write it as 11.3.2027."},
    {"label": "Workshop", "field_type": "dropdown", "choices": CHOICES, "key": "q5"},
    {"label": "How many chairs?", "field_type": "number", "key": "q6"},
    {"label": "Telephone", "field_type": "telephone", "key": "q7", "required": False},
    {"label": "I like coffee", "field_type": "checkbox", "key": "q8", "required": False},
    {"label": "I have read it", "field_type": "agree", "key": "q9"},
    {"label": "Your poster", "field_type": "file", "key": "q10", "required": False},
    {"label": "What about?", "field_type": "multiline", "key": "q11", "required": False},
]
#: The fields of an event page in each of its states.
STATES = {
    "not_open_yet": {"opens_date": LATER},
    "open": {},
    "closing_soon": {"deadline_date": TOMORROW, "capacity": 30},
    "waiting_list": {"capacity": 1, "waiting_list": "promote"},
    "full": {"capacity": 1},
    "closed": {"deadline_date": TODAY - timedelta(days=2), "venue_name": "Library"},
    "cancelled": {"cancelled": True, "cancellation_reason": "There is too much snow."},
    "in_progress": {"start_date": TODAY, "start_time": time(12), "deadline_date": None},
    "past": {"start_date": date(2027, 1, 10), "deadline_date": None},
    "by_link_only": {"audience": "link"},
}
#: The step that each standing of a registration allows.
STANDINGS = {
    "confirmed": ({}, ["change", "cancel", "unsubscribe"]),
    "waiting": ({"status": "waiting", "waiting_since": OPEN_AT}, ["cancel"]),
    "offered": ({"status": "offered", "offered_until": UNTIL}, ["accept"]),
    "lapsed": ({"status": "lapsed", "offered_until": OPEN_AT}, ["restore"]),
    "cancelled": ({"status": "cancelled", "cancelled_at": OPEN_AT}, ["restore"]),
    "unsubscribed": ({"unsubscribed_at": OPEN_AT}, ["subscribe"]),
}


def picture() -> Image:
    file = io.BytesIO()
    Picture.new("RGB", (640, 480), "teal").save(file, "JPEG")
    file.seek(0)
    image = Image.objects.create(title="The town hall", file=ImageFile(file, name="hall.jpg"))
    image.contextual_alt_text, image.decorative = "The hall from the square", False
    return image


def of_guests() -> dict[str, str]:
    """Make a site with everything; return the addresses of its public pages by what they are."""
    index = event_index(introduction="What we do.\n\nAnd why.")
    pages = {state: _in_state(index, state, fields) for state, fields in STATES.items()}
    empty = event_index(title="Nothing", slug="nothing")
    lists = {
        "list": index.url,
        "filtered list": f"{index.url}?open=1&topic=Housing",
        "list where nothing fits": f"{index.url}?open=1&place=Library",
        "past events": f"{index.url}?when=past",
        "empty list": empty.url,
        "empty past": f"{empty.url}?when=past",
        "front page": _front_page(index),
        "no page": "/no/such/page/",
    }
    return lists | {state: page.url for state, page in pages.items()} | _behind_links(pages)


def of_staff() -> dict[str, str]:
    """Return the addresses of the admin's pages about the event that has most to show."""
    event = Event.objects.get(page__slug="open")
    guest = event.registrations.filter(name="Confirmed").get()
    letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    failed = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    Message.objects.filter(pk=failed.pk).update(state="failed", html="<p>Hello</p>", text="Hello")
    words = {"subject": "Bring a bag", "text": "<p>There is much to carry.</p>"}
    written = Announcement.objects.create(
        kind=Message.Kind.ORGANISERS, event=event, created_at=OPEN_AT, **words
    )
    run = BulkRun.objects.create(event=event, act="cancel", created_at=OPEN_AT)
    run.items.create(registration=guest, outcome="not_done", reason="It has begun.")
    of_site = ["events", "add_event", "attention", "letter_report", "personal_data", "person"]
    of_site += ["erase_person", "person_print"]
    of_event = ["registrations", "overview", "letters", "invitations", "invite", "remind"]
    of_event += ["late_link", "event_link", "written", "write", "register", "follow", "erase"]
    of_event += ["columns", "organisers", "door", "door_link", "walk_in", "import", "print"]
    of_event += ["print_door", "print_badges", "print_signatures", "print_summary"]
    of_guest = ["registration", "change", "cancel", "move", "mend_address", "erase_registration"]
    more = {
        "run": [event.pk, run.pk],
        "give_seat": [event.pk, event.registrations.get(name="Waiting").pk],
        "restore": [event.pk, event.registrations.get(name="Cancelled").pk],
        "duplicate": [event.page_id],
        "poster": [event.page_id],
        "letter": [event.pk, letter.pk],
        "retry": [event.pk, failed.pk],
        "invitation": [event.pk, event.invitations.first().pk],
        "message": [event.pk, written.pk],
        "edit_message": [event.pk, written.pk],
        "send_message": [event.pk, written.pk],
    }
    arguments = (
        {name: [] for name in of_site}
        | {name: [event.pk] for name in of_event}
        | {name: [event.pk, guest.pk] for name in of_guest}
        | more
    )
    found = {name: reverse(f"tilmeld_admin:{name}", args=each) for name, each in arguments.items()}
    full = Event.objects.get(page__slug="full")
    address = "?email=confirmed@example.org"
    found["everything about one person"] = found["person"] + address
    found["erase one person"] = found.pop("erase_person") + address
    found["one person on paper"] = found.pop("person_print") + address
    found["a faulty address"] = found["person"] + "?email=confirmed@"
    found["what moving means"] = f"{found['move']}?to={full.pk}"
    return found | _bulk_confirmations(guest)


def _bulk_confirmations(guest: Registration) -> dict[str, str]:
    """Where Wagtail's bulk actions ask before they do anything."""
    return {
        f"{action.action_type} many": reverse(
            "wagtail_bulk_action", args=["tilmeld", "registration", action.action_type]
        )
        + f"?id={guest.pk}"
        for action in bulk.ACTIONS
    }


def letters() -> dict[str, str]:
    """Return the HTML of every letter to a guest, as the editor's sample shows it."""
    page = EventPage.objects.get(slug="open")
    return {kind: emails.sample(page, kind).html for kind in Message.kinds_to_guests()}


def _in_state(index: EventIndexPage, state: str, fields: dict) -> EventPage:
    everything = _everything() if state == "open" else {}
    title = f"Dialogue meeting: {state.replace('_', ' ')}"
    page = event_page(
        index, title=title, slug=state.replace("_", "-"), summary="Come.", **everything | fields
    )
    page.topics.add(Topic.objects.get_or_create(name="Housing")[0])
    page.save()
    if state in ("waiting_list", "full"):
        registration(page.event)
    return page


def _everything() -> dict:
    sender = Sender.objects.create(name="Ada Madsen", title="The mayor", organisation="The city")
    return {
        "sender": sender,
        "hero_image": picture(),
        "body": _body(),
        "questions": QUESTIONS,
        "letter_date": date(2027, 1, 17),
        "venue_room": "Room 106",
        "venue_address": "The square 1",
        "venue_directions": "Through the gate.",
        "venue_accessibility": "There is a lift.",
        "online_url": "https://example.org/meet",
        "contact_name": "Ada",
        "contact_telephone": "+45 12 34 56 78",
        "capacity": 60,
        "max_companions": 2,
        "consent_text": "You may take pictures of me.",
        "privacy_text": "<p>We ask for <b>little</b>.</p>",
    }


def _body() -> list[tuple]:
    image = picture()
    person = {"name": "Ada", "role": "Mayor", "about": "She hosts."}
    speakers = [{"name": "Ada", "role": "Mayor", "image": image}, {"name": "Ben"}]
    welcome = {"starts": "16:00", "ends": "16:15", "title": "Welcome", "speakers": speakers}
    document = ImageFile(io.BytesIO(b"%PDF"), name="map.pdf")
    return [
        ("text", "<p>Words and <a href='https://example.org/'>a link</a>.</p><ul><li>a</li></ul>"),
        ("heading", "What we want to talk about"),
        ("facts", [{"label": "Price", "value": "Free\nfor all"}]),
        ("quote", {"quote": "Together.", "source": "Ada"}),
        ("image", {"image": image, "caption": "The hall"}),
        ("programme", [welcome, {"starts": "16:15", "title": "Talk"}]),
        ("people", [person | {"image": image}, {"name": "Ben"}]),
        ("questions_and_answers", [{"question": "Is it free?", "answer": "<p>Yes.</p>"}]),
        ("documents", [Document.objects.create(title="Map", file=document)]),
        ("call_to_action", {"text": "Read more", "url": "https://example.org/"}),
    ]


def _front_page(index: EventIndexPage) -> str:
    front = root_page().specific
    front.body = [
        ("text", "<p>Welcome.</p>"),
        ("next_events", {"index": index, "number": 3, "heading": ""}),
    ]
    front.save_revision().publish()
    return front.url


def _behind_links(pages: dict[str, EventPage]) -> dict[str, str]:
    event, by_link = pages["open"].event, pages["by_link_only"].event
    invited, late = invitation(event), invitation(event, "Late", admits_until=UNTIL)
    used = invitation(event, "Used")
    registration(event, "Used", invitation=used)
    key = event.translation_key
    today = pages["in_progress"].event
    registration(today, "Dora", companions=["Emil"])
    return {
        "door": reverse("tilmeld:door", args=[today.door_token]),
        "walk-in": reverse("tilmeld:walk_in", args=[today.door_token]),
        "door of another day": reverse("tilmeld:door", args=[event.door_token]),
        "invitation": reverse("tilmeld:invitation", args=[invited.token]),
        "late link": reverse("tilmeld:invitation", args=[late.token]),
        "used link": reverse("tilmeld:invitation", args=[used.token]),
        "decline": reverse("tilmeld:decline", args=[invited.token]),
        "by link": reverse("tilmeld:by_link", args=[by_link.token, "en"]),
        "bad link": reverse("tilmeld:manage", args=["nothing"]),
        "link again": reverse("tilmeld:send_links", args=[key, "en"]),
        "link sent": reverse("tilmeld:links_sent", args=[key, "en"]),
    } | _of_registrations(event)


def _of_registrations(event: Event) -> dict[str, str]:
    found = {}
    for standing, (fields, steps) in STANDINGS.items():
        answers = {"q1": "Neighbour", "q11": "Light\nand benches"}
        given = {"companions": ["Ben"], "answers": answers} | fields
        guest = registration(event, standing.capitalize(), **given)
        for step in ["manage", *steps]:
            found[f"{step} when {standing}"] = reverse(f"tilmeld:{step}", args=[guest.token])
    return found | _of_receipts(event, event.registrations.get(name="Confirmed"))


def _of_receipts(event: Event, guest: Registration) -> dict[str, str]:
    numbers = guest.pk, event.publication().pk, 0
    token = guest.token_for(UNSUBSCRIBE)
    return {
        "receipt": reverse("tilmeld:received", args=[_sealed(*numbers, False)]),
        "receipt in line": reverse("tilmeld:received", args=[_sealed(*numbers, True)]),
        "unsubscribe by mail": reverse("tilmeld:unsubscribe_from_mail", args=[token]),
    }


def _sealed(*content) -> str:
    return receipts.seal(receipts.Receipt(*content))
