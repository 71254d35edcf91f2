"""An editor moves an event, is asked, reads the letter and tells the guests; in a browser."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import Page, expect

from events.forms import Entry
from events.models import Message
from events.services import announcements, outbox
from tests.factories import OPEN_AT, event_page, register
from tests.journeys.test_inviting import fits, log_in

MINUTE = timedelta(minutes=1)
SCREENS = [{"width": 360, "height": 740}, {"width": 1280, "height": 800}]


def deliver(at) -> list[mail.EmailMessage]:
    """Beat as the heartbeat does; return the letters that left."""
    mail.outbox.clear()
    announcements.write_due(at=at)
    outbox.sweep(at=at)
    return list(mail.outbox)


def calendar_of(letter: mail.EmailMessage) -> Calendar:
    [file] = [part.get_payload(decode=True) for part in letter.attachments]
    return Calendar.from_ical(file)


def sequence(letter: mail.EmailMessage) -> int:
    return calendar_of(letter).events[0]["SEQUENCE"]


def publish(screen: Page) -> None:
    """Choose *Publish* under the arrow beside *Save draft*, once the last edit has been saved."""
    screen.get_by_role("button", name="More actions", exact=True).last.click()
    screen.get_by_role("button", name="Publish", exact=True).click()


@pytest.mark.usefixtures("open_now")
@pytest.mark.parametrize("size", SCREENS, ids=["telephone", "desk"])
def test_moving_an_event_and_telling_the_guests(page, live_site, settings, size):
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    invitation = event_page()
    publication = invitation.event.publication()
    register(publication, Entry("Cleo", "cleo@example.org", (), {}, {}, None), at=OPEN_AT)
    [confirmation] = deliver(OPEN_AT)

    page.set_viewport_size(size)
    log_in(page, live_site)
    page.goto(live_site + reverse("wagtailadmin_pages:edit", args=[invitation.pk]))
    page.get_by_role("tab", name="When and where").click()
    page.locator("#id_start_time").fill("17:00")
    page.locator("#id_end_time").fill("19:00")
    page.keyboard.press("Escape")
    publish(page)
    expect(page.get_by_role("heading", name="Tell the guests?")).to_be_visible()
    assert fits(page)
    assert deliver(OPEN_AT + MINUTE) == []  # nothing is sent while nobody has decided

    row = page.get_by_role("row", name="When")
    expect(row).to_contain_text("16:00–18:00")
    expect(row).to_contain_text("17:00–19:00")
    page.get_by_label("Your own words").fill("The hall is taken until five.")
    page.get_by_role("button", name="See the letter with your words").click()
    letter = page.frame_locator("iframe").first
    expect(letter.get_by_text("The hall is taken until five.")).to_be_visible()
    expect(letter.get_by_text("Before: Thursday 11 March 2027,").first).to_be_visible()
    page.get_by_role("button", name="Tell 1 guest").click()
    expect(page.get_by_text("The letters are on their way.")).to_be_visible()

    [told] = deliver(OPEN_AT + MINUTE)
    assert told.to == ["cleo@example.org"]
    assert told.subject == "Changed: Dialogue meeting on 11 March"
    words = " ".join(told.body.split())
    assert "When: Thursday 11 March 2027, 17:00–19:00 Before: Thursday 11 March" in words
    assert "The hall is taken until five." in words
    assert re.search(r"/tilmeld/registration/[^/\s]+/", told.body)
    assert calendar_of(told).events[0]["UID"] == calendar_of(confirmation).events[0]["UID"]
    assert sequence(told) == sequence(confirmation) + 1
    assert calendar_of(told).events[0].start.hour == 17
    assert deliver(OPEN_AT + 2 * MINUTE) == []
    assert Message.objects.filter(kind=Message.Kind.EVENT_CHANGED).count() == 1
