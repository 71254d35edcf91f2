"""Retention seen coming: what is erased when, what is overdue, what was erased by whom."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.services import retention
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_index,
    event_page,
    invitation,
    registration,
    root_page,
)

from .support import queries, table, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

URL = reverse("tilmeld_admin:personal_data")


@pytest.fixture
def index():
    return event_index(root_page(), slug="ours")


@pytest.fixture
def event(index):
    """It is erased on 10 April 2027, thirty days after its day."""
    return event_page(index, title="Meeting").event


def section(response, name: str) -> list[list[str]]:
    part = BeautifulSoup(response.content, "html.parser").select_one(f"[aria-labelledby={name}]")
    rows = part.select("tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("td")] for row in rows]


def test_what_is_to_be_erased_stands_there_the_next_first(admin, index, event):
    later = event_page(index, slug="later", title="Later", erase_after_days=60).event
    for each in (later, event):
        registration(each)
        registration(each, "Dora")
    invitation(event, "Emil")
    event_page(index, slug="empty", title="Nobody came")
    shown = [(row[0], row[2:]) for row in section(admin.get(URL), "to-come")]
    assert shown == [
        ("Meeting", ["Saturday 10 April 2027", "2", "1"]),
        ("Later", ["Monday 10 May 2027", "2", "0"]),
    ]


def test_what_is_overdue_says_so_and_what_to_do(clock, admin, event):
    registration(event)
    assert "Overdue" not in text(admin.get(URL))
    clock(event.ends_at + timedelta(days=31))
    shown = admin.get(URL)
    assert "Overdue" in text(shown)
    assert "Tell whoever runs the site" in text(shown)
    assert reverse("tilmeld_admin:erase", args=[event.pk]) in shown.content.decode()


def test_what_was_erased_is_told_with_day_number_and_who(admin, index, event):
    ada = administrator("ann")
    for name in ("Cleo", "Dora", "Emil"):
        registration(event, name)
    retention.erase_registration(event.registrations.get(name="Emil"), at=OPEN_AT, user=ada)
    retention.erase_event(event, at=OPEN_AT + timedelta(days=1))
    pageless = event_page(index, slug="gone", title="Gone")
    registration(pageless.event)
    retention.erase_event(pageless.event, at=OPEN_AT + timedelta(days=2), user=ada)
    shown = section(admin.get(URL), "erased")
    assert [(row[0], *row[2:]) for row in shown] == [
        ("Gone", "1", "ann"),
        ("Meeting", "2", "by itself"),
        ("Meeting", "1", "ann"),
    ]
    assert "Cleo" not in text(admin.get(URL))


def test_queries_are_as_many_for_one_event_as_for_many(admin, index, event):
    def more(number):
        each = event_page(index, slug=f"more-{number}").event
        registration(each)
        erased = registration(each, "Dora")
        retention.erase_registration(erased, at=OPEN_AT, user=None)

    more(0)
    before = queries(admin, URL)
    for number in range(1, 4):
        more(number)
    assert queries(admin, URL) == before


def test_another_sections_events_are_never_shown(client, event):
    registration(event)
    retention.erase_registration(registration(event, "Dora"), at=OPEN_AT, user=None)
    retention.erase_event(event, at=OPEN_AT)
    registration(event, "Emil")
    theirs = event_index(root_page(), slug="theirs")
    client.force_login(editor(theirs, "view_registration", "erase_registration"))
    assert table(client.get(URL)) == []


def test_it_takes_the_permission_to_see_registrations(client, event):
    client.force_login(editor(event.page, "change_registration"))
    assert client.get(URL).url == reverse("wagtailadmin_home")
