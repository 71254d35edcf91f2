"""Pages kept for visitors: quick, never older than allowed, never anybody's own."""

import random
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.models import EventSettings, Registration, Sender
from events.page_cache import forget_pages
from events.services import registration as service
from tests.factories import OPEN_AT, administrator, event_page, registration

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
#: Of a page that shows how many seats are left.
BOUND = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def real_cache(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"tilmeld_pages": {"BACKEND": backend, "LOCATION": "pages"}}
    caches["tilmeld_pages"].clear()


@pytest.fixture
def clock(set_clock):
    set_clock(OPEN_AT)
    return set_clock


@pytest.fixture
def page(clock, django_capture_on_commit_callbacks):
    return event_page(capacity=10)


def get(page, client=None, **options):
    return (client or Client()).get(page.get_url(), **options)


def seats(response) -> str:
    words = response.content.decode().replace("\u00a0", " ")
    return words.partition(" seats left")[0].rpartition(">")[2].split()[-1]


class TestWhatIsKept:
    def test_the_second_visitor_costs_no_query(self, page, django_assert_num_queries):
        first = get(page)
        with django_assert_num_queries(0):
            second = get(page)
        assert second.content == first.content
        assert second.headers == first.headers

    def test_it_ends_when_the_page_says(self, page, clock):
        get(page)
        registration(page.event)
        clock(OPEN_AT + BOUND - SECOND)
        assert seats(get(page)) == "10"
        clock(OPEN_AT + BOUND)
        assert seats(get(page)) == "9"

    def test_time_runs_from_when_it_was_asked_for(self, page, clock, monkeypatch):
        """A slow answer is no fresher for having taken long."""
        from events.views import public  # noqa: PLC0415

        whole = public.keep_shared

        def slowly(*args, **options):
            clock(OPEN_AT + 2 * SECOND)
            return whole(*args, **options)

        monkeypatch.setattr(public, "keep_shared", slowly)
        assert get(page).headers["Age"] == "2"
        registration(page.event)
        clock(OPEN_AT + BOUND)
        assert seats(get(page)) == "9"

    def test_its_age_is_told_so_that_copies_of_it_end_in_time_too(self, page, clock):
        assert "Age" not in get(page).headers
        clock(OPEN_AT + 3 * SECOND)
        kept = get(page)
        assert kept.headers["Age"] == "3"
        assert kept.headers["Cache-Control"] == "public, max-age=5"

    def test_whoever_has_it_is_told_so(self, page):
        etag = get(page).headers["ETag"]
        unchanged = get(page, headers={"If-None-Match": etag})
        assert (unchanged.status_code, unchanged.content) == (304, b"")

    def test_and_how_old_it_is(self, page, clock):
        etag = get(page).headers["ETag"]
        clock(OPEN_AT + 3 * SECOND)
        unchanged = get(page, headers={"If-None-Match": etag})
        assert (unchanged.status_code, unchanged.headers["Age"]) == (304, "3")

    @pytest.mark.parametrize(
        "other", [{"headers": {"Host": "other.example.org"}}, {"data": {"page": "2"}}]
    )
    def test_each_host_and_query_has_its_own(self, page, settings, other):
        settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
        get(page)
        registration(page.event)
        assert (seats(get(page)), seats(get(page, **other))) == ("10", "9")

    def test_a_host_that_is_not_ours_is_refused(self, page):
        get(page)
        assert get(page, headers={"Host": "evil.example.org"}).status_code == 400

    def test_a_question_about_the_head_alone_is_answered_from_it(
        self, page, django_assert_num_queries
    ):
        shown = get(page)
        with django_assert_num_queries(0):
            head = Client().head(page.get_url())
        assert head.headers == shown.headers
        assert head.content == b""

    def test_a_head_alone_is_not_kept(self, page):
        Client().head(page.get_url())
        assert b"<form" in get(page).content


class TestWhatIsNot:
    def test_staff_see_the_page_as_it_is(self, page):
        client = Client()
        client.force_login(administrator())
        get(page)
        registration(page.event)
        shown = get(page, client)
        assert seats(shown) == "9"
        assert "private" in shown.headers["Cache-Control"]
        assert seats(get(page)) == "10"

    def test_a_page_that_asks_for_a_key_is_kept_for_nobody(
        self, page, django_capture_on_commit_callbacks
    ):
        get(page)
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(
                page=page, restriction_type="password", password="open sesame"
            )
        assert b"Dialogue meeting</h1>" not in get(page).content
        assert b"Dialogue meeting</h1>" not in get(page).content

    def test_a_guests_own_page_is_kept_for_nobody(self, page):
        cleo = registration(page.event)
        mine = reverse("tilmeld:manage", args=[cleo.token])
        assert b"Cleo" in Client().get(mine).content
        service.cancel(cleo, at=OPEN_AT)
        assert b"cancelled" in Client().get(mine).content

    def test_nor_what_a_guest_is_answered(self, page):
        sent = {"name": "Cleo", "email": "faulty"}
        origin = {"headers": {"Sec-Fetch-Site": "same-origin"}}
        path = reverse("tilmeld:register", args=[page.event.translation_key, "en"])
        assert b"faulty" in Client().post(path, sent, **origin).content
        assert b"faulty" not in get(page).content

    def test_nor_what_anybody_could_make_up(self, page, clock):
        made_up = page.get_url() + "?utm_source=letter"
        assert seats(Client().get(made_up)) == "10"
        registration(page.event)
        assert seats(Client().get(made_up)) == "9"

    def test_nor_a_page_that_is_not_there(self, clock):
        for _visit in range(2):
            assert Client().get("/nothing/").status_code == 404


class TestForgetting:
    def test_a_published_change_shows_at_once(self, page, django_capture_on_commit_callbacks):
        get(page)
        with django_capture_on_commit_callbacks(execute=True):
            page.title = "Another title"
            page.save_revision().publish()
        assert b"Another title" in get(page).content

    @pytest.mark.parametrize("act", ["unpublish", "delete"])
    def test_a_page_that_went_is_gone(self, page, act, django_capture_on_commit_callbacks):
        get(page)
        with django_capture_on_commit_callbacks(execute=True):
            getattr(page, act)()
        assert get(page).status_code == 404

    def test_a_shared_text_shows_at_once(self, page, django_capture_on_commit_callbacks):
        get(page)
        site = page.get_site()
        with django_capture_on_commit_callbacks(execute=True):
            changed = EventSettings.for_site(site)
            changed.privacy_text = "<p>Kept in the town hall.</p>"
            changed.save()
        assert b"Kept in the town hall." in get(page).content

    def test_a_sender_who_is_called_something_else_does_too(
        self, page, django_capture_on_commit_callbacks
    ):
        sender = Sender.objects.create(name="Ada")
        page.sender = sender
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        assert b"Ada" in get(page).content
        sender.name = "Ada Byron"
        with django_capture_on_commit_callbacks(execute=True):
            sender.save()
        assert b"Ada Byron" in get(page).content

    def test_what_was_made_before_is_not_kept_after(self, page, monkeypatch):
        """A slow answer that was begun before a change must not outlive it."""
        from events.views import public  # noqa: PLC0415

        whole = public.keep_shared

        def slowly(*args, **options):
            forget_pages()
            return whole(*args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(public, "keep_shared", slowly)
            get(page)
        registration(page.event)
        assert seats(get(page)) == "9"


@pytest.mark.parametrize("seed", range(3))
def test_no_visitor_ever_sees_an_older_page_than_allowed(page, clock, seed):
    chance, now = random.Random(seed), OPEN_AT
    truths = []
    for number in range(60):
        deed = chance.choice(["wait", "register", "cancel", "visit", "visit"])
        now += chance.choice([SECOND, 2 * SECOND, 4 * SECOND])
        clock(now)
        guests = Registration.objects.active()
        if deed == "register" and guests.count() < 9:
            registration(page.event, f"Guest{number}")
        elif deed == "cancel" and guests.exists():
            service.cancel(chance.choice(list(guests)), at=now)
        truths.append((now, str(10 - Registration.objects.active().count())))
        if deed == "visit":
            recent = [truth for at, truth in truths if at > now - BOUND]
            before = [truth for at, truth in truths if at <= now - BOUND][-1:]
            assert seats(get(page)) in before + recent
