"""Lists of events to subscribe to, read by programs that know nothing of each other."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Locale, PageViewRestriction, Site

from events import listing
from events.forms.text import encodable
from events.models import EventPage
from tests.factories import (
    OPEN_AT,
    administrator,
    draft_event_page,
    event_index,
    event_page,
    registration,
)
from tests.nasty import VALUES
from tests.support import rfc5545

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = ("calendar", "feed", "rss")


@pytest.fixture
def index():
    return event_index()


def address(index, kind: str, language: str = "en") -> str:
    return reverse(f"tilmeld:index_{kind}", args=[index.translation_key, language])


def site_address(kind: str, language: str = "en") -> str:
    return reverse(f"tilmeld:site_{kind}", args=[language])


def fetch(path: str, **headers):
    return Client().get(path, headers=headers)


def calendar(index) -> rfc5545.Component:
    content = fetch(address(index, "calendar")).content
    strict = rfc5545.read(content)
    lenient = Calendar.from_ical(content)
    names = [str(entry["SUMMARY"]) for entry in lenient.walk("VEVENT")]
    assert [entry["SUMMARY"].text for entry in strict.inside("VEVENT")] == names
    return strict


def feed(path: str) -> ElementTree.Element:
    return ElementTree.fromstring(fetch(path).content)


def titles(path: str) -> list[str]:
    """What stands in a calendar or a feed."""
    if path.endswith(".ics"):
        entries = Calendar.from_ical(fetch(path).content).walk("VEVENT")
        return [str(entry["SUMMARY"]) for entry in entries]
    if path.endswith(".rss"):
        return [entry.findtext("title") or "" for entry in feed(path).iter("item")]
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed(path).iter(f"{ATOM}entry")]


def past_page(index, **fields):
    when = {"start_date": date(2026, 1, 8), "deadline_date": date(2026, 1, 1)}
    return event_page(index, **when | fields)


class TestCalendar:
    def test_holds_what_is_to_come_and_what_was(self, index):
        event_page(index, title="Coming")
        past_page(index, title="Past")
        assert titles(address(index, "calendar")) == ["Coming", "Past"]

    def test_an_entry_is_the_one_that_letters_and_page_give(self, index):
        page = event_page(index, online_url="https://meet.example.org/x")
        page.start_date = date(2027, 3, 12)
        page.save_revision().publish()
        single = reverse("tilmeld:event_calendar", args=[page.event.translation_key, "en"])
        (alone,) = rfc5545.read(fetch(single).content).inside("VEVENT")
        (listed,) = calendar(index).inside("VEVENT")
        assert listed == alone
        assert listed["SEQUENCE"].value == "1"

    def test_a_cancelled_event_stays_and_says_so(self, index):
        event_page(index, cancelled=True)
        (entry,) = calendar(index).inside("VEVENT")
        assert entry["STATUS"].value == "CANCELLED"

    def test_it_is_named_after_the_list_and_the_site(self, index):
        Site.objects.update(site_name="Town, hall; & co")
        event_page(index)
        found = calendar(index)
        assert found["NAME"].text == found["X-WR-CALNAME"].text == "Events – Town, hall; & co"
        assert found["REFRESH-INTERVAL"].parameters == {"VALUE": "DURATION"}
        assert found["REFRESH-INTERVAL"].value == found["X-PUBLISHED-TTL"].value == "PT1H"

    def test_it_describes_every_zone_that_it_uses(self, index):
        event_page(index, title="Here")
        event_page(index, title="There", timezone="America/Nuuk", start_date=date(2028, 7, 1))
        event_page(index, title="Summer", start_date=date(2027, 7, 1))
        found = Calendar.from_ical(fetch(address(index, "calendar")).content)
        zones = {str(zone["TZID"]) for zone in found.walk("VTIMEZONE")}
        assert zones == {"Europe/Copenhagen", "America/Nuuk"}
        starts = {
            str(e["SUMMARY"]): e.decoded("DTSTART").astimezone(UTC) for e in found.walk("VEVENT")
        }
        assert starts["Summer"] == datetime(2027, 7, 1, 14, tzinfo=UTC)
        assert starts["Here"] == datetime(2027, 3, 11, 15, tzinfo=UTC)
        calendar(index)  # the strict reader wants each zone described

    def test_no_guest_and_no_link_for_taking_part_stands_there(self, index):
        page = event_page(index, online_url="https://meet.example.org/x")
        registration(page.event)
        content = fetch(address(index, "calendar")).content.decode().replace("\r\n ", "")
        assert "meet.example.org" not in content
        assert "cleo" not in content.lower()

    def test_an_empty_one_is_a_calendar_too(self, index):
        assert calendar(index).inside("VEVENT") == []

    def test_nothing_typed_breaks_it(self, index):
        pages = [event_page(index, slug=f"page-{number}") for number in range(20)]
        texts = [encodable(value.replace("\x00", ""))[:200] for value in VALUES.values()]
        for first in range(0, len(texts), len(pages)):
            for page, text in zip(pages, texts[first:], strict=False):
                page.title = page.venue_name = page.summary = text
            EventPage.objects.bulk_update(pages, ["title", "venue_name", "summary"])
            calendar(index)
            assert len(titles(address(index, "feed"))) == len(pages)


class TestFeed:
    def test_the_newest_invitation_is_on_top_and_past_ones_are_gone(self, index, set_clock):
        event_page(index, title="First", start_date=date(2027, 6, 1))
        past_page(index, title="Past")
        set_clock(OPEN_AT + timedelta(hours=1))
        event_page(index, title="Second")
        assert titles(address(index, "feed")) == ["Second", "First"]

    def test_an_entry_says_what_when_and_where(self, index):
        page = event_page(index, title="Tea <b>&</b> cake", summary="1 < 2", slug="tea")
        (entry,) = feed(address(index, "feed")).iter(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Tea <b>&</b> cake"
        assert entry.findtext(f"{ATOM}id") == page.event.translation_key.urn
        assert entry.find(f"{ATOM}link").get("href") == page.full_url
        summary = entry.findtext(f"{ATOM}summary").replace("\u00a0", " ")
        assert summary == ("<p>Thursday 11 March 2027, 16:00–18:00 · Town hall</p><p>1 &lt; 2</p>")

    def test_it_has_what_atom_asks_for(self, index):
        event_page(index)
        found = feed(address(index, "feed"))
        assert found.findtext(f"{ATOM}id") == index.translation_key.urn
        assert found.findtext(f"{ATOM}title") == "Events – Tilmeld"
        assert found.findtext(f"{ATOM}author/{ATOM}name")
        updated = datetime.fromisoformat(found.findtext(f"{ATOM}updated"))
        assert updated == OPEN_AT
        rels = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
        assert rels["alternate"].endswith(index.get_url())
        assert rels["self"].endswith(address(index, "feed"))

    def test_a_changed_invitation_stays_the_same_entry(self, index, set_clock):
        page = event_page(index)
        set_clock(OPEN_AT + timedelta(hours=1))
        page.title, page.cancelled = "Another", True
        page.save_revision().publish()
        (entry,) = feed(address(index, "feed")).iter(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Cancelled: Another"
        published, updated = (
            datetime.fromisoformat(entry.findtext(f"{ATOM}{name}"))
            for name in ("published", "updated")
        )
        assert (published, updated) == (OPEN_AT, OPEN_AT + timedelta(hours=1))


class TestRss:
    def test_an_entry_says_the_same_as_in_the_feed(self, index):
        page = event_page(index, title="Tea <b>&</b> cake", summary="1 < 2", slug="tea")
        (entry,) = feed(address(index, "rss")).iter("item")
        assert entry.findtext("title") == "Tea <b>&</b> cake"
        assert entry.findtext("link") == page.full_url
        assert entry.findtext("guid") == page.event.translation_key.urn
        assert entry.find("guid").get("isPermaLink") == "false"
        assert "<p>1 &lt; 2</p>" in entry.findtext("description")
        assert parsedate_to_datetime(entry.findtext("pubDate")) == OPEN_AT


@pytest.mark.parametrize("kind", KINDS)
class TestAll:
    def test_type_and_time_to_keep(self, index, kind):
        headers = fetch(address(index, kind)).headers
        types = {
            "calendar": "text/calendar",
            "feed": "application/atom+xml",
            "rss": "application/rss+xml",
        }
        assert headers["Content-Type"] == f"{types[kind]}; charset=utf-8"
        assert headers["Cache-Control"] == "public, max-age=60"
        made_up = fetch(address(index, kind) + "?nocache=1").headers
        assert made_up["Cache-Control"] == "private, max-age=60"

    def test_who_has_it_already_is_told_so(self, index, kind):
        event_page(index)
        path = address(index, kind)
        first = fetch(path)
        for headers in (
            {"If-None-Match": first.headers["ETag"]},
            {"If-Modified-Since": first.headers["Last-Modified"]},
        ):
            again = fetch(path, **headers)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["Cache-Control"] == "public, max-age=60"

    @pytest.mark.parametrize("act", ["publish", "unpublish", "move", "restrict"])
    def test_whoever_has_it_hears_of_every_change(self, index, kind, act, set_clock):
        page = event_page(index)
        event_page(index, title="Another", slug="another")
        path = address(index, kind)
        first = fetch(path)
        set_clock(OPEN_AT + timedelta(hours=1))
        self.do(act, page)
        for headers in (
            {"If-None-Match": first.headers["ETag"]},
            {"If-Modified-Since": first.headers["Last-Modified"]},
        ):
            assert fetch(path, **headers).status_code == 200

    def test_whoever_had_it_while_it_changed_hears_of_that(
        self, index, kind, set_clock, monkeypatch
    ):
        page = event_page(index)
        set_clock(OPEN_AT + timedelta(hours=1))
        listed = listing.listed

        def changing(*asked):
            items = listed(*asked)
            page.unpublish()
            return items

        monkeypatch.setattr(listing, "listed", changing)
        first = fetch(address(index, kind))
        monkeypatch.undo()
        again = fetch(address(index, kind), **{"If-Modified-Since": first.headers["Last-Modified"]})
        assert again.status_code == 200

    def do(self, act, page):
        if act == "publish":
            page.venue_name = "Library"
            page.save_revision().publish()
        elif act == "unpublish":
            page.unpublish()
        elif act == "move":
            page.move(event_index(slug="elsewhere"), pos="last-child", user=administrator())
        else:
            restriction = PageViewRestriction(page=page, restriction_type="login")
            restriction.save(user=administrator("boss"))

    def test_only_what_a_stranger_finds_stands_there(self, index, kind):
        draft_event_page(index, title="Draft", slug="draft")
        event_page(index, title="Link", slug="link", audience="link")
        event_page(index, title="Invited", slug="invited", audience="invited")
        event_page(index, title="Gone", slug="gone").unpublish()
        secret = event_page(index, title="Secret", slug="secret")
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        event_page(event_index(slug="other"), title="Elsewhere")
        event_page(index, title="Found")
        assert titles(address(index, kind)) == ["Found"]

    def test_a_restricted_list_has_none_for_strangers(self, index, kind, client):
        event_page(index)
        PageViewRestriction.objects.create(page=index, restriction_type="login")
        assert fetch(address(index, kind)).status_code == 404
        client.force_login(administrator())
        own = client.get(address(index, kind))
        assert own.status_code == 200
        assert own.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("language", ["da", "xx", "en%0A"])
    def test_a_list_that_is_not_there_has_none(self, index, kind, language):
        path = address(index, kind).replace("/en/", f"/{language}/")
        assert fetch(path).status_code == 404

    def test_nor_has_one_that_was_unpublished(self, index, kind):
        index.unpublish()
        assert fetch(address(index, kind)).status_code == 404

    def test_it_keeps_its_address_when_the_list_is_moved(self, index, kind):
        event_page(index, title="Found")
        path = address(index, kind)
        index.slug = "another-address"
        index.save_revision().publish()
        assert titles(path) == ["Found"]

    def test_an_event_stands_there_once_though_it_has_an_alias(self, index, kind):
        page = event_page(index)
        page.create_alias(update_slug="mirror")
        response = fetch(address(index, kind)).content.decode().replace("\r\n ", "")
        assert titles(address(index, kind)) == ["Dialogue meeting"]
        assert page.get_url() in response
        assert "mirror" not in response

    def test_the_sites_own_holds_all_lists_of_its_language(self, index, kind):
        event_page(index, title="Here")
        page = event_page(event_index(slug="other"), title="There", slug="there")
        danish = Locale.objects.create(language_code="da")
        page.title = "Danish"
        translated = page.copy_for_translation(danish, copy_parents=True)
        translated.title = "Dansk"
        translated.save_revision().publish()
        assert sorted(titles(site_address(kind))) == ["Here", "There"]
        assert titles(site_address(kind, "da")) == ["Dansk"]
        assert fetch(site_address(kind, "xx")).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_events(self, index, kind):
        numbers = []
        for group in range(2):
            for n in range(1 + 2 * group):
                event_page(index, title=f"Coming {group} {n}", slug=f"coming-{group}-{n}")
            fetch(address(index, kind))
            with CaptureQueriesContext(connection) as captured:
                fetch(address(index, kind))
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 12

    def test_nothing_but_reading(self, index, kind):
        assert Client().post(address(index, kind)).status_code == 405
