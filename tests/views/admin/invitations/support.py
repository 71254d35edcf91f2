"""What the tests of inviting have in common: addresses, and what a page says."""

from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Locale

from events.models import EventPage, Message
from tests.factories import OPEN_AT


def url(event, name, invited=None) -> str:
    numbers = [event.pk, invited.pk] if invited else [event.pk]
    return reverse(f"tilmeld_admin:{name}", args=numbers)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    return " ".join(soup(response).select_one("main").get_text(" ").split())


def table(response) -> list[list[str]]:
    page = soup(response)
    for buttons in page.select("ul.actions"):
        buttons.decompose()
    rows = page.select("table.listing tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("td")] for row in rows]


def told(response) -> str:
    return " ".join(str(message).strip() for message in get_messages(response.wsgi_request))


def hidden(response) -> dict[str, str]:
    return {
        field["name"]: field["value"]
        for field in soup(response).select("main form input[type=hidden]")
        if field["name"] != "csrfmiddlewaretoken"
    }


def letter(invited, state):
    return Message.objects.create(
        kind=Message.Kind.INVITED,
        event=invited.event,
        invitation=invited,
        to_address=invited.email,
        language_code="en",
        state=state,
        created_at=OPEN_AT,
        due_at=OPEN_AT,
        state_at=OPEN_AT,
    )


def event_in_danish(event) -> None:
    danish, _ = Locale.objects.get_or_create(language_code="da")
    page = EventPage.objects.get(pk=event.page_id)
    page.copy_for_translation(danish, copy_parents=True).get_latest_revision().publish()


def link_in(response) -> str:
    return soup(response).select_one("main input[readonly]")["value"]
