"""Cleo reads the invitation, registers, gets her letter, and gives her seat back. By HTTP alone."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from events.models import Message, Registration
from events.services import outbox
from tests.factories import event_page

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = [
    {"label": "I come as", "field_type": "radio", "choices": "Neighbour\nOther", "key": "qrole"},
    {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False},
]


@pytest.fixture
def page():
    today = timezone.localdate()
    return event_page(
        start_date=today + timedelta(days=30),
        deadline_date=today + timedelta(days=17),
        capacity=2,
        max_companions=1,
        questions=QUESTIONS,
    )


class Guest:
    """Somebody with a browser that can do nothing but forms and links."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def open(self, url: str) -> BeautifulSoup:
        return self._read(self.client.get(url, follow=True))

    def send(self, **answers) -> BeautifulSoup:
        form = self.page.find("form")
        hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        url = form["action"].partition("#")[0]
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        response = self.client.post(url, hidden | answers, headers=headers, follow=True)
        return self._read(response)

    def press(self, name: str) -> BeautifulSoup:
        return self.open(self.page.find("a", string=re.compile(name))["href"])

    @property
    def heading(self) -> str:
        return self.page.h1.get_text()

    @property
    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    def _read(self, response) -> BeautifulSoup:
        self.page = BeautifulSoup(response.content, "html.parser")
        return self.page


def letters(mailserver) -> list:
    outbox.sweep(at=timezone.now())
    return [envelope.message for envelope in mailserver.envelopes]


def test_from_the_invitation_to_the_seat_given_back(page, mailserver):
    cleo = Guest()
    cleo.open(page.get_url())
    assert "2 seats left of 2" in cleo.text

    cleo.send(name="Cleo", email="cleo@example", companions="on", companion_1="Ben")
    assert "Correct 2 answers and send again" in cleo.text
    assert cleo.page.find(id="id_companion_1")["value"] == "Ben"

    answers = {"name": "Cleo", "email": "cleo@example.org", "qrole": "Neighbour"}
    cleo.send(**answers, qdiet=["Vegan food"], companions="on", companion_1="Ben")
    assert cleo.heading == "You are registered"

    dora = Guest()
    dora.open(page.get_url())
    assert "All seats are taken" in dora.text
    assert dora.page.find("form") is None

    [letter] = letters(mailserver)
    assert letter["To"] == "cleo@example.org"
    body = letter.get_body(("plain",)).get_content()
    assert "Vegan food" not in body
    [calendar] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]["SUMMARY"] == page.title

    cleo.open(re.search(r"https?://[^\s]+(/tilmeld/registration/[^/\s]+/)", body).group(1))
    assert cleo.heading == "You are registered"
    assert "Vegan food" in cleo.text
    cleo.press("Cancel my registration")
    assert cleo.heading == "Do you want to cancel?"
    cleo.send()
    assert cleo.heading == "You have cancelled"
    assert Registration.objects.get().status == "cancelled"
    assert len(letters(mailserver)) == 2

    dora.open(page.get_url())
    dora.send(name="Dora", email="dora@example.org", qrole="Other")
    assert dora.heading == "You are registered"


def test_who_registers_again_learns_by_letter_alone_that_they_were(page, mailserver):
    answers = {"name": "Cleo", "email": "cleo@example.org", "qrole": "Neighbour"}
    cleo, stranger = Guest(), Guest()
    for guest in (cleo, stranger):
        guest.open(page.get_url())
    first = cleo.send(**answers).find("main")
    Message.objects.update(created_at=timezone.now() - timedelta(hours=2))
    Registration.objects.update(created_at=timezone.now() - timedelta(hours=2))
    second = stranger.send(**answers | {"qrole": "Other"}).find("main")
    assert first == second
    assert Registration.objects.active().get().answers == {"qrole": "Neighbour"}
    assert [message["To"] for message in letters(mailserver)] == ["cleo@example.org"] * 2
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "confirmed",
        "link",
    ]
