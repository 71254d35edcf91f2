"""Cleo sends her CV from a telephone, and a newer one the week after; Ada saves it."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from events.models import Registration
from events.services import files
from tests.factories import OPEN_AT, administrator, event_page
from tests.journeys.test_browser import TELEPHONE, fits
from tests.support.documents import EXE, PDF
from tests.views.admin.support import detail_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("open_now")]

QUESTIONS = [
    {"label": "I apply for a stand", "field_type": "checkbox", "key": "qstand", "required": False},
    {"label": "Your plan", "field_type": "file", "key": "qplan", "shown_when": "qstand"},
]


def choose(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Your plan").set_input_files(file)


def test_from_the_form_to_the_desk(page: Page, live_site):
    event = event_page(questions=QUESTIONS)
    page.set_viewport_size(TELEPHONE)
    page.goto(event.full_url)
    expect(page.get_by_label("Your plan")).to_be_hidden()
    page.get_by_label("I apply for a stand").check()
    page.get_by_label("Name", exact=True).fill("Cleo")
    page.get_by_label("E-mail").fill("cleo@example")
    choose(page, "plan.pdf", PDF)
    assert fits(page)
    send = page.get_by_role("button", name="Send registration")
    send.click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose the file again. It was not kept.")
    page.get_by_label("E-mail").fill("cleo@example.org")
    choose(page, "plan.pdf", EXE)
    send.click()
    expect(summary).to_contain_text("This file is damaged, or something else than its name says.")
    choose(page, "plan.pdf", PDF)
    send.click()
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()

    registration = Registration.objects.get()
    page.goto(f"{live_site}/tilmeld/registration/{registration.token}/")
    expect(page.get_by_text("plan.pdf")).to_be_visible()
    page.get_by_role("link", name="Change my answers").click()
    expect(page.get_by_text("We have “plan.pdf”.")).to_be_visible()
    assert fits(page)
    choose(
        page, "a very long name of a plan that nobody reads to its end " * 2 + ".pdf", PDF + b"2"
    )
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_text("a very long name")).to_be_visible()
    assert fits(page)
    assert files.remove_due(at=OPEN_AT) == 1

    client = Client()
    client.force_login(administrator())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}
    page.context.add_cookies([cookie])
    page.goto(live_site + detail_url(registration))
    with page.expect_download() as download:
        page.get_by_role("link", name="a very long name").click()
    assert download.value.suggested_filename.startswith("a very long name")
    assert download.value.path().read_bytes() == PDF + b"2"
