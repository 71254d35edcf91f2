"""What is measured on: the same invitation as our event page and as plain Wagtail's form page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page, Site

from events.forms import Entry
from events.models import (
    EventIndexPage,
    EventPage,
    Message,
    Publication,
    Registration,
    RegistrationField,
)
from events.models.searched import searched
from events.rules.identity import address_key, name_key

from .plain.models import PlainFormField, PlainFormPage

LETTER = [
    "Everybody has seen people without a home in our streets, with their bags, asleep on squares. "
    "We want the city to have room for them, and no neighbour to feel unsafe or worn down by it.",
    "Together with private organisations we offer shelter, advice and meals. In the last years it "
    "has still led to trouble on several squares, which serves neither neighbours nor sleepers.",
    "I do not have the answer yet. The right answers must be found together with neighbours and "
    "those who work there, and they will be different ones from place to place. So I invite you to "
    "a meeting where we can talk about what is hard and about what is possible.",
    "I hope that you will mark your calendar and take part. Together we can become wiser.",
]
QUESTIONS = [
    ("singleline", "Organisation", ""),
    ("dropdown", "Which part of the city do you come from?", "North\nEast\nSouth\nWest"),
    ("radio", "How will you take part?", "In the hall\nOnline"),
    ("multiline", "What do you want to talk about?", ""),
]
SEATS = 1_000_000  # a limit that is counted and never met


@dataclass(frozen=True)
class Content:
    """The pages of the run: for visitors, and for staff with many registrations on each."""

    event_page: EventPage
    plain_page: PlainFormPage
    full_event_page: EventPage
    half_full_event_page: EventPage
    full_plain_page: PlainFormPage
    session: str


def load(rows: int) -> Content:
    """Publish the pages as an editor does, and fill two of them with ``rows`` registrations."""
    root = Site.objects.get(is_default_site=True).root_page
    index = publish(root, EventIndexPage(title="Events"))
    plain_index = publish(root, Page(title="Plain"))  # ours finds the pages below it faster
    content = Content(
        event_page=publish(index, event_page("Dialogue meeting")),
        plain_page=publish(plain_index, plain_page("Plain dialogue meeting")),
        full_event_page=publish(index, event_page("Well-attended meeting")),
        half_full_event_page=publish(index, event_page("Half as well-attended meeting")),
        full_plain_page=publish(plain_index, plain_page("Plain well-attended meeting")),
        session=session_of_an_administrator(),
    )
    fill_event(publication_of(content.full_event_page), rows)
    fill_event(publication_of(content.half_full_event_page), rows // 2)
    fill_plain(content.full_plain_page, rows)
    return content


def event_page(title: str) -> EventPage:
    today = timezone.localdate()
    page = EventPage(
        title=title,
        kicker="Save the date",
        summary=LETTER[0],
        start_date=today + timedelta(days=60),
        start_time=time(16),
        end_time=time(18),
        deadline_date=today + timedelta(days=47),
        capacity=SEATS,
        venue_name="Town hall",
        venue_room="Room 106",
        venue_address="Town Hall Square 1",
        contact_name="Ada",
        contact_email="ada@example.org",
        body=[("text", f"<p>{paragraph}</p>") for paragraph in LETTER],
    )
    page.registration_fields = [RegistrationField(**question) for question in questions()]
    return page


def plain_page(title: str) -> PlainFormPage:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LETTER)
    page = PlainFormPage(title=title, body=body, from_address="events@example.org")
    page.to_address, page.subject = "ada@example.org", "New registration"
    fixed = [
        {"label": "Name", "field_type": "singleline"},
        {"label": "E-mail", "field_type": "email", "clean_name": "email"},
    ]
    page.form_fields = [PlainFormField(**question) for question in [*fixed, *questions()]]
    return page


def questions() -> list[dict[str, str]]:
    return [
        {"field_type": kind, "label": label, "choices": choices}
        for kind, label, choices in QUESTIONS
    ]


def answer(choices: str) -> str:
    return choices.split("\n")[0] or "With friends of the square, Ærø"


def answer_of(number: int, choices: str) -> str:
    """What the guest of this number answers: each choice in turn, or one of a thousand texts."""
    offered = choices.split("\n")
    return offered[number % len(offered)] or f"Friends of square {number % 1000}, Ærø"


def publication_of(page: EventPage) -> Publication:
    return page.event.publication(page.locale.language_code)


def answers(page: EventPage) -> dict[str, str]:
    """A guest's answers to the questions of an event page, by their keys."""
    return {q.key: answer(q.choices) for q in publication_of(page).questions}


def entries(publication: Publication, numbers: Iterator[int]) -> Iterator[Entry]:
    """Endless guests, each somebody new."""
    given = {q.key: answer(q.choices) for q in publication.questions}
    for number in numbers:
        yield Entry(f"Cleo {number}", f"cleo-{number}@example.org", (), given, {}, publication.pk)


def fill_event(publication: Publication, rows: int) -> None:
    """Write registrations, each with its letter, as if ``rows`` guests had come."""
    at = timezone.now()
    made = (_registration(publication, number, at) for number in range(rows))
    for registrations in _batches(made):
        Registration.objects.bulk_create(registrations)
        Message.objects.bulk_create(_sent(registration, at) for registration in registrations)


def _registration(publication: Publication, number: int, at: datetime) -> Registration:
    given = {q.key: answer_of(number, q.choices) for q in publication.questions}
    name, email = f"Ben {number}", f"ben-{number}@example.org"
    return Registration(
        event_id=publication.event_id,
        publication=publication,
        name=name,
        email=email,
        name_key=name_key(name),
        address_key=address_key(email),
        answers=given,
        answers_key=searched(given),
        language_code=publication.language_code,
        created_at=at - timedelta(seconds=number),
    )


def _sent(registration: Registration, at: datetime) -> Message:
    return Message(
        kind=Message.Kind.CONFIRMED,
        state=Message.State.SENT,
        event_id=registration.event_id,
        registration=registration,
        language_code=registration.language_code,
        to_address=registration.email,
        created_at=at,
        due_at=at,
        state_at=at,
        sent_at=at,
    )


def fill_plain(page: PlainFormPage, rows: int) -> None:
    """Write as many submissions of the plain form."""
    fields = [(field.clean_name, field.choices) for field in page.form_fields.all()]
    made = (_submission(page, fields, number) for number in range(rows))
    for submissions in _batches(made):
        FormSubmission.objects.bulk_create(submissions)


def _submission(page: PlainFormPage, fields: list[tuple[str, str]], number: int) -> FormSubmission:
    given = {name: answer_of(number, choices) for name, choices in fields}
    given |= {"name": f"Ben {number}", "email": f"ben-{number}@example.org"}
    return FormSubmission(page=page, form_data=given)


def _batches(made: Iterator) -> Iterator[list]:
    while batch := list(islice(made, 1000)):
        yield batch


def session_of_an_administrator() -> str:
    """Return the key of a session that is logged in."""
    user = get_user_model().objects.create_superuser("ada", "ada@example.org")
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def publish(parent: Page, page: Page) -> Page:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
