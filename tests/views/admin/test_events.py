"""The list of events that a member of staff may edit."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale

from events.models import EventPage
from tests.factories import (
    OPEN_AT,
    draft_event_page,
    editor,
    event_index,
    event_page,
    in_danish,
    needed,
    organiser,
    registration,
)

from .support import letter_to, letters_url, list_url, names, queries, table, text, waiting

EVENTS = "tilmeld_admin:events"

pytestmark = pytest.mark.django_db


class TestEvents:
    def test_each_with_state_when_deadline_seats_and_how_many_wait(self, clock, admin):
        clock(OPEN_AT)
        event = event_page(capacity=20, waiting_list="promote").event
        waiting(event, "Finn", companions=["Gro"])
        registration(event, companions=["Dora"])
        registration(event, "Eli", status="cancelled")
        assert table(admin.get(reverse(EVENTS))) == [
            [
                "Dialogue meeting",
                "Registration open",
                "Thursday 11 March 2027, 16:00–18:00",
                "Friday 26 February 2027",
                "2 of 20",
                "2",
                "",
                "",
            ]
        ]

    @pytest.mark.parametrize(
        ("at", "fields", "state"),
        [
            (OPEN_AT, {"opens_date": date(2027, 2, 2)}, "Registration not open yet"),
            (OPEN_AT, {"capacity": 0}, "All seats taken"),
            (OPEN_AT, {"questions": [needed("A [0]\nB [0]")]}, "All seats taken"),
            (OPEN_AT, {"cancelled": True}, "Cancelled"),
            (datetime(2027, 2, 26, 12, tzinfo=UTC), {}, "Closing soon"),
            (datetime(2027, 3, 1, tzinfo=UTC), {}, "Registration closed"),
            (datetime(2027, 3, 11, 16, tzinfo=UTC), {}, "In progress"),
            (datetime(2027, 4, 1, tzinfo=UTC), {}, "Past"),
        ],
    )
    def test_the_state_is_that_of_the_moment(self, clock, admin, at, fields, state):
        event_page(**fields)
        clock(at)
        assert table(admin.get(reverse(EVENTS)))[0][1] == state

    @pytest.mark.parametrize(("waiting_list", "shown"), [("off", ""), ("offer", "0")])
    def test_nobody_waiting_is_a_number_only_where_one_can_wait(self, admin, waiting_list, shown):
        event_page(waiting_list=waiting_list)
        assert table(admin.get(reverse(EVENTS)))[0][5] == shown

    def test_who_is_offered_a_seat_has_taken_it_and_waits_no_more(self, admin):
        event = event_page(capacity=2, waiting_list="offer").event
        registration(event, status="offered", offered_until=OPEN_AT)
        assert table(admin.get(reverse(EVENTS)))[0][4:6] == ["1 of 2", "0"]

    def test_drafts_come_first_and_then_the_latest(self, admin):
        index = event_index()
        event_page(index, slug="early", title="Early", start_date=date(2027, 3, 4))
        event_page(index, slug="late", title="Late", start_date=date(2027, 5, 4))
        draft_event_page(index, slug="draft", title="Draft", start_date=None)
        page = admin.get(reverse(EVENTS))
        assert names(page) == ["Draft", "Late", "Early"]
        assert table(page)[0][1:] == ["Draft", "", "", "", "", "", ""]

    def test_an_unpublished_page_says_so(self, admin):
        page = event_page()
        page.unpublish()
        assert table(admin.get(reverse(EVENTS)))[0][1] == "Not published"

    def test_drafts_tell_their_languages_apart(self, admin):
        page = draft_event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True)
        shown = sorted(names(admin.get(reverse(EVENTS))))
        assert shown == ["Dialogue meeting (Danish)", "Dialogue meeting (English)"]

    def test_an_event_is_published_as_long_as_it_is_in_one_language(self, admin):
        page = event_page()
        danish = in_danish(page, [])
        page.unpublish()
        overview = reverse("tilmeld_admin:overview", args=[page.event.pk])
        assert table(admin.get(reverse(EVENTS)))[0][1] != "Not published"
        assert admin.get(overview).context["state"] != "Not published"
        danish.unpublish()
        assert table(admin.get(reverse(EVENTS)))[0][1] == "Not published"
        assert admin.get(overview).context["state"] == "Not published"

    def test_a_title_leads_to_the_registrations_a_drafts_to_the_page(self, admin):
        index = event_index()
        page = event_page(index, slug="a")
        draft = draft_event_page(index, slug="b")
        soup = BeautifulSoup(admin.get(reverse(EVENTS)).content, "html.parser")
        links = [link["href"] for link in soup.select("td.title .title-wrapper a")]
        assert links == [
            reverse("wagtailadmin_pages:edit", args=[draft.pk]),
            list_url(page.event),
        ]

    def test_an_editor_without_the_right_is_led_to_the_page(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent()))
        shown = client.get(reverse(EVENTS)).content.decode()
        assert f'"{list_url(page.event)}"' not in shown
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown

    def test_translations_and_aliases_are_no_events_of_their_own(self, admin):
        page = event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True)
        page.create_alias(parent=event_index(slug="other"))
        assert names(admin.get(reverse(EVENTS))) == ["Dialogue meeting"]

    def test_the_seats_are_a_bar_too_where_there_is_a_limit(self, admin):
        index = event_index()
        registration(event_page(index, slug="a", title="A", capacity=1200).event)
        registration(event_page(index, slug="b", title="B", capacity=1).event)
        registration(event_page(index, slug="c", title="C").event)
        page = admin.get(reverse(EVENTS))
        assert [row[4] for row in table(page)] == ["1", "1 of 1 Full", "1 of 1200"]
        bars = BeautifulSoup(page.content, "html.parser").select("td.tilmeld-seats meter")
        assert [(bar["value"], bar["max"]) for bar in bars] == [("1", "1"), ("1", "1200")]

    def test_letters_that_need_attention_lead_to_them(self, clock, admin):
        clock(OPEN_AT)
        event = event_page().event
        guest = registration(event)
        assert table(admin.get(reverse(EVENTS)))[0][6] == ""
        letter_to(guest, "bounced")
        assert table(admin.get(reverse(EVENTS)))[0][6] == "1 needs attention"
        letter_to(guest, "failed")
        letter_to(guest, "sent")
        page = admin.get(reverse(EVENTS))
        assert table(page)[0][6] == "2 need attention"
        assert f"{letters_url(event)}?state=needs_attention" in page.content.decode()

    def test_letters_are_shown_to_those_who_may_read_them(self, clock, client):
        clock(OPEN_AT)
        page = event_page()
        letter_to(registration(page.event), "bounced")
        client.force_login(editor(page.get_parent()))
        assert table(client.get(reverse(EVENTS)))[0][6] == ""

    def test_without_events_one_reads_how_to_begin(self, admin):
        page = admin.get(reverse(EVENTS))
        assert "An event begins as a page" in text(page)
        assert reverse("tilmeld_admin:add_event") in page.content.decode()

    def test_who_can_add_none_reads_whom_to_ask(self, client):
        organised = event_page().event
        client.force_login(organiser(organised, "view_registration"))
        organised.page.delete()
        shown = client.get(reverse(EVENTS))
        assert "can name your group as its organisers" in text(shown)
        assert reverse("tilmeld_admin:add_event") not in shown.content.decode()

    def test_where_nothing_matches_one_is_led_back(self, admin):
        event_page()
        shown = admin.get(reverse(EVENTS), {"q": "party"})
        assert "No event matches. Show all events" in text(shown)
        assert "An event begins as a page" not in text(shown)

    def test_searching_looks_at_titles(self, admin):
        index = event_index()
        event_page(index, slug="a", title="Summer party")
        event_page(index, slug="b", title="Winter party")
        results = reverse("tilmeld_admin:events_results")
        assert names(admin.get(results, {"q": "SUMMER"})) == ["Summer party"]

    def test_one_can_add_an_event_from_here(self, admin):
        index = event_index()
        assert reverse("tilmeld_admin:add_event") in admin.get(reverse(EVENTS)).content.decode()
        response = admin.get(reverse("tilmeld_admin:add_event"))
        assert response.url == reverse(
            "wagtailadmin_pages:add", args=["tilmeld", "eventpage", index.pk]
        )

    def test_the_queries_are_the_same_for_any_number(self, client):
        index = event_index()
        client.force_login(editor(index, "view_registration"))
        counts = []
        for number in (1, 3, 12):
            for new in range(EventPage.objects.count(), number):
                event = event_page(index, slug=f"e{new}", title=f"E{new}").event
                letter_to(registration(event), "bounced")
                waiting(event)
            counts.append(queries(client, reverse(EVENTS)))
        assert counts == [counts[0]] * 3
