"""Whatever befalls an event, no visitor of any process sees it older than the pages allow.

Two processes, each with a cache of its own, stand in front of one database. Guests come, go and
look, staff publish, move and unpublish, time passes. What is seen is compared with what a few lines
here say can be seen, and what is kept is searched for whatever belongs to somebody.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache.backends import locmem
from django.test import Client
from django.urls import reverse

from events.dates import register_by
from events.models import Event, EventPage, EventSettings, Registration
from events.rules.window import State
from events.services import registration as service
from tests.factories import OPEN_AT, administrator, event_index, event_page

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
PROCESSES = ("first", "second")
PARTS = ""  # the default cache
QUESTION = {"label": "Secrets", "field_type": "singleline", "key": "qsecret", "required": False}
#: What nobody may find in a copy of a page: what guests wrote, and what browsers are known by.
PERSONAL = (b"Quentin", b"quentin", b"Xanthippe", b"Zebedee", b"csrf", b"sessionid", b"Set-Cookie")
HEADINGS = {
    State.OPEN: "Register",
    State.FULL: "All seats are taken",
    State.CLOSED: "Registration has closed",
    State.NOT_OPEN_YET: "Registration is not open yet",
    State.IN_PROGRESS: "The event is under way",
    State.PAST: "The event is over",
}
TAGS = {
    State.OPEN: "Open",
    State.CLOSING_SOON: "Closing soon",
    State.FULL: "Full",
    State.CLOSED: "Closed",
    State.NOT_OPEN_YET: "Not open yet",
    State.IN_PROGRESS: "Under way",
    State.PAST: "",
}


@dataclass
class Version:
    """What the database held from one deed to the next, and since when no longer."""

    event: Event
    title: str
    url: str | None
    privacy: str
    taken: int
    ended_at: datetime | None = None
    forgotten_in: set[str] = field(default_factory=set)

    def state(self, at: datetime) -> State:
        capacity = self.event.capacity
        return self.event.window.state(at, full=capacity is not None and self.taken >= capacity)

    def life(self, part: str) -> timedelta:
        """How long a copy that was made at the end of this version is kept of what is at a path."""
        is_shown = self.url is not None and self.url.startswith(part)
        is_open = self.event.window.state(self.ended_at).takes_registrations
        return (5 if is_shown and is_open and self.event.capacity else 60) * SECOND

    def may_be_seen(self, part: str, process: str, at: datetime) -> bool:
        if self.ended_at is None:
            return True
        return process not in self.forgotten_in and at - self.ended_at < self.life(part)


class Walk:
    """A site, two processes that serve it, and one who does something at each step."""

    def __init__(self, seed: int, settings: Any, set_clock: Any, committed: Any) -> None:
        self.chance, self.settings, self.committed = random.Random(seed), settings, committed
        self.set_clock, self.now = set_clock, OPEN_AT
        self.indexes = [event_index(), event_index(title="Others", slug="others")]
        self.page = event_page(
            self.indexes[0],
            capacity=9,
            opens_date=OPEN_AT.date(),
            opens_time=time(13, 2),
            max_companions=1,
            questions=[QUESTION],
        )
        self.site_settings = EventSettings.for_site(self.page.get_site())
        self.urls = {index.url + self.page.slug + "/" for index in self.indexes}
        self.staff, self.desk = administrator(), Client()
        self.desk.force_login(self.staff)
        self.versions = [self.version()]
        self.process, self.number = "first", 0

    def version(self) -> Version:
        event = Event.objects.get()
        page = EventPage.objects.get()
        privacy = EventSettings.objects.values_list("privacy_text", flat=True).first() or ""
        taken = sum(Registration.objects.active().values_list("party_size", flat=True))
        return Version(event, page.title, page.url if page.live else None, privacy, taken)

    def step(self) -> None:
        self.number += 1
        self.pass_time()
        self.process = self.chance.choice(PROCESSES)
        self.settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": self.process,
            }
        }
        if self.chance.random() < 0.5:
            deed = self.chance.choice(DEEDS)
            with self.committed(execute=True):
                forgets = deed(self)
            self.change(forgotten_in={self.process} if forgets else set())
        for look in (self.look_at_page, self.look_at_list, self.look_at_calendar):
            look()

    def pass_time(self) -> None:
        """A while, or until just before or at the instant at which something else holds."""
        wait = self.chance.choice([1, 1, 1, 2, 3, 4, 5, 30, 60]) * SECOND
        turn = self.versions[-1].event.window.next_change(self.now)
        if turn and self.chance.random() < 0.05:
            wait = turn - self.now - self.chance.choice([0, 1, 3, 40]) * SECOND
        self.now += max(wait, SECOND)
        self.set_clock(self.now)

    def change(self, forgotten_in: set[str]) -> None:
        for version in self.versions:
            version.ended_at = version.ended_at or self.now
            version.forgotten_in |= forgotten_in
        self.versions.append(self.version())

    # What is done. Each says whether the process that does it forgets its pages.

    def register(self) -> bool:
        typed = {"name": f"Quentin {self.number}", "email": f"quentin{self.number}@example.org"}
        more = {"companions": "on", "companion_1": "Xanthippe", "qsecret": "Zebedee"}
        key = self.versions[-1].event.translation_key
        path = reverse("tilmeld:register", args=[key, "en"])
        Client().post(path, typed | more, headers={"Sec-Fetch-Site": "same-origin"})
        Client().post(path, typed | {"email": "quentin@"}, headers={"Sec-Fetch-Site": "none"})
        return False

    def cancel(self) -> bool:
        guests = list(Registration.objects.active())
        if guests:
            guest = self.chance.choice(guests)
            assert b"Quentin" in Client().get(reverse("tilmeld:manage", args=[guest.token])).content
            service.cancel(guest, at=self.now, user=self.staff)
        return False

    def publish(self) -> bool:
        page = EventPage.objects.get()
        page.title = f"Meeting {self.number}"
        page.capacity = self.chance.choice([None, 4, 9])
        page.save_revision().publish()
        return True

    def unpublish(self) -> bool:
        EventPage.objects.get().unpublish()
        return True

    def move(self) -> bool:
        page = EventPage.objects.get()
        there = [index for index in self.indexes if index.pk != page.get_parent().pk]
        page.move(type(there[0]).objects.get(pk=there[0].pk), pos="last-child")
        return True

    def settle(self) -> bool:
        self.site_settings.privacy_text = f"<p>Law {self.number}.</p>"
        self.site_settings.save()
        return True

    def look_as_staff(self) -> bool:
        for url in self.urls:
            self.desk.get(url)
        return False

    # What is seen.

    def look_at_page(self) -> None:
        url = self.chance.choice(sorted(self.urls))
        answer = self.ask(url)
        seen = self.read(answer) if answer.status_code == 200 else None
        assert seen in [
            self.shown(version) if version.url == url else None for version in self.allowed(url)
        ], f"{url} at {self.now} in {self.process}"

    def shown(self, version: Version) -> tuple:
        state, event = version.state(self.now), version.event
        heading = HEADINGS.get(state) or register_by(event, self.now)
        takes = state.takes_registrations
        left = event.capacity - version.taken if takes and event.capacity else None
        privacy = re.sub("<.*?>", "", version.privacy) if takes else ""
        return version.title, heading, left, privacy

    def read(self, answer: Any) -> tuple:
        page = BeautifulSoup(answer.content, "html.parser")
        seats = re.search(r"(\d+) free seat", page.text.replace("\xa0", " "))
        law = re.search(r"Law \d+\.", page.text)
        heading = page.find(id="registration-title").text.strip().replace("\xa0", " ")
        free = int(seats[1]) if seats and heading != "All seats are taken" else None
        return page.h1.text.strip(), heading, free, law[0] if law else ""

    def look_at_list(self) -> None:
        index = self.chance.choice(self.indexes)
        item = BeautifulSoup(self.ask(index.url).content, "html.parser").find(class_="ev-item")
        tag = item and item.find(class_="ev-tag")
        seen = item and (item.h3.text.strip(), tag.text.strip() if tag else "")
        assert seen in [
            (version.title, TAGS[version.state(self.now)])
            if (version.url or "").startswith(index.url)
            else None
            for version in self.allowed(index.url)
        ], f"{index.url} at {self.now} in {self.process}"

    def look_at_calendar(self) -> None:
        key = self.versions[-1].event.translation_key
        answer = self.ask(reverse("tilmeld:event_calendar", args=[key, "en"]))
        title = re.search(r"SUMMARY:(.*)\r", answer.content.decode())
        assert (title[1] if title and answer.status_code == 200 else None) in [
            version.title if version.url else None for version in self.allowed("/")
        ]

    def allowed(self, part: str) -> list[Version]:
        return [each for each in self.versions if each.may_be_seen(part, self.process, self.now)]

    def ask(self, url: str) -> Any:
        answer = Client().get(url)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert b"csrf" not in answer.content
        return answer

    def kept(self) -> bytes:
        """All that the two processes keep, pages and parts of pages, as it lies in memory."""
        stores = (locmem._caches.get(name, {}) for name in (*PROCESSES, PARTS))
        return b"".join(pickled for store in stores for pickled in store.values())


DEEDS = [
    *[Walk.register] * 6,
    *[Walk.cancel] * 5,
    *[Walk.publish] * 2,
    Walk.unpublish,
    Walk.move,
    Walk.settle,
    Walk.look_as_staff,
]


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    for name in PROCESSES:
        for stores in (locmem._caches, locmem._expire_info, locmem._locks):
            stores.pop(name, None)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_walk(seed, settings, set_clock, django_capture_on_commit_callbacks):
    settings.SESSION_COOKIE_AGE = 10**8
    walk = Walk(seed, settings, set_clock, django_capture_on_commit_callbacks)
    for _step in range(70):
        walk.step()
        assert [word for word in PERSONAL if word in walk.kept()] == []
    assert b"Meeting" in walk.kept()
    assert locmem._caches[PARTS]
