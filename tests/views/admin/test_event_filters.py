"""What the list of events can be narrowed to."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

from events.models import Event
from events.views.admin.event_filters import FINDERS
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

from .support import names, queries, text, waiting

EVENTS = "tilmeld_admin:events"
RESULTS = "tilmeld_admin:events_results"

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return event_index()


def add(index, title, taken=0, **fields):
    page = event_page(index, slug=title.lower(), title=title, **fields)
    for number in range(taken):
        registration(page.event, f"guest{number}")
    return page


def choose(page, *choices):
    for number, choice in enumerate(choices):
        registration(page.event, f"guest{number}", answers={"qwork": choice})


def found(client, **narrowed):
    return sorted(names(client.get(reverse(RESULTS), narrowed)))


def instant(words):
    return datetime.fromisoformat(f"2027-{words}").replace(tzinfo=UTC)


@pytest.fixture
def all_kinds(index, clock):
    clock(OPEN_AT)
    add(index, "Open")
    add(index, "Later", opens_date=date(2027, 2, 2))
    add(index, "Soon", deadline_date=date(2027, 2, 2))
    add(index, "Full", capacity=1, taken=1)
    add(index, "Line", capacity=1, taken=1, waiting_list="promote")
    add(index, "Room", capacity=2, taken=1)
    workshops = {"questions": [needed("A [1]\nB [2]")], "capacity": 9}
    choose(add(index, "Chosen", **workshops), "A", "B", "B")
    choose(add(index, "Chosen-line", waiting_list="promote", **workshops), "A", "B", "B")
    choose(add(index, "Choices", **workshops), "A", "A", "B")
    choose(add(index, "Optional", questions=[needed("A [1]", required=False)]), "A")
    add(index, "Closed", deadline_date=date(2027, 1, 31))
    add(index, "Gone", start_date=date(2027, 1, 5), deadline_date=None)
    add(index, "Off", cancelled=True)
    add(index, "Off-long-ago", cancelled=True, start_date=date(2027, 1, 5), deadline_date=None)
    draft_event_page(index, title="Draft", slug="draft")


OF_STATES = {
    "coming": [
        *["Choices", "Chosen", "Chosen-line", "Closed", "Full", "Later", "Line", "Open"],
        *["Optional", "Room", "Soon"],
    ],
    "open": ["Choices", "Chosen-line", "Line", "Open", "Optional", "Room", "Soon"],
    "closing_soon": ["Soon"],
    "full": ["Chosen", "Chosen-line", "Full", "Line"],
    "past": ["Gone"],
    "cancelled": ["Off", "Off-long-ago"],
}


@pytest.mark.usefixtures("all_kinds")
class TestStates:
    def test_each_finds_its_own(self, admin, subtests):
        for state, titles in OF_STATES.items():
            with subtests.test(state):
                assert found(admin, state=state) == titles

    def test_every_event_that_is_published_is_coming_past_or_cancelled(self, admin):
        parts = [found(admin, state=state) for state in ("coming", "past", "cancelled")]
        assert sorted(sum(parts, [])) == sorted(set(found(admin)) - {"Draft"})

    def test_a_page_that_nobody_can_see_takes_no_registrations(self, admin, subtests):
        for event in Event.objects.exclude(page=None):
            event.page.specific.unpublish()
        for state in ("open", "closing_soon", "full"):
            with subtests.test(state):
                assert found(admin, state=state) == []

    def test_an_unknown_state_finds_all_and_breaks_nothing(self, admin):
        assert len(found(admin, state="<script>")) == 15

    def test_nothing_of_anybody_elses(self, client):
        theirs = event_page(event_index(slug="theirs"), slug="theirs", title="Theirs")
        client.force_login(editor(theirs.get_parent()))
        assert found(client, state="open") == ["Theirs"]


class TestInstants:
    """The filters ask the database what ``Window.state`` answers."""

    @pytest.mark.parametrize(
        ("state", "spans"),
        [
            ("open", {"02-02T22:59": 0, "02-02T23:00": 1, "02-26T22:59": 1, "02-26T23:00": 0}),
            (
                "closing_soon",
                {"02-24T22:59": 0, "02-24T23:00": 1, "02-26T22:59": 1, "02-26T23:00": 0},
            ),
            ("coming", {"01-01T00:00": 1, "03-11T16:59": 1, "03-11T17:00": 0}),
            ("past", {"03-11T16:59": 0, "03-11T17:00": 1}),
        ],
    )
    def test_each_begins_at_its_instant_and_is_over_at_its_end(self, index, state, spans):
        add(index, "Open", opens_date=date(2027, 2, 3))
        assert {each: FINDERS[state](instant(each)).count() for each in spans} == spans

    def test_full_is_said_only_while_one_could_register(self, index):
        add(index, "Full", capacity=1, taken=1, opens_date=date(2027, 2, 3))
        spans = {"02-02T22:59": 0, "02-02T23:00": 1, "02-26T22:59": 1, "02-26T23:00": 0}
        assert {each: FINDERS["full"](instant(each)).count() for each in spans} == spans


class TestSections:
    def test_what_stands_under_a_page(self, admin):
        culture, sport = (
            event_index(title="Culture", slug="a"),
            event_index(title="Sport", slug="b"),
        )
        add(culture, "Concert")
        add(sport, "Run")
        draft_event_page(sport, title="Swim", slug="swim")
        assert found(admin, section=sport.pk) == ["Run", "Swim"]

    def test_those_of_the_same_name_say_what_they_stand_under(self, admin):
        library = event_index(title="Library", slug="library")
        add(event_index(), "Concert")
        add(event_index(library, slug="talks"), "Talk")
        add(event_index(title="Sport", slug="sport"), "Run")
        shown = text(admin.get(reverse(EVENTS)))
        assert "Events (Library)" in shown
        assert "Sport (" not in shown

    def test_one_alone_is_no_choice(self, admin, index):
        add(index, "Concert")
        assert "Section" not in text(admin.get(reverse(EVENTS)))

    def test_another_section_is_neither_named_nor_found(self, client):
        ours, theirs = event_index(title="Ours", slug="a"), event_index(title="Theirs", slug="b")
        also = event_index(title="Also ours", slug="c")
        add(theirs, "Run")
        add(also, "Talk")
        concert = add(ours, "Concert")
        user = organiser(concert.event)
        Event.objects.get(title="Talk").organisers.add(user.groups.get())
        client.force_login(user)
        shown = text(client.get(reverse(EVENTS)))
        assert "Ours" in shown
        assert "Theirs" not in shown
        assert found(client, section=theirs.pk) == ["Concert", "Talk"]


class TestLanguages:
    def test_an_event_is_found_by_each_language_it_is_written_in(self, admin, index):
        Locale.objects.get_or_create(language_code="da")
        add(index, "Concert")
        in_danish(add(index, "Talk"), [])
        assert found(admin, locale="da") == ["Talk"]
        assert found(admin, locale="en") == ["Concert", "Talk"]

    def test_one_alone_is_no_choice(self, admin, index, settings):
        add(index, "Concert")
        assert 'name="locale"' in admin.get(reverse(EVENTS)).content.decode()
        settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
        get_content_languages.cache_clear()
        shown = admin.get(reverse(EVENTS)).content.decode()
        get_content_languages.cache_clear()
        assert 'name="locale"' not in shown


class TestTogether:
    def test_filters_and_search_narrow_one_another(self, clock, admin):
        clock(OPEN_AT)
        culture, sport = (
            event_index(title="Culture", slug="a"),
            event_index(title="Sport", slug="b"),
        )
        for each in (culture, sport):
            add(each, "Concert")
            add(each, "Concert-cancelled", cancelled=True)
            add(each, "Other")
        assert found(admin, section=sport.pk, state="coming", q="concert") == ["Concert"]

    def test_the_queries_are_the_same_for_any_number(self, client):
        ours = [event_index(title=f"S{number}", slug=f"s{number}") for number in range(3)]
        client.force_login(editor(ours[0].get_parent(), "view_registration"))
        narrowed = [f"?state={each}&section={ours[0].pk}&locale=en" for each in FINDERS]
        counts = []
        for number in (1, 3):
            for index in ours[: number + 1]:
                for each in range(number):
                    page = add(index, f"E{number}{each}", questions=[needed("A [9]")])
                    choose(page, "A")
                    waiting(page.event)
            counts.append([queries(client, reverse(EVENTS) + each) for each in ("", *narrowed)])
        assert counts[0] == counts[1]
