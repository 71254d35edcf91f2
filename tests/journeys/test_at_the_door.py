"""Two receive guests on telephones, one of them where the network comes and goes."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from events.models import Arrival, Registration
from events.services.retention import erase_registration
from tests.factories import administrator, event_page, registration
from tests.support.waiting import until

TELEPHONE = {"width": 390, "height": 844}
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@pytest.fixture
def event(live_site, set_clock):
    event = event_page(max_companions=3, capacity=9).event
    set_clock(event.starts_at - timedelta(minutes=10))
    registration(event, "Cleo", companions=["Dora", ""])
    for name in ("Emil", "Finn", "Gerda"):
        registration(event, name)
    registration(event, "Hans", status="waiting", waiting_since=event.starts_at)
    return event


@pytest.fixture
def telephones(browser: Browser, live_site, event):
    """Two telephones that have opened the door link."""
    url = f"{live_site}{reverse('tilmeld:door', args=[event.door_token])}"
    contexts = [browser.new_context(viewport=TELEPHONE) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(url)
    yield pages
    for context in contexts:
        context.close()


def row(page: Page, name: str):
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def check_in(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^Check in.* {name}$")).first.click()


def undo(page: Page, name: str):
    return page.get_by_role("button", name=f"Undo {name}")


def look(page: Page) -> None:
    """What the page does every ten seconds, and when one comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def says(page: Page, arrived: int, expected: int = 6) -> None:
    expect(page.get_by_text(f"{arrived} of {expected} have arrived")).to_be_visible()


def complaints(page: Page) -> list[str]:
    """What axe finds wrong with a page, and whether it sticks out to the side."""
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found if fits else [*found, "too wide"]


def test_two_keepers_count_each_guest_once(telephones):
    one, two = telephones
    says(one, 0)
    assert complaints(one) == []
    check_in(one, "Emil")
    expect(undo(one, "Emil")).to_be_visible()
    says(one, 1)

    two.context.set_offline(True)
    check_in(two, "Emil")
    check_in(two, "Cleo")
    expect(row(two, "Cleo").get_by_text("Waiting for the network")).to_be_visible()
    assert complaints(two) == []
    says(two, 0)
    two.context.set_offline(False)
    says(two, 4)
    expect(row(two, "Cleo").get_by_text("Waiting for the network")).to_have_count(0)
    assert Arrival.objects.count() == 4

    look(one)
    says(one, 4)
    one.get_by_role("link", name="Arrived").click()
    assert complaints(one) == []
    undo(one, "Dora").click()
    says(one, 3)
    look(two)
    expect(two.get_by_role("button", name="Check in Dora")).to_be_visible()


def test_a_tap_whose_answer_was_lost_counts_once(telephones):
    page, _ = telephones
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/door/**", lose)
    check_in(page, "Finn")
    expect(undo(page, "Finn")).to_be_visible()
    says(page, 1)
    assert len(lost) == 1
    assert Registration.objects.get(name="Finn").arrivals.count() == 1


def test_a_reload_keeps_what_waits_and_what_is_refused_is_told(telephones, event):
    page, _ = telephones
    page.route("**/door/**", lambda route: _only_get(route))
    check_in(page, "Finn")
    check_in(page, "Gerda")
    expect(row(page, "Gerda").get_by_text("Waiting for the network")).to_be_visible()
    row(page, "Gerda").get_by_role("button", name="Undo").click()
    page.reload()
    expect(row(page, "Finn").get_by_text("Waiting for the network")).to_be_visible()
    event.registrations.filter(name="Finn").update(status="cancelled")
    page.unroute("**/door/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_have_text("Finn: This registration was cancelled.")
    expect(page.get_by_text("Waiting for the network")).to_have_count(0)
    until(lambda: Arrival.objects.exists() and not Arrival.objects.standing().exists())


def test_one_reads_that_what_others_tap_is_not_shown(telephones, event):
    page, _ = telephones
    page.route("**/news/**", lambda route: route.abort())
    look(page)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.unroute("**/news/**")
    look(page)
    expect(page.get_by_text("No connection.")).to_be_hidden()


def _only_get(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()


def test_a_link_that_was_replaced_keeps_what_was_tapped_for_the_new_one(
    telephones, event, live_site
):
    page, _ = telephones
    event.door_link_version += 1
    event.save()
    check_in(page, "Finn")
    expect(page.get_by_role("alert")).to_contain_text("We could not get through.")
    page.goto(f"{live_site}{reverse('tilmeld:door', args=[event.door_token])}")
    says(page, 1)


def test_whoever_is_erased_is_gone_from_an_open_page_too(telephones, event):
    page, other = telephones
    check_in(page, "Finn")
    expect(page.get_by_text("Finn is checked in.")).to_have_count(1)
    page.get_by_role("link", name="All").click()
    other.route("**/door/**", lambda route: _only_get(route))
    check_in(other, "Gerda")
    check_in(other, "Finn")
    ada = administrator()
    for guest in event.registrations.filter(name__in=["Finn", "Hans"]):
        erase_registration(guest, at=event.starts_at, user=ada)
    for telephone in telephones:
        look(telephone)
        expect(row(telephone, "Gerda")).to_be_visible()
        for name in ("Finn", "Hans"):
            expect(telephone.locator("main")).not_to_contain_text(name)
    expect(page.get_by_role("heading", name="H", exact=True)).to_have_count(0)
    (tapped,) = other.evaluate("Object.values(localStorage).flatMap(JSON.parse)")
    assert tapped["value"] == f"{event.registrations.get(name='Gerda').pk}:0"


def test_one_reads_that_the_link_was_replaced_before_one_taps(telephones, event):
    page, _ = telephones
    event.door_link_version += 1
    event.save()
    for _each in range(2):
        look(page)
        expect(page.get_by_role("alert")).to_contain_text("We could not get through.")
        expect(page.get_by_text("No connection.")).to_be_hidden()


def test_what_is_tapped_again_without_a_network_is_kept_too(telephones):
    page, _ = telephones
    page.route("**/door/**", lambda route: _only_get(route))
    check_in(page, "Finn")
    row(page, "Finn").get_by_role("button", name="Undo").click()
    check_in(page, "Finn")
    page.unroute("**/door/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: Arrival.objects.exclude(undone_at=None).exists())
    until(lambda: Arrival.objects.standing().exists())


def test_finding_and_adding_somebody(telephones, event):
    page, other = telephones
    search = page.get_by_role("searchbox")
    search.fill("dor")
    expect(row(page, "Cleo")).to_be_visible()
    expect(row(page, "Emil")).to_be_hidden()
    finn = Registration.objects.get(name="Finn")
    search.fill(finn.door_code.lower())
    expect(row(page, "Finn")).to_be_visible()
    expect(row(page, "Cleo")).to_be_hidden()
    search.fill("nobody")
    expect(page.get_by_text("Nobody on the list matches.")).to_be_visible()
    page.get_by_role("link", name="All").click()
    expect(row(page, "Hans")).to_contain_text("has no seat")

    page.get_by_role("link", name="Add somebody new").click()
    assert complaints(page) == []
    page.get_by_label("Name").fill("Ida")
    page.get_by_role("button", name="Register and check in").click()
    expect(row(page, "Ida")).to_be_visible()
    says(page, 1, 7)
    look(other)
    expect(row(other, "Ida")).to_be_visible()
    assert complaints(other) == []


def test_without_a_script_and_under_a_strict_policy(browser: Browser, live_site, event):
    url = f"{live_site}{reverse('tilmeld:door', args=[event.door_token])}"
    for script in (True, False):
        context = browser.new_context(viewport=TELEPHONE, java_script_enabled=script)
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.route("**/door/**", _strictly)
        page.goto(url)
        name = "Emil" if script else "Finn"
        check_in(page, name)
        expect(undo(page, name)).to_be_visible()
        assert said == []
        context.close()
    assert Arrival.objects.count() == 2


def _strictly(route: Route) -> None:
    response = route.fetch(max_redirects=0)
    headers = response.headers | {"content-security-policy": STRICT}
    route.fulfill(response=response, headers=headers)
