"""A date in the editor, by somebody whose language is Danish; in a browser."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from tests.factories import event_page
from tests.journeys.test_inviting import log_in


@pytest.mark.usefixtures("open_now")
def test_a_date_stands_as_danes_write_it_and_either_way_is_understood(
    page: Page, live_site, settings
):
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    event = event_page()
    log_in(page, live_site)
    ada = get_user_model().objects.get()
    UserProfile.objects.update_or_create(user=ada, defaults={"preferred_language": "da"})
    page.goto(f"{live_site}/admin/pages/{event.pk}/edit/#tab-when_and_where")
    page.get_by_role("tab", name="Tid og sted").click()
    starts, weekday = page.locator("#id_start_date"), page.locator("output[for=id_start_date]")
    expect(starts).to_have_value(event.start_date.strftime("%d.%m.%Y"))

    for written in ("5.3.2027", "2027-03-05", "5.3.27"):
        starts.fill(written)
        starts.press("Tab")
        expect(starts).to_have_value(written)
        expect(weekday).to_have_text("fredag")

    page.goto(live_site)  # leaves the editor while there is a database to tell
