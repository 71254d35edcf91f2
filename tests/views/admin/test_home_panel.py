"""What needs somebody, on the first page of the admin."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from events.models import Event
from tests.factories import (
    OPEN_AT,
    administrator,
    draft_event_page,
    editor,
    event_index,
    event_page,
    member,
    needed,
    organiser,
    registration,
)

from .support import letter_to, list_url, queries, text, waiting

pytestmark = pytest.mark.django_db

HOME = "/admin/"
CLOSING = "Registration closes within a week"
MOVABLE = "Seats are free, and people wait"
DEADLINE = datetime(2027, 2, 26, 23, tzinfo=UTC)
#: ``event_page()`` is closed, and has not begun.
CLOSED = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


def panel(client) -> str:
    """What the panel says; empty where there is none."""
    return text(client.get(HOME)).partition("Your events")[2]


class TestClosing:
    @pytest.mark.parametrize(
        ("at", "named"),
        [
            (DEADLINE - timedelta(days=7, seconds=1), False),
            (DEADLINE - timedelta(days=7), True),
            (DEADLINE - timedelta(seconds=1), True),
            (DEADLINE, False),
        ],
    )
    def test_those_that_close_within_a_week(self, admin, clock, at, named):
        event_page()
        clock(at)
        assert (CLOSING in panel(admin)) == named

    def test_with_deadline_and_seats_the_first_to_close_first(self, admin, clock):
        index = event_index()
        later = event_page(index, slug="a", title="Later").event
        sooner = event_page(
            index, slug="b", title="Sooner", capacity=20, deadline_date=date(2027, 2, 25)
        ).event
        registration(later)
        registration(sooner, companions=["Dora"])
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert (
            "Sooner : Thursday 25 February 2027, 2 of 20 seats taken "
            "Later : Friday 26 February 2027, 1 seat taken"
        ) in panel(admin)

    @pytest.mark.parametrize(
        "fields",
        [
            {"cancelled": True},
            {"capacity": 0},
            {"opens_date": date(2027, 2, 26)},
            {"questions": [needed("A [0]")]},
        ],
    )
    def test_none_for_which_one_cant_register(self, admin, clock, fields):
        event_page(**fields)
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert panel(admin) == ""

    def test_no_draft_and_none_that_was_unpublished(self, admin, clock):
        draft_event_page(slug="draft")
        event_page(slug="gone").unpublish()
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert panel(admin) == ""

    def test_leads_to_where_one_may_go(self, client, clock):
        page = event_page()
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        overview = reverse("tilmeld_admin:overview", args=[page.event.pk])
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        people = {
            editor(page.get_parent(), "view_registration", username="a"): overview,
            editor(page.get_parent(), username="b"): edit,
            organiser(page.event, username="c"): None,
        }
        for user, address in people.items():
            client.force_login(user)
            shown = client.get(HOME).content.decode()
            shown = shown[shown.index(CLOSING) :]
            assert [each for each in (overview, edit) if f'"{each}"' in shown] == (
                [address] if address else []
            )
            assert "Dialogue meeting" in shown

    def test_five_are_named(self, admin, clock):
        index = event_index()
        for number in range(6):
            event_page(index, slug=f"e{number}", title=f"Event {number}")
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert [f"Event {number}" in panel(admin) for number in range(6)] == [True] * 5 + [False]
        assert f"{reverse('tilmeld_admin:events')}?state=open" in admin.get(HOME).content.decode()


class TestWaitingLists:
    @pytest.fixture
    def event(self) -> Event:
        """Two seats are free, and somebody waits."""
        event = event_page(capacity=3, waiting_list="promote").event
        registration(event)
        waiting(event, "Dora")
        return event

    @pytest.mark.parametrize(
        ("at", "named"),
        [
            (DEADLINE - timedelta(seconds=1), False),
            (DEADLINE, True),
            (datetime(2027, 3, 11, 14, 59, 59, tzinfo=UTC), True),
            (datetime(2027, 3, 11, 15, tzinfo=UTC), False),
        ],
    )
    def test_those_that_move_by_hand_alone(self, admin, clock, event, at, named):
        clock(at)
        assert (MOVABLE in panel(admin)) == named

    def test_say_how_many_and_lead_to_the_line(self, admin, clock, event):
        waiting(event, "Eli", companions=["Finn"])
        clock(CLOSED)
        assert "Dialogue meeting : free: 2, waiting: 3" in panel(admin)
        assert f"{list_url(event)}?status=waiting" in admin.get(HOME).content.decode()

    @pytest.mark.parametrize(
        "fields",
        [{"moves_after_deadline": True}, {"cancelled": True}, {"capacity": 1}],
    )
    def test_not_where_there_is_nothing_to_do(self, admin, clock, event, fields):
        Event.objects.filter(pk=event.pk).update(**fields)
        clock(CLOSED)
        assert panel(admin) == ""

    def test_not_for_a_party_that_finds_too_few_seats(self, admin, clock):
        event = event_page(capacity=2, waiting_list="promote").event
        registration(event)
        waiting(event, "Eli", companions=["Finn"])
        clock(CLOSED)
        assert panel(admin) == ""

    def test_where_the_seats_have_no_limit_any_more(self, admin, clock, event):
        Event.objects.filter(pk=event.pk).update(capacity=None)
        clock(CLOSED)
        assert "Dialogue meeting : waiting: 1 " in panel(admin) + " "

    @pytest.mark.parametrize(("wish", "named"), [("A", False), ("B", True)])
    @pytest.mark.parametrize("capacity", [None, 9])
    def test_who_waits_for_a_choice_needs_a_seat_there(self, admin, clock, wish, named, capacity):
        fields = {"capacity": capacity, "waiting_list": "promote"}
        event = event_page(questions=[needed("A [1]\nB [1]")], **fields).event
        registration(event, answers={"qwork": "A"})
        waiting(event, "Dora", answers={"qwork": wish})
        clock(CLOSED)
        assert (MOVABLE in panel(admin)) == named

    def test_not_who_has_left_the_line(self, admin, clock, event):
        event.registrations.filter(name="Dora").update(status="cancelled")
        clock(CLOSED)
        assert panel(admin) == ""

    @pytest.mark.parametrize("missing", ["view_registration", "change_registration"])
    def test_only_for_those_who_may_give_seats(self, client, clock, event, missing):
        rights = {"view_registration", "change_registration"} - {missing}
        client.force_login(editor(event.page.get_parent(), *rights))
        clock(CLOSED)
        assert panel(client) == ""


class TestTheWhole:
    def test_nothing_for_those_without_events(self, client, clock):
        event = event_page(capacity=3, waiting_list="promote").event
        letter_to(registration(event), "bounced")
        waiting(event, "Dora")
        client.force_login(member("view_registration", "change_registration"))
        for at in (datetime(2027, 2, 24, tzinfo=UTC), CLOSED):
            clock(at)
            assert panel(client) == ""

    def test_nothing_of_another_sections_events(self, client, clock):
        theirs = event_page(event_index(slug="theirs"), slug="t", title="Theirs", capacity=3).event
        waiting(theirs)
        ours = event_index(slug="ours")
        event_page(ours, slug="ours", title="Ours")
        client.force_login(editor(ours, "view_registration", "change_registration"))
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert "Ours" in panel(client)
        assert "Theirs" not in panel(client)
        clock(CLOSED)
        assert panel(client) == ""

    def test_a_title_is_text(self, admin, clock):
        event_page(title="<b>Bold</b>")
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        assert "&lt;b&gt;Bold" in admin.get(HOME).content.decode()
        assert "<b>Bold" not in admin.get(HOME).content.decode()

    def test_the_queries_are_the_same_for_any_number(self, client, clock):
        index = event_index()
        client.force_login(editor(index.get_parent(), "view_registration", "change_registration"))
        clock(datetime(2027, 2, 27, tzinfo=UTC))
        counts = []
        for number in (1, 3):
            for new in range(Event.objects.count() // 2, number):
                later = event_page(
                    index, slug=f"a{new}", title=f"A{new}", deadline_date=date(2027, 3, 2)
                ).event
                letter_to(registration(later), "bounced")
                closed = event_page(index, slug=f"b{new}", title=f"B{new}", capacity=2).event
                waiting(closed)
            shown = panel(client)
            assert CLOSING in shown
            assert MOVABLE in shown
            assert "Needs attention" in shown
            counts.append(queries(client, HOME))
        assert counts == [counts[0]] * 2

    def test_an_administrator_sees_all(self, client, clock):
        event_page(event_index(slug="a"), slug="a", title="One")
        event_page(event_index(slug="b"), slug="b", title="Two")
        clock(datetime(2027, 2, 24, tzinfo=UTC))
        client.force_login(administrator())
        assert "One" in panel(client)
        assert "Two" in panel(client)
