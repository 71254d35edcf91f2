from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.forms import Entry
from events.services.registration import cancel
from tests.factories import OPEN_AT, draft_event_page, event_index, event_page, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def shown(index, query="") -> str:
    return html(Client().get(index.get_url() + query))


def past_page(index, day: int, **fields):
    when = {"start_date": date(2026, 1, day), "deadline_date": date(2026, 1, 1)}
    return event_page(index, title=f"Day {day}", slug=f"day-{day}", **when, **fields)


def in_order(text: str, *titles: str) -> bool:
    places = [text.index(f">{title}</a>") for title in titles]
    return places == sorted(places)


def test_coming_events_stand_first_and_the_soonest_is_on_top():
    index = event_index(introduction="What we do.")
    event_page(index, title="Later", start_date=date(2027, 5, 1))
    past_page(index, 7)
    past_page(index, 9)
    event_page(index, title="Soon")
    text = shown(index)
    assert "What we do." in text
    assert in_order(text, "Soon", "Later", "Day 9", "Day 7")
    assert text.index(">Later</a>") < text.index(">Past</h2>") < text.index(">Day 9</a>")


def test_an_event_moves_down_when_it_ends(set_clock):
    index = event_index()
    event_page(index, title="Meeting")
    set_clock(datetime(2027, 3, 11, 16, 59, 59, tzinfo=UTC))
    assert ">Past</h2>" not in shown(index)
    set_clock(datetime(2027, 3, 11, 17, tzinfo=UTC))
    assert in_order(shown(index), "Meeting")
    assert "There are no coming events right now." in shown(index)


def test_each_says_when_where_and_what_one_can_do():
    index = event_index()
    page = event_page(index, capacity=60, summary="Come and talk.")
    entry = Entry("Cleo", "cleo@example.org", (), {}, {}, None)
    register(page.event.publication(), entry, at=OPEN_AT)
    gone = Entry("Dora", "dora@example.org", (), {}, {}, None)
    cancel(register(page.event.publication(), gone, at=OPEN_AT), at=OPEN_AT)
    text = shown(index)
    for words in (
        "Thursday 11 March 2027 at 16:00",
        "Town hall",
        "Come and talk.",
        "Open",
        "Register by 26 February.",
        "59 free seats.",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"opens_date": date(2027, 2, 20)}, "You can register from Saturday 20 February 2027."),
        ({"deadline_date": date(2027, 2, 2)}, "Closing soon"),
        ({"deadline_date": date(2027, 1, 2)}, "The deadline has passed."),
        ({"capacity": 0}, "All seats are taken."),
        ({"cancelled": True}, "Cancelled"),
        (
            {"start_date": date(2027, 2, 1), "start_time": time(12), "deadline_date": None},
            "Under way",
        ),
    ],
)
def test_its_state_has_a_word(facts, words):
    index = event_index()
    event_page(index, **facts)
    assert words in shown(index)


def test_an_empty_list_says_so():
    text = shown(event_index())
    assert "There are no coming events right now." in text
    assert "New invitations appear here." in text
    assert ">Past</h2>" not in text


def test_only_what_a_stranger_may_see_is_listed():
    index, other = event_index(), event_index(slug="other")
    draft_event_page(index, title="Draft")
    secret = event_page(index, title="Secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    gone = event_page(index, title="Gone")
    gone.unpublish()
    event_page(other, title="Elsewhere")
    text = shown(index)
    assert not [title for title in ("Draft", "Secret", "Gone", "Elsewhere") if title in text]


def test_an_alias_is_listed_with_the_event_it_is_about():
    index, other = event_index(), event_index(slug="other")
    event_page(index, title="Meeting").create_alias(parent=other)
    assert "Thursday 11 March 2027 at 16:00" in shown(other)


def test_many_past_events_are_on_several_pages():
    index = event_index()
    for day in range(1, 23):
        past_page(index, day)
    first, second = shown(index), shown(index, "?page=2")
    assert in_order(first, "Day 22", "Day 3")
    assert ">Day 2</a>" not in first
    assert in_order(second, "Day 2", "Day 1")
    assert "Page 2 of 2" in second
    assert shown(index, "?page=nonsense") == first
    assert shown(index, "?page=99") == second


def test_anybody_may_keep_it_until_an_event_changes(set_clock):
    index = event_index()
    event_page(index)
    assert Client().get(index.get_url()).headers["Cache-Control"] == "public, max-age=60"
    set_clock(datetime(2027, 2, 26, 22, 59, 53, tzinfo=UTC))
    assert Client().get(index.get_url()).headers["Cache-Control"] == "public, max-age=7"


def test_the_number_of_queries_does_not_grow_with_the_events():
    index = event_index()
    numbers = []
    for group in range(2):
        for n in range(1 + 2 * group):
            event_page(index, title=f"Coming {group} {n}", capacity=60)
            past_page(index, 1 + 10 * group + n)
        Client().get(index.get_url())
        with CaptureQueriesContext(connection) as captured:
            Client().get(index.get_url())
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 15
