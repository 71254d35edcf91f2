"""What the tests of the admin's side have in common: addresses, and what a page says."""

from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event, Message, Registration
from events.models.message import link_mark
from events.services import outbox
from tests.factories import OPEN_AT, registration


def list_url(event: Event) -> str:
    return reverse("tilmeld_admin:registrations", args=[event.pk])


def detail_url(guest: Registration) -> str:
    return url(guest, "registration")


def url(guest: Registration, name: str, *more: int) -> str:
    return reverse(f"tilmeld_admin:{name}", args=[guest.event_id, guest.pk, *more])


def letter_url(letter: Message, name: str = "letter") -> str:
    return reverse(f"tilmeld_admin:{name}", args=[letter.event_id, letter.pk])


def letters_url(event: Event, name: str = "letters") -> str:
    return reverse(f"tilmeld_admin:{name}", args=[event.pk])


def letter_to(guest: Registration, state: str = "sent", **fields) -> Message:
    """A letter in some state, as it was sent."""
    letter = outbox.queue(fields.pop("kind", Message.Kind.CONFIRMED), guest, at=OPEN_AT)
    link = f"{link_mark(guest)}cancel/"
    words = {
        "subject": "You are registered",
        "text": f"Hello Cleo\n{link}",
        "html": f'<p>Hello Cleo <a href="{link}">Cancel</a> {link}</p>',
    }
    Message.objects.filter(pk=letter.pk).update(state=state, **words | fields)
    return Message.objects.get(pk=letter.pk)


def waiting(event: Event, name: str = "Dora", since=OPEN_AT, **fields) -> Registration:
    return registration(event, name, status="waiting", waiting_since=since, **fields)


def status(guest: Registration) -> str:
    return Registration.objects.get(pk=guest.pk).status


def table(response) -> list[list[str]]:
    """The cells of the listing as they are read, without the buttons below a title."""
    soup = BeautifulSoup(response.content, "html.parser")
    for buttons in soup.select("ul.actions"):
        buttons.decompose()
    rows = soup.select("table.listing tbody tr")
    cells = "td:not(.bulk-action-checkbox-cell)"
    return [[" ".join(cell.get_text().split()) for cell in row.select(cells)] for row in rows]


def names(response) -> list[str]:
    return [row[0] for row in table(response)]


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def told(response) -> str:
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return " ".join(BeautifulSoup(said, "html.parser").get_text(" ").split())


def errors(response) -> dict[str, list[str]]:
    return response.context["form"].errors


def queries(client, url: str) -> int:
    client.get(url)  # the first look is logged
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
