"""What the tests of a guest's own pages have in common."""

from datetime import UTC, datetime

from django.urls import reverse

from events.forms import Entry
from events.models import Message, Registration
from tests.factories import OPEN_AT, event_page, register

STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)
CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)
QUESTIONS = [
    {"label": "What about?", "field_type": "multiline", "key": "qtopic"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet"},
    {"label": "When do you come?", "field_type": "date", "key": "qday"},
]
WORKSHOPS = {
    "label": "Workshop",
    "field_type": "radio",
    "key": "qshop",
    "choices": "Paint [1]\nWood [2]",
}


def registered(page=None, **entry) -> Registration:
    page = page or event_page(questions=QUESTIONS, max_companions=1)
    given = {
        "name": "Cleo",
        "email": "cleo@example.org",
        "companions": ("Ben",),
        "answers": {"qtopic": "Light\nand <b>toilets</b>", "qday": "2027-03-11"},
        "sensitive_answers": {"qdiet": ["Vegan food", "Food without gluten"]},
        "publication_id": None,
    }
    publication = page.event.publication(entry.pop("language", None))
    return register(publication, Entry(**given | entry), at=OPEN_AT)


def url(registration, name="manage") -> str:
    return reverse(f"tilmeld:{name}", args=[registration.token])


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def is_cancelled(registration) -> bool:
    registration.refresh_from_db()
    return registration.is_cancelled


def kinds() -> list[str]:
    """The letters that were written, in their order."""
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))
