"""The list of one event's registrations."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.models import Message, Status
from events.services import outbox, retention
from events.services import registration as service
from tests.factories import OPEN_AT, editor, event_page, registration

from .support import list_url, names, queries, table, text, waiting

pytestmark = pytest.mark.django_db


class TestRegistrations:
    def test_the_newest_first_with_what_matters(self, admin):
        event = event_page().event
        guest = registration(event, companions=["Dora"])
        later = registration(event, "Eli", created_at=OPEN_AT + timedelta(hours=1))
        service.cancel(later, at=OPEN_AT, letter=False)
        letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(pk=letter.pk).update(state="delivered")
        assert table(admin.get(list_url(event))) == [
            ["Eli", "eli@example.org", "1", "Cancelled", "", "1 February 2027 14:00"],
            ["Cleo", "cleo@example.org", "2", "Registered", "Delivered", "1 February 2027 13:00"],
        ]

    def test_times_are_the_events_own(self, admin):
        event = event_page(timezone="America/New_York").event
        registration(event)
        assert table(admin.get(list_url(event)))[0][-1] == "1 February 2027 7:00"

    def test_above_it_stand_the_events_facts(self, clock, admin):
        clock(OPEN_AT)
        event = event_page(capacity=20).event
        registration(event)
        shown = text(admin.get(list_url(event)))
        assert "Registration open" in shown
        assert "Friday 26 February 2027 (the whole day)" in shown
        assert "1 of 20" in shown
        assert "Answers are erased on Saturday 10 April 2027" in shown

    @pytest.mark.parametrize("state", Message.NEEDS_ATTENTION)
    def test_a_letter_that_needs_somebody_stands_out(self, admin, state):
        event = event_page().event
        outbox.queue(Message.Kind.CONFIRMED, registration(event), at=OPEN_AT)
        alert = "tilmeld-alert"
        assert alert not in admin.get(list_url(event)).content.decode()
        Message.objects.update(state=state)
        assert alert in admin.get(list_url(event)).content.decode()

    def test_while_nobody_has_registered_it_says_what_to_do(self, admin):
        event = event_page().event
        assert "Share the page's address" in text(admin.get(list_url(event)))
        assert "Share the page's address" not in text(admin.get(f"{list_url(event)}?q=Cleo"))

    def test_each_tick_is_described_by_its_guests_name(self, admin):
        event = event_page().event
        registration(event)
        page = BeautifulSoup(admin.get(list_url(event)).content, "html.parser")
        described = page.select_one("[data-bulk-action-checkbox]")["aria-describedby"]
        assert "Cleo" in page.find(id=described).get_text()

    def test_fifty_on_a_page(self, admin):
        event = event_page().event
        for number in range(51):
            registration(event, f"guest{number}")
        assert len(names(admin.get(list_url(event)))) == 50
        assert len(names(admin.get(list_url(event), {"p": 2}))) == 1

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("åse", ["Åse Ødegård"]),
            ("ØDEGÅRD åse", ["Åse Ødegård"]),
            ("BEN@", ["Ben Berg"]),
            ("example.org", ["Ben Berg", "Åse Ødegård"]),
            ("blåbær", ["Cleo"]),
            ("berg cleo", []),
            ("%", []),
            ("'; drop table", []),
        ],
    )
    def test_searching_looks_for_every_word_in_names_and_addresses(self, admin, query, found):
        event = event_page().event
        registration(event, "Åse Ødegård", email="aase@example.org")
        registration(event, "Ben Berg", email="ben@example.org")
        registration(event, "Cleo", email="cleo@blåbær.example")
        results = reverse("tilmeld_admin:registrations_results", args=[event.pk])
        assert names(admin.get(results, {"q": query})) == found

    def test_filters_narrow_it_together(self, admin):
        event = event_page().event
        registration(event)
        registration(event, "Dora", status="cancelled")
        for wanted, found in [("confirmed", ["Cleo"]), ("cancelled", ["Dora"]), ("", 2)]:
            shown = names(admin.get(list_url(event), {"status": wanted}))
            assert (shown == found) if wanted else (len(shown) == found)
        assert names(admin.get(list_url(event), {"status": "cancelled", "q": "cleo"})) == []

    def test_the_day_of_registering_is_counted_in_the_events_zone(self, admin):
        event = event_page(timezone="Pacific/Auckland").event
        registration(event, created_at=datetime(2027, 2, 1, 11, 30, tzinfo=UTC))
        day = {"created_at_from": "2027-02-02", "created_at_to": "2027-02-02"}
        assert names(admin.get(list_url(event), day)) == ["Cleo"]
        day = {"created_at_from": "2027-02-01", "created_at_to": "2027-02-01"}
        assert names(admin.get(list_url(event), day)) == []

    def test_by_the_newest_letters_state(self, admin):
        event = event_page().event
        cleo, dora = registration(event), registration(event, "Dora")
        for guest in (cleo, dora):
            outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(registration=cleo).update(state="bounced")
        assert names(admin.get(list_url(event), {"letter": "bounced"})) == ["Cleo"]
        assert names(admin.get(list_url(event), {"letter": "needs_attention"})) == ["Cleo"]
        assert names(admin.get(list_url(event), {"letter": "queued"})) == ["Dora"]

    def test_nonsense_in_the_address_is_no_error(self, admin):
        event = event_page().event
        registration(event)
        odd = {"status": "x", "created_at_from": "x", "letter": "x", "p": "x", "ordering": "x"}
        assert names(admin.get(list_url(event), odd)) == ["Cleo"]

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "a " * 3000},
            {"q": "a\0b"},
            {"q": "x" * 100_000},
            {"created_at_from": "0001-01-01", "created_at_to": "9999-12-31"},
            {"p": "9" * 30},
            {"export": "pdf"},
        ],
    )
    @pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
    def test_nor_are_extremes(self, admin, query, zone):
        event = event_page(timezone=zone).event
        registration(event)
        assert admin.get(list_url(event), query).status_code == 200

    def test_what_guests_typed_is_text(self, admin):
        event = event_page().event
        registration(event, "<script>x</script>", email="a@example.org")
        assert "<script>x</script>" not in admin.get(list_url(event)).content.decode()
        assert names(admin.get(list_url(event))) == ["<script>x</script>"]

    def test_the_queries_are_the_same_for_any_number(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent(), "view_registration", "change_registration"))
        counts = []
        for number in (1, 3, 50):
            for new in range(page.event.registrations.count(), number):
                guest = registration(page.event, f"guest{new}")
                outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
            counts.append(queries(client, list_url(page.event)))
        assert counts == [counts[0]] * 3

    def test_looking_is_logged_once_an_hour_and_person_on_the_page(self, clock, admin):
        page = event_page()
        for minutes in (0, 59, 61):
            clock(OPEN_AT + timedelta(minutes=minutes))
            admin.get(list_url(page.event))
        logged = PageLogEntry.objects.filter(page=page.pk, action="tilmeld.view_list")
        assert [entry.user.username for entry in logged] == ["ada", "ada"]

    def test_buttons_are_for_those_who_may_press_them(self, client):
        page = event_page()
        registration(page.event)
        client.force_login(editor(page.get_parent(), "view_registration"))
        shown = text(client.get(list_url(page.event)))
        for button in (
            "Download Excel",
            "Download CSV",
            "Erase all…",
            "Cancel reg",
            "Mend",
        ):
            assert button not in shown

    def test_an_erased_event_says_since_when(self, admin):
        event = event_page().event
        registration(event)
        retention.erase_event(event, at=OPEN_AT)
        shown = admin.get(list_url(event))
        assert "Answers were erased on 1 February 2027 13:00" in text(shown)
        assert names(shown) == ["(blank)"]


WORKSHOP = {"label": "Workshop", "field_type": "radio", "key": "qshop", "required": False}
WORKSHOP |= {"choices": "A [1]\nB [5]\nC"}


class TestTheWaitingList:
    def test_each_place_stands_beside_who_waits_whatever_is_filtered(self, admin):
        event = event_page(waiting_list="promote").event
        registration(event)
        waiting(event, "Eli", OPEN_AT + timedelta(minutes=1))
        waiting(event, "Dora", OPEN_AT)
        waiting(event, "Finn", OPEN_AT + timedelta(minutes=1))
        other = event_page(event.page.get_parent(), slug="other").event
        waiting(other, "Gro", OPEN_AT - timedelta(days=1))

        def places(**query):
            return {row[0]: row[4] for row in table(admin.get(list_url(event), query))}

        assert places() == {"Finn": "3", "Dora": "1", "Eli": "2", "Cleo": ""}
        assert places(q="finn") == {"Finn": "3"}
        by_place = places(status="waiting", ordering="waiting_since")
        assert list(by_place.items()) == [("Dora", "1"), ("Eli", "2"), ("Finn", "3")]

    def test_the_column_is_left_out_while_nobody_waits(self, admin):
        event = event_page(waiting_list="promote").event
        registration(event)
        assert "In line" not in text(admin.get(list_url(event)))

    @pytest.mark.parametrize("chosen", Status)
    def test_it_can_be_narrowed_to_every_status(self, admin, chosen):
        event = event_page(waiting_list="offer").event
        times = {"waiting_since": OPEN_AT, "offered_until": OPEN_AT}
        for each in Status:
            registration(event, each.value, status=each, **times)
        assert names(admin.get(list_url(event), {"status": chosen})) == [chosen.value]

    def test_above_it_stands_how_many_people_wait(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        assert "On the waiting list 0" in text(admin.get(list_url(event)))
        registration(event)
        waiting(event, companions=["Eli"])
        assert "On the waiting list 2" in text(admin.get(list_url(event)))

    def test_nothing_is_said_of_it_where_there_is_none(self, admin):
        event = event_page(capacity=1).event
        summary = text(admin.get(list_url(event))).split("Answers are erased on")[0]
        assert "On the waiting list" not in summary.split("Seats taken")[-1]

    def test_the_queries_are_the_same_for_any_number_that_waits(self, client):
        page = event_page(capacity=0, waiting_list="promote", questions=[WORKSHOP])
        client.force_login(editor(page.get_parent(), "view_registration", "change_registration"))
        counts = []
        for number in (1, 3):
            for new in range(page.event.registrations.count(), number):
                waiting(page.event, f"guest{new}", answers={"qshop": "A"})
            counts.append(queries(client, list_url(page.event)))
        assert counts == [counts[0]] * 2


class TestSeats:
    def test_each_choice_with_seats_of_its_own_says_how_many_are_taken(self, admin):
        event = event_page(questions=[WORKSHOP]).event
        registration(event, answers={"qshop": "A"})
        registration(event, "Dora", answers={"qshop": "B"}, companions=["Eli"])
        assert "A 1 of 1 Full B 2 of 5" in text(admin.get(list_url(event)))

    def test_the_event_is_full_where_a_question_has_no_free_choice(self, clock, admin):
        clock(OPEN_AT)
        question = WORKSHOP | {"required": True, "choices": "A [1]"}
        event = event_page(questions=[question], capacity=9).event
        registration(event, answers={"qshop": "A"})
        assert "State All seats taken" in text(admin.get(list_url(event)))

    @pytest.mark.parametrize(
        ("waiting_list", "sentence"),
        [("promote", "new guests wait until seats"), ("off", "new guests get one when seats")],
    )
    def test_more_taken_than_there_are_is_explained(self, admin, waiting_list, sentence):
        event = event_page(capacity=1, waiting_list=waiting_list, questions=[WORKSHOP]).event
        registration(event, companions=["Dora"], answers={"qshop": "A"})
        shown = text(admin.get(list_url(event)))
        assert "2 of 1 seats are taken: 1 more than there are." in shown
        assert "“A”: 2 of 1 seats are taken: 1 more than there are." in shown
        assert f"Nobody loses their seat; {sentence} come free." in shown

    def test_nothing_is_explained_while_there_are_enough(self, admin):
        event = event_page(capacity=1, questions=[WORKSHOP]).event
        registration(event, answers={"qshop": "A"})
        assert "more than there are" not in text(admin.get(list_url(event)))
