"""Inviting by name, from the list that staff paste to the answer; in a browser, by keyboard."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from events.models import Invitation
from events.services import outbox
from tests.factories import OPEN_AT, administrator, event_page, invitation

TELEPHONES = [{"width": 360, "height": 740}, {"width": 390, "height": 844}]
LINK = re.compile(r"http://localhost(/tilmeld/invitation/[^/\s]+/)")
MINUTE = timedelta(minutes=1)


def deliver(at) -> dict[str, str]:
    """Deliver what is due; return whom a letter went to, and the link in it."""
    mail.outbox.clear()
    outbox.sweep(at=at)
    return {letter.to[0]: LINK.search(letter.body)[1] for letter in mail.outbox}


@pytest.mark.django_db
def test_from_a_pasted_list_to_two_answers_and_one_reminder(client, set_clock):
    set_clock(OPEN_AT)
    event = event_page(audience="invited").event
    client.force_login(administrator())
    pasted = "Cleo\tcleo@example.org\nDora\tdora@example.org\nEli\teli@example.org"
    form = {"text": pasted, "language": "en", "invite": "1"}
    client.post(reverse("tilmeld_admin:invite", args=[event.pk]), form)
    links = deliver(OPEN_AT + MINUTE)
    assert set(links) == {"cleo@example.org", "dora@example.org", "eli@example.org"}

    origin = {"Sec-Fetch-Site": "same-origin"}
    answer = {"name": "Cleo", "email": "cleo@example.org"}
    assert Client().post(links["cleo@example.org"], answer, headers=origin).status_code == 303
    declined = Client().post(links["dora@example.org"] + "decline/", headers=origin)
    assert declined.status_code == 303

    client.post(reverse("tilmeld_admin:remind", args=[event.pk]))
    mail.outbox.clear()
    outbox.sweep(at=OPEN_AT + 2 * MINUTE)
    reminded = [letter.to[0] for letter in mail.outbox if LINK.search(letter.body)]
    assert reminded == ["eli@example.org"]
    answers = Invitation.objects.with_answer().order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["registered", "declined", "none"]


def fits(page: Page) -> bool:
    """Tell whether nothing sticks out to the side."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page: Page, name: str) -> None:
    """Go to a button by the tabulator and press it, as one does without a mouse."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if name == page.evaluate("document.activeElement.textContent.trim()"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard never comes to “{name}”.")


@pytest.mark.usefixtures("open_now")
@pytest.mark.parametrize("telephone", TELEPHONES, ids=["360", "390"])
class TestInABrowser:
    def test_an_invitee_answers_without_a_mouse(self, page, live_site, telephone):
        page.set_viewport_size(telephone)
        invited = invitation(event_page(audience="invited").event)
        link = live_site + reverse("tilmeld:invitation", args=[invited.token])
        page.goto(f"{link}decline/")
        assert fits(page)
        press(page, "I can't come")
        expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
        press(page, "Register after all")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Cleo")
        assert fits(page)
        press(page, "Send registration")
        expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
        page.goto(link)
        expect(page.get_by_role("heading", name="The invitation has been used")).to_be_visible()
        assert fits(page)

    def test_staff_invite_without_a_mouse(self, page, live_site, settings, telephone):
        settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
        page.set_viewport_size(telephone)
        event = event_page().event
        log_in(page, live_site)
        page.goto(live_site + reverse("tilmeld_admin:invite", args=[event.pk]))
        assert fits(page)
        page.get_by_label("People").fill("Cleo <cleo@example.org>\nDora <dora@>")
        press(page, "See who is invited")
        expect(page.get_by_role("heading", name="Can't be invited (1)")).to_be_visible()
        assert fits(page)
        press(page, "Invite 1 person")
        expect(page.get_by_text("1 person is invited.")).to_be_visible()
        assert Invitation.objects.get().email == "cleo@example.org"


def log_in(page: Page, live_site: str) -> None:
    user = administrator()
    page.goto(live_site + reverse("wagtailadmin_login"))
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(live_site + reverse("wagtailadmin_home"))
