"""Who organises an event: chosen by its editors, and what they see of it then."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.models import Event
from events.services import following
from tests.factories import (
    OPEN_AT,
    draft_event_page,
    editor,
    event_index,
    event_page,
    member,
    organiser,
    registration,
)

from .support import letter_to, list_url, names, queries, table, text, told, url
from .test_attention import ATTENTION, HOME, undecided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

EVENTS = reverse("tilmeld_admin:events")
REPORT = reverse("tilmeld_admin:letter_report")


@pytest.fixture
def event(clock):
    clock(OPEN_AT)
    return event_page().event


@pytest.fixture
def ours(event):
    """Another event, which nobody named here organises."""
    return event_page(event_index(slug="ours"), slug="ours", title="Ours").event


def address(event: Event) -> str:
    return reverse("tilmeld_admin:organisers", args=[event.pk])


def edit_page(event: Event) -> str:
    return reverse("wagtailadmin_pages:edit", args=[event.page_id])


class TestChoosing:
    def test_holds_at_once_and_is_logged(self, client, event):
        north = Group.objects.create(name="North")
        client.force_login(editor(event.page, "view_registration"))
        response = client.post(address(event), {"groups": [north.pk]})
        assert response.url == list_url(event)
        assert told(response) == "The event's organisers are as you chose."
        assert event.organisers.get() == north
        entry = PageLogEntry.objects.get(action="tilmeld.organisers")
        assert (entry.page, entry.message) == (event.page, "Organisers: North")
        entry_of_none = client.post(address(event), {}) and PageLogEntry.objects.first()
        assert (event.organisers.count(), entry_of_none.message) == (0, "Organisers: –")

    def test_shows_who_was_chosen(self, client, event):
        organiser(event, username="north")
        client.force_login(editor(event.page))
        ticked = BeautifulSoup(client.get(address(event)).content, "html.parser").select(
            "input[checked]"
        )
        assert [box["value"] for box in ticked] == [str(event.organisers.get().pk)]

    def test_whoever_cant_see_the_list_comes_back_to_the_events(self, client, event):
        client.force_login(editor(event.page))
        assert client.post(address(event), {}).url == EVENTS

    def test_is_offered_where_the_page_can_be_edited_only(self, client, event):
        ways = [EVENTS, list_url(event)]
        client.force_login(editor(event.page, "view_registration"))
        for way in [*ways, edit_page(event)]:
            assert address(event) in client.get(way).content.decode()
        client.force_login(organiser(event, "view_registration", username="cleo"))
        for way in ways:
            assert address(event) not in client.get(way).content.decode()

    def test_publishing_keeps_them(self, event):
        organiser(event)
        event.page.specific.save_revision().publish()
        assert Event.objects.get().organisers.exists()


class TestAnOrganiser:
    """Somebody who may edit no page, and is named by one event."""

    def test_finds_their_events_in_the_menu_and_the_list_and_no_others(self, client, event, ours):
        draft_event_page(ours.page.get_parent(), slug="draft", title="Draft")
        client.force_login(organiser(event, "view_registration"))
        assert EVENTS in client.get(HOME).content.decode()
        assert names(client.get(EVENTS)) == ["Dialogue meeting"]

    def test_sees_buttons_for_what_they_may_only(self, client, event):
        undecided(event)
        client.force_login(organiser(event, "view_registration"))
        shown = client.get(EVENTS).content.decode()
        assert f'"{list_url(event)}"' in shown
        for name in ("add_event", "announcement"):
            assert name not in shown
        for way in (EVENTS, list_url(event), url(registration(event), "registration")):
            shown = client.get(way).content.decode()
            assert edit_page(event) not in shown
            assert "revisions" not in shown

    def test_without_any_permission_reads_when_it_is_and_is_led_nowhere(self, client, event):
        client.force_login(organiser(event))
        response = client.get(EVENTS)
        assert table(response)[0][:2] == ["Dialogue meeting", "Registration open"]
        soup = BeautifulSoup(response.content, "html.parser")
        assert not soup.select("table.listing tbody a")

    def test_of_two_groups_sees_an_event_once(self, client, event):
        ben = organiser(event, "view_registration")
        second = Group.objects.create(name="second")
        ben.groups.add(second)
        event.organisers.add(second)
        client.force_login(ben)
        assert names(client.get(EVENTS)) == ["Dialogue meeting"]

    def test_who_edits_another_section_sees_both(self, client, event, ours):
        ben = editor(ours.page, "view_registration")
        event.organisers.add(ben.groups.get())
        client.force_login(ben)
        assert sorted(names(client.get(EVENTS))) == ["Dialogue meeting", "Ours"]

    def test_is_shown_letters_of_their_events_only(self, client, event, ours):
        letter_to(registration(event, "Cleo"), "bounced")
        letter_to(registration(ours, "Dora"), "bounced")
        client.force_login(organiser(event, "view_registration"))
        for way in (ATTENTION, REPORT, HOME):
            shown = text(client.get(way))
            assert "Dialogue meeting" in shown
            assert "Ours" not in shown
            assert "Dora" not in shown

    def test_is_not_asked_what_guests_are_told(self, client, event):
        undecided(event)
        client.force_login(organiser(event, "view_registration"))
        assert "Shall guests be told?" not in text(client.get(ATTENTION))

    def test_hears_of_new_registrations_until_the_group_is_taken_off(self, event):
        ben = organiser(event, "view_registration")
        following.follow(event, "each", at=OPEN_AT, user=ben)
        registration(event)
        assert following.write_due(at=OPEN_AT) == 1
        event.organisers.clear()
        registration(event, "Dora")
        assert following.write_due(at=OPEN_AT + following.PAUSE) == 0

    def test_whose_account_is_closed_sees_nothing(self, client, event):
        ben = organiser(event, "view_registration")
        client.force_login(ben)
        ben.is_active = False
        ben.save()
        assert client.get(EVENTS).url.startswith("/admin/login/")

    def test_sees_many_events_in_as_many_queries_as_one(self, client, event):
        ben = organiser(event, "view_registration")
        client.force_login(ben)
        few = queries(client, EVENTS)
        for number in range(3):
            page = event_page(event.page.get_parent(), slug=f"e{number}")
            page.event.organisers.add(ben.groups.get())
        assert queries(client, EVENTS) == few


class TestNobody:
    def test_without_events_has_no_menu_item_and_no_way_in(self, client, event):
        client.force_login(member("view_registration"))
        assert f'"{EVENTS}"' not in client.get(HOME).content.decode()
        assert client.get(EVENTS).url == HOME
