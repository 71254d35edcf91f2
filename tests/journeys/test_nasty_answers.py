"""What guests typed, on everything that staff look at, print and download: text, and all of it.

Each value stands where a guest can put it: as a name, a companion's, an answer, a need, a choice.
"""

import csv
import io
import json
from datetime import timedelta

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from events.forms.text import clean_line, clean_text
from events.models import ListColumns, Message
from events.rules.identity import name_key
from events.services import outbox
from tests.factories import OPEN_AT, administrator, event_page, registration
from tests.nasty import EMOJI, FORMULAS, LINES, MARKUP, NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

TYPED = [
    *FORMULAS.values(),
    *MARKUP.values(),
    *LINES.values(),
    *EMOJI.values(),
    NAMES["Arabic with vowel marks"],
    NAMES["Hebrew and Latin mixed"],
    NAMES["Chinese beyond the basic plane"],
    NAMES["stacked marks"],
    "\u202eevil\u202c",
    "one word of " + "x" * 10_000,
]
STORED = list(filter(None, dict.fromkeys(map(clean_text, TYPED))))
CALLED = [clean_line(text)[:120].strip() for text in STORED]
CHOICES = ["=1+1", "<script>alert(1)</script>", '" onmouseover="alert(1)', "@x", "שלום 😀 Æ"]
TITLE = '"><script>alert(1)</script> =1+1 אבג 😀'
QUESTIONS = [
    {"label": "=2+2 <b>org</b>", "field_type": "singleline", "key": "qorg"},
    {"label": "<i>Part</i>", "field_type": "checkboxes", "key": "qpart"},
    {"label": "Needs", "field_type": "needs", "key": "qneed"},
]
QUESTIONS[1]["choices"] = "\n".join(CHOICES)
COLUMNS = ["answers.qorg", "answers.qpart", "answers.qneed", "companions", "email", "letter"]


@pytest.fixture
def event():
    """An event that forty guests of the oddest names and answers come to."""
    event = event_page(title=TITLE, slug="nasty", questions=QUESTIONS, max_companions=1).event
    for number, (text, name) in enumerate(zip(STORED, CALLED, strict=True)):
        guest = registration(
            event,
            name,
            email=f"guest{number}@example.org",
            companions=[name],
            answers={"qorg": text, "qpart": [CHOICES[number % len(CHOICES)], CHOICES[0]]},
            sensitive_answers={"qneed": text},
        )
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    return event


@pytest.fixture
def ada(event):
    client, user = Client(), administrator()
    client.force_login(user)
    ListColumns.objects.create(event=event, user=user, names=COLUMNS)
    return client


def shown(client: Client, name: str, *args: int, **query) -> BeautifulSoup:
    """A page of the admin, as a strict reader reads it."""
    response = client.get(reverse(f"tilmeld_admin:{name}", args=args), query)
    assert response.status_code == 200
    parser = html5lib.HTMLParser()
    parser.parse(response.content.decode())
    assert [code for _place, code, _more in parser.errors] == []
    return BeautifulSoup(response.content, "html5lib")


def words(text: str) -> str:
    return " ".join(text.split())


def says(page: BeautifulSoup) -> str:
    for unseen in page(["script", "style", "template"]):
        unseen.decompose()
    for end in page("br"):
        end.replace_with("\n")
    return words(page.get_text())


def assert_all_text(page: BeautifulSoup, texts: list[str]) -> None:
    """Each text is read on the page, and none of them became an element or an attribute."""
    for script in page("script"):
        assert "alert(1)" not in script.get_text()
    for name in ("onmouseover", "onerror"):
        assert page.find(attrs={name: True}) is None
    assert page.find("img", src="x") is None
    assert page.find(href=lambda href: href and "javascript:" in href) is None
    said = says(page)
    assert [text for text in texts if words(text) not in said] == []


def spelled(texts: list[str]) -> list[str]:
    """As they are counted: what differs in case, width or blanks only is one."""
    return list({name_key(text): text for text in reversed(texts)}.values())


def cut(texts: list[str]) -> list[str]:
    """As the list shows them."""
    return [text if len(text) <= 140 else text[:139] for text in texts]


def test_the_list(ada, event):
    pages = [shown(ada, "registrations", event.pk, p=number) for number in (1, 2)]
    assert len(STORED) <= 100
    for page in pages:
        assert_all_text(page, [TITLE, "=2+2 <b>org</b>"])
    said = " ".join(map(says, pages))
    assert [text for text in (*CALLED, *cut(STORED)) if words(text) not in said] == []


def test_one_registration(ada, event):
    for guest in event.registrations.all()[::6]:
        page = shown(ada, "registration", event.pk, guest.pk)
        assert_all_text(page, [guest.name, *guest.answers["qpart"], guest.answers["qorg"]])


def test_the_overview_with_its_bars_and_needs(ada, event):
    assert_all_text(
        shown(ada, "overview", event.pk), [TITLE, "<i>Part</i>", *CHOICES, *spelled(STORED)]
    )


def test_the_summary(ada, event):
    assert_all_text(shown(ada, "print_summary", event.pk), [TITLE, *CHOICES, *spelled(STORED)])


@pytest.mark.parametrize("name", ["print_door", "print_badges", "print_signatures", "door"])
def test_what_is_used_at_the_door(ada, event, name):
    assert_all_text(shown(ada, name, event.pk), [TITLE, *CALLED])


def test_the_door_by_its_link(event, set_clock):
    set_clock(event.starts_at - timedelta(minutes=10))
    response = Client().get(reverse("tilmeld:door", args=[event.door_token]))
    assert_all_text(BeautifulSoup(response.content, "html5lib"), [TITLE, *CALLED])


def test_the_letters(ada, event):
    pages = [shown(ada, "letters", event.pk, p=number) for number in (1, 2)]
    for page in pages:
        assert_all_text(page, [TITLE])
    said = " ".join(map(says, pages))
    assert [name for name in CALLED if words(name) not in said] == []


def test_csv_read_by_pythons_reader(ada, event):
    response = ada.get(reverse("tilmeld_admin:registrations", args=[event.pk]), {"export": "csv"})
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(data, newline=""), delimiter=";")
    found = [dict(zip(head, row, strict=True)) for row in rows]
    expected = list(reversed(list(zip(CALLED, STORED, strict=True))))
    for row, (name, text) in zip(found, expected, strict=True):
        cells = (row["Name"], row["Companions"], row["'=2+2 <b>org</b>"], row["Needs"])
        for cell, typed in zip(cells, (name, name, text, text), strict=True):
            assert cell in (typed, f"'{typed}")
            assert cell.lstrip()[0] not in "=+-@"


def test_xlsx_read_by_openpyxl(ada, event):
    response = ada.get(reverse("tilmeld_admin:registrations", args=[event.pk]), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    response.close()
    head, *rows = sheet.iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    expected = list(reversed(list(zip(CALLED, STORED, strict=True))))
    for row, (name, text) in zip(rows, expected, strict=True):
        cells = [row[place[each]] for each in ("Name", "Companions", "=2+2 <b>org</b>", "Needs")]
        assert [cell.value for cell in cells] == [name, name, text, text]
        assert {cell.data_type for cell in cells} == {"s"}


def test_json_read_by_pythons_reader(ada, event):
    response = ada.get(reverse("tilmeld_admin:registrations", args=[event.pk]), {"export": "json"})
    told = json.loads(b"".join(response.streaming_content))
    assert told["event"]["title"] == TITLE
    assert told["questions"]["qorg"] == "=2+2 <b>org</b>"
    found = [
        (each["name"], each["companions"], each["answers"]["qorg"], each["answers"]["qneed"])
        for each in told["registrations"]
    ]
    expected = reversed(list(zip(CALLED, STORED, strict=True)))
    assert found == [(name, [name], text, text) for name, text in expected]
    assert told["registrations"][0]["answers"]["qpart"][1] == "=1+1"
