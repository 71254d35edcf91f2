"""An organiser sees which letters did not arrive, reads one, has them sent: in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from events import emails
from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.usefixtures("open_now")


@pytest.fixture
def event(live_site, settings):
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    event = event_page().event
    for name in ("Cleo", "Dora"):
        letter = outbox.queue(Message.Kind.CONFIRMED, registration(event, name), at=OPEN_AT)
        words = vars(emails.compose(letter))
        failed = {"state": "failed", "reason": "SMTPServerDisconnected"}
        Message.objects.filter(pk=letter.pk).update(**failed, **words)
    return event


@pytest.fixture
def ada(page: Page, live_site: str) -> Page:
    administrator()
    page.goto(f"{live_site}/admin/login/")
    page.locator("[name=username]").fill("ada")
    page.locator("[name=password]").fill("secret")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{live_site}/admin/")
    return page


def test_from_the_first_page_to_letters_on_their_way(event, ada):
    ada.get_by_role("link", name="Dialogue meeting").click()
    ada.get_by_role("checkbox", name="Select all").first.check()
    ada.get_by_role("link", name="Try again to send the selected letters").click()
    expect(ada.get_by_text("Try again to send 2 letters that failed?")).to_be_visible()
    ada.get_by_role("button", name="Try again").click()
    expect(ada.get_by_text("2 letters are on their way.")).to_be_visible()
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}


def test_a_letter_is_read_in_a_frame_whose_links_lead_nowhere(event, ada, live_site):
    blocked = []
    ada.on("console", lambda message: blocked.append(message.text))
    letter = Message.objects.first()
    ada.goto(live_site + reverse("tilmeld_admin:letter", args=[event.pk, letter.pk]))
    frame = ada.frame_locator("iframe")
    expect(frame.get_by_text("Dialogue meeting").first).to_be_visible()
    frame.get_by_role("link").last.click()
    expect(frame.get_by_text("Dialogue meeting").first).to_be_visible()
    assert ada.url.endswith(f"/letters/{letter.pk}/")
    assert not [text for text in blocked if "Content Security Policy" in text]
