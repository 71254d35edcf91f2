"""How many posts one network may send to an event in an hour."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction

from events.exceptions import NotEnoughSeats, TooManyPosts
from events.models import Event, Message, PostCount, Registration
from events.models.event import EventQuerySet
from events.services.limits import Network, count_post, forget_old, seconds_to_next_hour
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, register
from tests.services.registration.support import entry

pytestmark = pytest.mark.django_db

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LIBRARY = Network("library", limit=3)


@pytest.fixture
def publication():
    return event_page(capacity=60).event.publication()


@pytest.fixture
def event(publication):
    return publication.event


def post(event, key="library", limit=3, at=OPEN_AT) -> None:
    with transaction.atomic():
        count_post(event, key, limit=limit, at=at)


def send(publication, number=0, network=LIBRARY, at=OPEN_AT) -> Registration:
    guest = entry(f"Guest {number}", f"guest{number}@example.org")
    return register(publication, guest, at=at, network=network)


def counted() -> int:
    """The only count there is of the library's posts."""
    return PostCount.objects.get(network_key="library").posts


class TestCounting:
    def test_as_many_as_the_limit_are_taken(self, event):
        for number in (1, 2, 3):
            post(event)
            assert counted() == number

    def test_one_more_is_refused_and_not_counted(self, event):
        for _ in range(3):
            post(event)
        for _ in range(2):
            with pytest.raises(TooManyPosts):
                post(event)
        assert counted() == 3

    def test_a_limit_of_one_takes_one(self, event):
        post(event, limit=1)
        with pytest.raises(TooManyPosts):
            post(event, limit=1)

    def test_a_stricter_limit_counts_the_same_posts(self, event):
        post(event)
        post(event)
        with pytest.raises(TooManyPosts):
            post(event, limit=2)
        post(event)
        assert counted() == 3

    def test_each_network_has_a_count_of_its_own(self, event):
        post(event, "library", limit=1)
        post(event, "school", limit=1)
        assert set(PostCount.objects.values_list("network_key", "posts")) == {
            ("library", 1),
            ("school", 1),
        }

    def test_each_event_has_a_count_of_its_own(self, event):
        other = event_page(event.page.get_parent(), slug="other").event
        post(event, limit=1)
        post(other, limit=1)
        assert (event.post_counts.get().posts, other.post_counts.get().posts) == (1, 1)

    def test_counts_go_with_their_event(self, event):
        post(event)
        event.delete()
        assert not PostCount.objects.exists()


class TestTheHour:
    def test_the_next_one_begins_with_nothing(self, event):
        noon = OPEN_AT
        post(event, limit=1, at=noon)
        with pytest.raises(TooManyPosts):
            post(event, limit=1, at=noon + HOUR - SECOND)
        post(event, limit=1, at=noon + HOUR)
        hours = PostCount.objects.order_by("hour").values_list("hour", "posts")
        assert list(hours) == [(noon, 1), (noon + HOUR, 1)]

    def test_it_is_the_same_in_every_zone(self, event):
        half_past = OPEN_AT + timedelta(minutes=20)
        post(event, at=half_past.astimezone(ZoneInfo("Asia/Kolkata")))
        post(event, at=half_past.astimezone(ZoneInfo("Europe/Copenhagen")))
        assert (PostCount.objects.get().hour, counted()) == (OPEN_AT, 2)

    @pytest.mark.parametrize(
        ("minute", "second", "microsecond", "seconds"),
        [(0, 0, 0, 3600), (0, 1, 0, 3599), (59, 59, 0, 1), (59, 59, 900_000, 1)],
    )
    def test_one_waits_for_its_end(self, minute, second, microsecond, seconds):
        at = datetime(2027, 2, 1, 12, minute, second, microsecond, tzinfo=UTC)
        assert seconds_to_next_hour(at) == seconds


class TestForgetting:
    def test_counts_older_than_two_hours_go(self, event):
        for hours in (0, 1, 2, 3, 30):
            post(event, at=OPEN_AT - hours * HOUR)
        assert forget_old(at=OPEN_AT) == 2
        kept = PostCount.objects.order_by("-hour").values_list("hour", flat=True)
        assert list(kept) == [OPEN_AT, OPEN_AT - HOUR, OPEN_AT - 2 * HOUR]

    @pytest.mark.parametrize("networks", [0, 1, 3])
    def test_it_takes_one_query_for_any_number(self, event, networks, django_assert_num_queries):
        for number in range(networks):
            post(event, f"network {number}", at=OPEN_AT - 3 * HOUR)
        with django_assert_num_queries(1):
            assert forget_old(at=OPEN_AT) == networks


class TestRegistering:
    def test_every_post_of_a_network_is_counted(self, publication):
        for number in range(3):
            send(publication, number)
        assert (Registration.objects.count(), counted()) == (3, 3)

    def test_too_many_leave_nothing_behind(self, publication):
        for number in range(3):
            send(publication, number)
        with pytest.raises(TooManyPosts) as refusal:
            send(publication, 4)
        assert "write to us." in str(refusal.value)
        assert (Registration.objects.count(), Message.objects.count(), counted()) == (3, 3, 3)

    def test_the_same_post_again_counts_too(self, publication):
        for _ in range(3):
            send(publication)
        with pytest.raises(TooManyPosts):
            send(publication)
        assert (Registration.objects.count(), counted()) == (1, 3)

    def test_others_can_still_register(self, publication):
        for number in range(3):
            send(publication, number)
        send(publication, 4, Network("school", limit=3))
        send(publication, 5, at=OPEN_AT + HOUR)
        assert Registration.objects.count() == 5

    def test_cancelling_gives_no_post_back(self, publication):
        for _ in range(3):
            cancel(send(publication), at=OPEN_AT)
        with pytest.raises(TooManyPosts):
            send(publication)

    @pytest.mark.parametrize("guest", [0, 1], ids=["registered", "a stranger"])
    def test_the_count_tells_nobody_who_is_registered(self, guest):
        publication = event_page(capacity=1).event.publication()
        send(publication, network=None)
        with pytest.raises(NotEnoughSeats):
            send(publication, guest, at=OPEN_AT + HOUR)
        assert counted() == 1

    def test_staff_and_scripts_have_no_network(self, publication):
        send(publication, network=None)
        assert not PostCount.objects.exists()

    @pytest.mark.parametrize("before", [0, 1], ids=["a network's first post", "its second"])
    def test_it_costs_few_queries(self, publication, before, django_assert_max_num_queries):
        for number in range(before):
            send(publication, number)
        with django_assert_max_num_queries(14):
            send(publication, 9)


class TestAtOnce:
    """Twenty guests of one network press the button at the same moment."""

    THREADS = 20

    @pytest.fixture
    def publication(self, transactional_db):
        return event_page().event.publication()

    def all_at_once(self, publication, limit) -> Counter:
        def press(number: int) -> str:
            try:
                send(publication, number, Network("library", limit))
                return "in"
            except Exception as error:
                return type(error).__name__
            finally:
                connections.close_all()

        with ThreadPoolExecutor(self.THREADS) as pool:
            return Counter(pool.map(press, range(self.THREADS)))

    def test_as_many_as_the_limit_get_in(self, publication):
        answers = self.all_at_once(publication, limit=5)
        assert answers == {"in": 5, "TooManyPosts": 15}
        assert (Registration.objects.count(), counted()) == (5, 5)

    def test_nobody_is_refused_below_it(self, publication):
        assert self.all_at_once(publication, limit=20) == {"in": 20}
        assert counted() == 20

    def test_control_without_the_lock_somebody_is(self, publication, monkeypatch):
        """Proves that the test above can fail: all have begun before anybody counts."""
        everybody_has_begun = threading.Barrier(self.THREADS)

        def hasty(events: EventQuerySet, pk: int) -> Event:
            event = events.get(pk=pk)
            everybody_has_begun.wait(timeout=20)
            return event

        monkeypatch.setattr(EventQuerySet, "locked", hasty)
        if connection.vendor == "sqlite":
            # BEGIN IMMEDIATE is the lock there; without it a reader can't become a writer.
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
        assert self.all_at_once(publication, limit=20)["in"] < 20
