from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Locale, PageViewRestriction

from events.forms import Entry
from events.models import Topic
from events.services.registration import cancel
from home.models import HomePage
from tests.factories import (
    OPEN_AT,
    administrator,
    draft_event_page,
    event_index,
    event_page,
    needed,
    register,
    registration,
    root_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def shown(index, query="") -> str:
    return html(Client().get(index.get_url() + query))


def past_page(index, day: int, **fields):
    when = {"start_date": date(2026, 1, day), "deadline_date": date(2026, 1, 1)}
    return event_page(index, **{"title": f"Day {day}", "slug": f"day-{day}"} | when | fields)


def soup(index, query="") -> BeautifulSoup:
    return BeautifulSoup(Client().get(index.get_url() + query).content, "html.parser")


def titles(page) -> list[str]:
    return [title.text for title in page("h3", class_="ev-item__title")]


def by_month(page) -> list[tuple[str, list[str]]]:
    months = page("div", class_="ev-month")
    return [(month.find(class_="ev-month__name").text, titles(month)) for month in months]


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


@pytest.mark.parametrize(
    ("waiting_list", "state"),
    [("off", "Full"), ("promote", "Waiting list Register by 26 February.")],
)
def test_where_all_choices_are_taken_nothing_is_said_of_the_seats(waiting_list, state):
    index, questions = event_index(), [needed("A [0]\nB [0]")]
    event_page(index, capacity=60, waiting_list=waiting_list, questions=questions)
    assert " ".join(soup(index).find(class_="ev-item__state").text.split()) == state


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


def test_a_page_and_its_alias_in_one_list_are_one_event():
    index = event_index()
    page = event_page(index, title="Meeting")
    alias = page.create_alias(update_slug="mirror")
    links = [link["href"] for link in soup(index).select(".ev-item a")]
    assert links == [page.url]
    page.unpublish()
    alias.refresh_from_db()
    assert (alias.live, soup(index).select(".ev-item")) == (False, [])


def test_an_alias_is_listed_with_the_event_it_is_about():
    index, other = event_index(), event_index(slug="other")
    event_page(index, title="Meeting").create_alias(parent=other)
    assert "Thursday 11 March 2027 at 16:00" in shown(other)


def test_an_event_in_another_zone_says_so():
    index = event_index()
    event_page(index, timezone="America/New_York")
    when = soup(index).find(class_="ev-item").time.text
    assert when.replace("\u00a0", " ") == (
        "Thursday 11 March 2027 at 16:00 (time zone America/New York)"
    )


def test_events_are_grouped_by_the_month_they_begin_in():
    index = event_index()
    event_page(index, title="Last in March", start_date=date(2027, 3, 31))
    event_page(index, title="Over New Year", start_date=date(2027, 12, 31), end_time=None)
    event_page(index, title="First in April", start_date=date(2027, 4, 1))
    months = soup(index)("p", class_="ev-month__name")
    assert [month.text for month in months] == ["March 2027", "April 2027", "December 2027"]
    for month, title in zip(
        months, ("Last in March", "First in April", "Over New Year"), strict=True
    ):
        (named,) = month.parent("ul", attrs={"aria-labelledby": month["id"]})
        assert titles(named) == [title]


def test_each_month_stands_once_though_it_begins_earlier_elsewhere(set_clock):
    index = event_index()
    late = {"start_time": time(23), "end_time": None}
    event_page(index, title="In March", start_date=date(2027, 3, 31), **late)
    there = {"timezone": "Pacific/Auckland", "start_time": time(9)}
    event_page(index, title="In April, there", start_date=date(2027, 4, 1), **there)
    event_page(index, title="In April", start_date=date(2027, 4, 2))
    grouped = [("March 2027", ["In March"]), ("April 2027", ["In April, there", "In April"])]
    assert by_month(soup(index)) == grouped
    set_clock(datetime(2028, 1, 1, tzinfo=UTC))
    newest_first = [(month, titles[::-1]) for month, titles in grouped[::-1]]
    assert by_month(soup(index, "?when=past")) == newest_first


def test_the_last_few_that_were_stand_below_and_the_others_are_a_link_away():
    index = event_index()
    for day in range(1, 8):
        past_page(index, day)
    page = soup(index)
    assert titles(page) == ["Day 7", "Day 6", "Day 5", "Day 4", "Day 3"]
    more = page.find("a", string="All past events")["href"]
    assert titles(soup(index, more)) == [f"Day {day}" for day in range(7, 0, -1)]


def test_many_events_are_on_several_pages():
    index = event_index()
    for day in range(1, 23):
        past_page(index, day)
    first, second = shown(index, "?when=past"), shown(index, "?when=past&page=2")
    assert in_order(first, "Day 22", "Day 3")
    assert ">Day 2</a>" not in first
    assert in_order(second, "Day 2", "Day 1")
    assert "Page 2 of 2" in second
    assert soup(index, "?when=past").find("a", rel="next")["href"] == "?when=past&page=2#past"
    assert soup(index, "?when=past&page=2").find("a", rel="prev")["href"] == "?when=past#past"


def about(page, *topics: str) -> None:
    page.topics.set([Topic.objects.get_or_create(name=name)[0] for name in topics])
    page.save_revision().publish()


class TestATopic:
    @pytest.fixture
    def index(self):
        index = event_index()
        about(event_page(index, title="Here"), "Housing", "Work & pay")
        about(event_page(index, title="There", start_date=date(2027, 4, 1)), "Housing")
        event_page(index, title="Elsewhere", venue_name="Library")
        about(past_page(index, 5, title="Ended"), "Noise")
        return index

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?topic=Housing", ["Here", "There"]),
            ("?topic=Work+%26+pay", ["Here"]),
            ("?topic=Housing&place=Library", []),
            ("?topic=Noise", ["Ended"]),
            ("?topic=Nothing", ["Elsewhere", "Here", "There", "Ended"]),
        ],
    )
    def test_is_what_events_are_about(self, index, query, found):
        assert sorted(titles(soup(index, query))) == sorted(found)

    def test_can_be_chosen_where_a_coming_event_is_about_it(self, index):
        form = soup(index, "?topic=Housing").form
        assert [o.text for o in form.find(id="topic")("option")] == [
            "All topics",
            "Housing",
            "Work & pay",
        ]
        assert form.find("option", selected=True).text == "Housing"

    def test_is_kept_by_anybody_where_it_is_asked_for_in_one_way(self, index):
        for query, whose in {"?topic=Housing&open=1": "public", "?topic=None": "private"}.items():
            headers = Client().get(index.get_url() + query).headers
            assert headers["Cache-Control"] == f"{whose}, max-age=60"

    def test_of_a_draft_is_not_known(self):
        page = event_page()
        page.topics.add(Topic.objects.create(name="Secret"))
        page.save_revision()
        assert "Secret" not in shown(page.get_parent())


class TestWhatIsAskedFor:
    @pytest.fixture
    def index(self):
        index = event_index()
        event_page(index, title="Here", venue_name="Town hall")
        event_page(index, title="There", venue_name="Library & café", start_date=date(2027, 4, 1))
        past_page(index, 5, title="Ended", venue_name="Old mill")
        event_page(
            index, title="Later", venue_name="Town hall", opens_date=date(2027, 2, 9), capacity=5
        )
        return index

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?place=Library+%26+caf%C3%A9", ["There"]),
            ("?place=Town+hall", ["Here", "Later"]),
            ("?place=Town+hall&open=1", ["Here"]),
            ("?open=1", ["Here", "There"]),
            ("?when=past", ["Ended"]),
            ("?when=past&place=Town+hall", []),
            ("?place=Old+mill", ["Ended"]),
            ("?place=&open=", ["Here", "Later", "There", "Ended"]),
        ],
    )
    def test_is_what_is_shown(self, index, query, found):
        assert titles(soup(index, query)) == found

    @pytest.mark.parametrize(
        "query",
        [
            "?place=Nowhere",
            "?place=%00",
            "?place=%F0%28%8C%28",
            "?open=perhaps&when=never",
            "?page=nonsense",
            "?page=-1",
            "?page=99999999999999999999999",
            "?page=999&unknown=1",
            "?" + "&".join(f"page={n}" for n in range(900)),
        ],
    )
    def test_what_makes_no_sense_changes_nothing(self, index, query):
        assert titles(soup(index, query)) == titles(soup(index))

    def test_is_shown_in_the_form(self, index):
        form = soup(index, "?place=Town+hall&open=1").form
        assert form.find("option", selected=True).text == "Town hall"
        assert form.find("input", attrs={"name": "open"}).has_attr("checked")
        assert [o.text for o in form("option")] == ["All places", "Library & café", "Town hall"]

    @pytest.mark.parametrize("past", ["", "when=past&"])
    def test_is_sent_letter_by_letter(self, index, past):
        """The text of an option without a value is sent with its blanks run together."""
        page = event_page(index, title="Double", slug="double", venue_name="Hall  2 <b>")
        about(page, "Work  & pay")
        for name, word in (("place", "Hall  2 <b>"), ("topic", "Work  & pay")):
            form = soup(index, f"?{past}{urlencode({name: word})}").form
            chosen = form.find(id=name).find("option", selected=True)
            assert chosen["value"] == word
        options = soup(index).form("option")
        assert {option["value"] for option in options} == {
            *("", "Hall  2 <b>", "Library & café", "Town hall", "Work  & pay")
        }

    def test_is_kept_from_page_to_page(self, index):
        for day in range(1, 29):
            event_page(index, title=f"May {day}", slug=f"may-{day}", start_date=date(2027, 5, day))
        link = soup(index, "?place=Town+hall&open=1").find("a", rel="next")["href"]
        assert link == "?place=Town+hall&open=1&page=2#coming"
        assert titles(soup(index, link.partition("#")[0]))[-1] == "May 28"

    def test_says_so_where_nothing_is_like_that_and_leads_back_to_all(self, index):
        page = soup(index, "?place=Old+mill&open=1")
        assert "No coming events are like that." in page.text
        assert page.find("a", string="Show all coming events")["href"] == index.get_url()

    def test_needs_no_form_where_there_is_nothing_to_choose(self):
        index = event_index()
        event_page(index)
        assert soup(index).form is None


class TestOpenForRegistration:
    """The filter, asked in SQL, says what each event's state says."""

    @pytest.mark.parametrize(
        "facts",
        [
            {},
            {"capacity": 0},
            {"capacity": 0, "waiting_list": "promote"},
            {"capacity": 1},
            {"capacity": 1, "questions": [needed("A [0]\nB [1]")]},
            {"capacity": 1, "questions": [needed("A [0]\nB [0]")]},
            {"questions": [needed("A [0]")], "waiting_list": "offer"},
            {"cancelled": True},
            {"opens_date": date(2027, 2, 1), "opens_time": time(13)},
            {"opens_date": date(2027, 2, 1), "opens_time": time(13, 1)},
            {"deadline_date": date(2027, 2, 1), "deadline_time": time(13)},
            {"deadline_date": date(2027, 2, 1), "deadline_time": time(13, 1)},
            {"start_date": date(2027, 2, 1), "start_time": time(9), "deadline_date": None},
        ],
    )
    def test_agrees_with_the_state(self, facts):
        index = event_index()
        event = event_page(index, **facts).event
        full = event.room().is_full
        takes = event.window.state(OPEN_AT, full=full).takes_registrations
        assert titles(soup(index, "?open=1")) == (["Dialogue meeting"] if takes else [])

    def test_counts_the_seats_that_are_taken(self):
        index = event_index()
        registration(event_page(index, capacity=1).event)
        choices = event_page(index, slug="choices", questions=[needed("A [1]")]).event
        assert titles(soup(index, "?open=1")) == ["Dialogue meeting"]
        registration(choices, answers={"qwork": "A"})
        assert titles(soup(index, "?open=1")) == []


class TestWhoMaySeeIt:
    def test_whoever_passed_the_lists_own_restriction_finds_its_events(self, client):
        index = event_index()
        event_page(index, title="For staff")
        secret = event_page(index, title="For few")
        PageViewRestriction.objects.create(page=index, restriction_type="login")
        PageViewRestriction.objects.create(
            page=secret, restriction_type="password", password="open sesame"
        )
        assert client.get(index.get_url()).status_code == 302
        client.force_login(administrator())
        response = client.get(index.get_url())
        assert titles(BeautifulSoup(response.content, "html.parser")) == ["For staff"]
        assert "private" in response.headers["Cache-Control"]

    def test_an_alias_is_listed_for_those_only_who_may_see_its_original(self):
        section, index = event_index(slug="section"), event_index()
        further = event_index(slug="further")
        page = event_page(section, title="Meeting")
        page.create_alias(parent=index).create_alias(parent=further)
        assert titles(soup(index)) == titles(soup(further)) == ["Meeting"]
        restricted = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert titles(soup(index)) == titles(soup(further)) == []
        restricted.page = section
        restricted.save()
        assert titles(soup(index)) == titles(soup(further)) == []

    def test_who_has_the_key_to_both_finds_the_alias_too(self, client):
        section = event_index(slug="section")
        inner = event_index(section, slug="inner")
        event_page(section, title="Meeting").create_alias(parent=inner)
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        client.force_login(administrator())
        found = BeautifulSoup(client.get(section.get_url()).content, "html.parser")
        assert titles(found) == ["Meeting"]
        found = BeautifulSoup(client.get(inner.get_url()).content, "html.parser")
        assert titles(found) == ["Meeting"]

    @pytest.mark.parametrize("audience", ["link", "invited"])
    def test_events_by_invitation_are_not_listed(self, audience):
        index = event_index()
        event_page(index, audience=audience)
        assert titles(soup(index)) == []


class TestItsHead:
    def test_names_its_calendar_and_its_feed(self):
        index = event_index()
        head = soup(index).head
        kinds = {a["type"]: a["href"] for a in head("link", rel="alternate", type=True)}
        path = f"/tilmeld/events/{index.translation_key}/en/"
        assert kinds["text/calendar"].endswith(path + "calendar.ics")
        assert kinds["application/atom+xml"].endswith(path + "feed.atom")
        assert kinds["application/rss+xml"].endswith(path + "feed.rss")
        webcal = soup(index).find("section", class_="ev-subscribe").a["href"]
        assert webcal.partition(":")[::2] == ("webcal", kinds["text/calendar"].partition(":")[2])

    @pytest.mark.parametrize(
        ("query", "canonical"), [("", ""), ("?when=past", "?when=past"), ("?open=1", "")]
    )
    def test_names_one_address_for_what_is_the_same(self, query, canonical):
        index = event_index()
        link = soup(index, query).head.find("link", rel="canonical")["href"]
        assert link.endswith(index.get_url() + canonical)

    def test_leads_to_the_same_list_in_other_languages(self):
        index = event_index()
        danish = Locale.objects.create(language_code="da")
        translated = index.copy_for_translation(danish, copy_parents=True)
        translated.save_revision().publish()
        page = soup(index)
        assert [a["hreflang"] for a in page.head("link", hreflang=True)] == ["en", "da"]
        (link,) = page.main("a", hreflang=True)
        assert (link.text, link["lang"]) == ("Dansk", "da")
        assert link["href"].endswith(translated.get_url())


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
            page = event_page(
                index, title=f"Coming {group} {n}", capacity=60, questions=[needed("A [9]")]
            )
            registration(page.event, answers={"qwork": "A"})
            past_page(index, 1 + 10 * group + n)
        Client().get(index.get_url())
        with CaptureQueriesContext(connection) as captured:
            Client().get(index.get_url())
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 14  # of which Wagtail needs 7 to find the page


def test_what_lies_below_is_found_whatever_it_is():
    index = event_index()
    index.add_child(instance=HomePage(title="Not an event", slug="other"))
    draft = draft_event_page(index)
    page = event_page(index, title="Meeting", slug="meeting")
    answers = [Client().get(index.get_url() + slug) for slug in ("other/", "meeting/", "none/")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert "Meeting" in html(answers[1])
    assert Client().get(f"{page.get_url()}none/").status_code == 404
    assert Client().get(f"{index.get_url()}{draft.slug}/").status_code == 404


class TestWhoMayKeepIt:
    """Made-up addresses must not fill the caches between us and the visitors."""

    @pytest.fixture
    def index(self):
        index = event_index()
        for day in range(1, 23):
            past_page(index, day)
        event_page(index)
        return index

    def test_anybody_keeps_what_can_be_asked_for_in_one_way(self, index, subtests):
        ways = ["", "?when=past", "?when=past&page=2", "?place=Town+hall&open=1", "?open=1"]
        for query in ways:
            with subtests.test(query):
                assert kept(index, query) == "public, max-age=60"

    def test_only_the_browser_keeps_what_anybody_could_make_up(self, index, subtests):
        made_up = ["?utm_source=letter", "?open=2", "?open=1&open=1", "?page=1", "?page=99"]
        made_up += ["?page=02", "?place=Nowhere", "?place=Town%20hall", "?&open=1"]
        for query in made_up:
            with subtests.test(query):
                assert kept(index, query) == "private, max-age=60"


def kept(index, query: str) -> str:
    return Client().get(index.get_url() + query).headers["Cache-Control"]


class TestPreview:
    def test_of_a_list_that_is_being_made(self, client):
        client.force_login(administrator())
        path = reverse("wagtailadmin_pages:preview_on_add", args=self.kind())
        sent = {"title": "New list", "slug": "new-list", "introduction": "What we plan."}
        comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
        assert client.post(path, sent | comments).json()["is_valid"]
        shown = client.get(path, {"mode": ""})
        assert shown.status_code == 200
        assert "What we plan." in html(shown)

    def kind(self):
        return "tilmeld", "eventindexpage", root_page().pk

    def test_of_one_that_is_changed(self, client):
        index = event_index()
        event_page(index)
        index.introduction = "Something new."
        shown = html(index.make_preview_request())
        assert "Something new." in shown
        assert "Dialogue meeting" in shown
