"""Writing to guests, from the first word to the guest who wants no more of it; in a browser."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from events.models import Registration
from events.services import announcements, outbox
from tests.factories import OPEN_AT, event_page, registration
from tests.journeys.test_inviting import fits, log_in

MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("open_now")
@pytest.mark.parametrize("width", [360, 1280])
def test_staff_write_a_guest_reads_and_wants_no_more(page: Page, live_site, settings, width):
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    page.set_viewport_size({"width": width, "height": 800})
    event = event_page().event
    registration(event)
    log_in(page, live_site)
    page.goto(live_site + reverse("tilmeld_admin:write", args=[event.pk]))
    page.get_by_label("Subject").fill("Bring a bag")
    page.locator("[contenteditable=true]").press_sequentially("There is much to carry.")
    expect(page.locator("[name=text]")).to_have_value(re.compile("There is much to carry."))
    assert fits(page)
    page.get_by_role("button", name="See the letter").click()

    expect(page.get_by_role("heading", name=re.compile("Bring a bag: Dialogue"))).to_be_visible()
    letter = page.frame_locator("iframe[title='The letter']")
    expect(letter.get_by_text("There is much to carry.")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Send a test to myself").click()
    expect(page.get_by_text("A test is on its way to ada@example.org.")).to_be_visible()
    page.get_by_role("link", name="Send…").click()
    assert fits(page)
    page.get_by_role("button", name="Send to 1 guest").click()
    expect(page.get_by_text("The message is on its way to 1 guest.")).to_be_visible()

    announcements.write_due(at=OPEN_AT)
    outbox.sweep(at=OPEN_AT + MINUTE)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ada@example.org", "cleo@example.org"]
    page.reload()
    expect(page.get_by_text("Sent", exact=True).first).to_be_visible()

    to_cleo = next(letter for letter in mail.outbox if letter.to == ["cleo@example.org"])
    page.goto(re.search(r"https?://\S+/unsubscribe/", to_cleo.body)[0])
    page.get_by_role("button", name="Stop the messages").click()
    expect(page.get_by_role("heading", name="Messages from the organisers")).to_be_visible()
    assert fits(page)
    assert Registration.objects.get().is_unsubscribed
