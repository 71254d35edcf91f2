"""The list at the door: who opens it, what they see, and what a tap does without a script."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from events.models import Event, Registration
from events.rules.door import as_code, in_groups
from events.services import door as service
from events.services.registration import move_to_address
from events.services.retention import erase_registration
from events.templatetags.tilmeld_codes import qr_code
from tests.factories import OPEN_AT, administrator, editor, event_index, event_page, registration
from tests.views.test_register import send

pytestmark = pytest.mark.django_db

ACCESS = {"label": "Needs", "field_type": "access", "required": False, "key": "qneed"}
RIGHT = "check_in_registration"
HOUR = timedelta(hours=1)


@pytest.fixture
def event(clock):
    """On the day: the event begins in ten minutes."""
    event = event_page(max_companions=3, questions=[ACCESS], capacity=5).event
    clock(event.starts_at - timedelta(minutes=10))
    return event


@pytest.fixture
def party(event):
    return registration(
        event, companions=["Dora", ""], sensitive_answers={"qneed": ["Hearing loop"]}
    )


@pytest.fixture
def clock(set_clock, settings):
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    return set_clock


def by_link(event: Event, name: str = "door") -> str:
    return reverse(f"tilmeld:{name}", args=[event.door_token])


def by_account(event: Event, name: str = "door") -> str:
    return reverse(f"tilmeld_admin:{name}", args=[event.pk])


def seen(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    return " ".join(seen(response).get_text(" ").split())


def tap(guest: Registration, *people: int) -> dict[str, str]:
    number = ",".join(map(str, people or [0]))
    return {"token": str(uuid4()), "come": f"{guest.pk}:{number}"}


def shown(response) -> list[str]:
    return [row.h3.get_text() for row in seen(response).select("[data-guest]:not([hidden])")]


class TestTapping:
    def test_one_tap_checks_a_party_in_and_leads_back_to_its_row(self, event, party):
        page = seen(Client().get(by_link(event)))
        button = page.select_one("button[name=come]")
        assert button.get_text(" ", strip=True) == "Check in all 3 Cleo"
        post = {"token": page.select_one("#taps [name=token]")["value"], "come": button["value"]}
        response = Client().post(by_link(event), post | {"show": "missing"})
        assert (response.status_code, response.url) == (
            303,
            f"{by_link(event)}?show=missing&done={party.pk}#guest-{party.pk}",
        )
        after = Client().get(response.url)
        assert "3 of 3 have arrived" in text(after)
        assert "Cleo is checked in." in text(after)
        assert shown(after) == ["Cleo"]

    def test_each_can_come_alone_and_be_taken_back(self, event, party):
        Client().post(by_link(event), tap(party, 1))
        page = seen(Client().get(by_link(event)))
        assert page.select_one("button[name=come]").get_text(" ", strip=True) == (
            "Check in the other 2 Cleo"
        )
        undo = page.select_one("button[name=undo]")
        assert undo.get_text(" ", strip=True) == "Undo Dora"
        Client().post(by_link(event), {"token": str(uuid4()), "undo": undo["value"]})
        assert not party.arrivals.standing().exists()

    def test_a_script_is_answered_with_what_has_changed(self, event, party):
        script = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
        answer = Client().post(by_link(event), tap(party, 0, 1), **script).json()
        assert answer["counts"] == {"expected": 3, "arrived": 2, "missing": 1}
        assert answer["said"] == "Cleo is checked in."
        assert list(answer["rows"]) == [str(party.pk)]
        news = Client().get(by_link(event, "door_news"), {"since": answer["at"]}).json()
        assert news["rows"] == answer["rows"]
        party.arrivals.update(at=event.starts_at - timedelta(hours=1))
        news = Client().get(by_link(event, "door_news"), {"since": answer["at"]}).json()
        assert news["rows"] == {}

    def test_the_code_in_the_letter_to_a_mended_address_is_told(self, event, party):
        at = event.starts_at - timedelta(minutes=10)
        move_to_address(party, "dora@example.org", at=at)
        news = Client().get(by_link(event, "door_news"), {"since": at.isoformat()}).json()
        assert f'data-code="{party.door_code}"' in news["rows"][str(party.pk)]

    def test_nonsense_is_refused_with_a_sentence(self, event, party):
        for post in ({}, {"come": "x"}, {"undo": "1:2"}, {"come": "99:0", "token": str(uuid4())}):
            response = Client().post(by_link(event), post)
            assert response.status_code == 409
            assert "This person can't be checked in." in text(response)

    @pytest.mark.parametrize(
        "since",
        [
            "",
            "x",
            "2027-02-31T25:00",
            "2027-02-01T12:00",
            "0001-01-01T00:00:00+00:00",
            "0001-01-01T12:00:00+14:00",
            "9999-12-31T23:59:59-12:00",
        ],
    )
    def test_there_is_no_news_since_an_instant_that_never_was(self, event, since):
        assert Client().get(by_link(event, "door_news"), {"since": since}).status_code == 400

    @pytest.mark.parametrize("since", ["0001-01-01T12:00:00+00:00", "1000-01-01T00:00:00+14:00"])
    def test_since_the_beginning_all_is_news(self, event, party, since):
        news = Client().get(by_link(event, "door_news"), {"since": since}).json()
        assert list(news["rows"]) == [str(party.pk)]

    def test_whoever_was_erased_is_told_by_number(self, event, party):
        at = event.starts_at
        erase_registration(party, at=at, user=administrator())
        for since, gone in ((at - timedelta(minutes=5), [party.pk]), (at + HOUR, [])):
            asked = {"since": since.isoformat()}
            news = Client().get(by_link(event, "door_news"), asked).json()
            assert (news["gone"], news["rows"]) == (gone, {})

    def test_nothing_is_news_since_the_end_of_the_calendar(self, event, party):
        since = {"since": "9999-12-31T23:59:59.999999+00:00"}
        assert Client().get(by_link(event, "door_news"), since).json()["rows"] == {}

    def test_whoever_has_no_seat_is_shown_as_such_and_not_checked_in(self, event):
        waits = registration(event, status="waiting", waiting_since=OPEN_AT)
        page = Client().get(by_link(event), {"show": "all"})
        assert "This person has no seat" in text(page)
        assert not seen(page).select("button[name=come]")
        assert not seen(page).select("a[href*=seat]")
        assert "has no seat" in text(Client().post(by_link(event), tap(waits)))
        client = Client()
        client.force_login(administrator())
        give = seen(client.get(by_account(event), {"show": "all"})).select_one("a[href*=seat]")
        assert give.get_text(" ", strip=True) == "Give a seat… Cleo"


class TestFinding:
    @pytest.fixture(autouse=True)
    def guests(self, event):
        return [registration(event, name) for name in ("Ærø Å", "Åse", "Ben")]

    @pytest.mark.parametrize(
        ("language", "names"),
        [
            ("en", ["Ærø Å", "Ärla", "Åse", "Ben", "Émile", "Ørn", "Øyvind", "Zoe", "Юлия"]),
            ("da", ["Ben", "Émile", "Zoe", "Ärla", "Ærø Å", "Ørn", "Øyvind", "Åse", "Юлия"]),
        ],
    )
    def test_by_name_in_the_order_of_the_alphabet_as_on_paper(self, event, language, names):
        for name in ("Zoe", "Øyvind", "Ärla", "Émile", "Ørn", "Юлия"):
            registration(event, name)
        user, client = administrator(), Client()
        UserProfile.objects.create(user=user, preferred_language=language)
        client.force_login(user)
        paper = seen(client.get(reverse("tilmeld_admin:print_door", args=[event.pk])))
        page = client.get(by_account(event))
        assert shown(page) == [name.get_text() for name in paper.select(".pr-list bdi")] == names

    def test_by_a_part_of_the_name(self, event):
        assert shown(Client().get(by_link(event), {"q": "ÅSE"})) == ["Åse"]
        assert "Nobody on the list matches." in text(Client().get(by_link(event), {"q": "x"}))

    def test_whoever_has_come_is_found_under_arrived_and_by_searching(self, event, guests):
        Client().post(by_link(event), tap(guests[2]))
        assert shown(Client().get(by_link(event))) == ["Ærø Å", "Åse"]
        assert shown(Client().get(by_link(event), {"show": "arrived"})) == ["Ben"]
        assert shown(Client().get(by_link(event), {"q": "ben"})) == ["Ben"]

    def test_by_the_code_as_people_type_it(self, event, guests):
        code = guests[0].door_code
        for typed in (code, in_groups(code).lower(), f" {code[:4]} {code[4:]} "):
            assert shown(Client().get(by_link(event), {"q": typed})) == ["Ærø Å"]

    def test_a_constant_number_of_queries(self, event, django_assert_num_queries):
        Client().get(by_link(event))  # the look is logged
        with django_assert_num_queries(7):
            Client().get(by_link(event))


class TestWalkingIn:
    def test_somebody_new_is_checked_in_once(self, event):
        url = by_link(event, "walk_in")
        token = seen(Client().get(url)).select_one("[name=token]")["value"]
        for _ in range(2):
            response = Client().post(url, {"name": "Emil", "token": token})
            assert response.status_code == 303
        guest = Registration.objects.get()
        assert guest.arrivals.count() == 1
        assert response.url.endswith(f"#guest-{guest.pk}")

    def test_one_is_asked_before_more_come_than_there_are_seats(self, event):
        Event.objects.update(capacity=0)
        url, post = by_link(event, "walk_in"), {"name": "Emil", "token": str(uuid4())}
        assert not seen(Client().get(url)).select("[name=over_capacity]")
        assert "There is no seat left." in text(Client().post(url, post))
        assert Client().post(url, post | {"over_capacity": "on"}).status_code == 303

    def test_a_name_is_needed(self, event):
        post = {"name": " ", "token": str(uuid4())}
        assert "Write a name." in text(Client().post(by_link(event, "walk_in"), post))


class TestTooManyAdded:
    """By helpers of one network, within an hour."""

    @pytest.fixture(autouse=True)
    def two_an_hour(self, event, settings):
        settings.TILMELD = {"POSTS_PER_HOUR": 2, "POSTS_PER_HOUR_WITHOUT_ORIGIN": 1}
        assert [self.add(event, name).status_code for name in ("Dora", "Emil")] == [303, 303]

    def add(self, event, name, client=None, **post):
        given = {"name": name, "token": str(uuid4())} | post
        return (client or Client()).post(by_link(event, "walk_in"), given)

    def test_one_more_reads_what_to_do_and_loses_nothing(self, event, clock):
        clock(event.starts_at - timedelta(minutes=6))
        token = str(uuid4())
        response = self.add(event, "Finn", email="finn@example.org", token=token)
        assert (response.status_code, response.headers["Retry-After"]) == (429, "360")
        assert "too many were added from your network" in text(self.add(event, "Finn"))
        fields = {field["name"]: field["value"] for field in seen(response)("input")}
        assert fields == {"name": "Finn", "email": "finn@example.org", "token": token}
        assert not Registration.objects.filter(name="Finn").exists()
        clock(event.starts_at)
        assert self.add(event, **fields).status_code == 303

    def test_what_was_added_is_not_added_once_more_and_not_refused(self, event):
        token = str(Registration.objects.get(name="Emil").arrivals.get().token)
        assert self.add(event, "Emil", token=token).status_code == 303
        assert Registration.objects.count() == 2

    def test_others_are_not_held_up(self, event):
        assert self.add(event, "Finn").status_code == 429
        elsewhere = Client(REMOTE_ADDR="203.0.113.7")
        assert self.add(event, "Gerd", elsewhere).status_code == 303
        page = event.page.specific
        page.start_date += timedelta(days=1)
        page.deadline_date = None
        page.save_revision().publish()
        assert send(page).status_code == 303

    def test_staff_with_an_account_are_not(self, event):
        client = Client()
        client.force_login(administrator())
        post = {"name": "Finn", "token": str(uuid4())}
        assert client.post(by_account(event, "walk_in"), post).status_code == 303

    def test_taps_are_not(self, event):
        guest = Registration.objects.get(name="Emil")
        assert Client().post(by_link(event), tap(guest)).status_code == 303


class TestTheLink:
    NAMES = ("door", "door_news", "walk_in")

    def statuses(self, event) -> set[int]:
        return {
            getattr(Client(), method)(by_link(event, name)).status_code
            for name in self.NAMES
            for method in ("get", "post")
        }

    def test_shows_names_and_nothing_else_of_anybody(self, event, party):
        page = Client().get(by_link(event)).content.decode()
        assert "Cleo" in page
        assert "Dora" in page
        for hidden in ("cleo@example.org", "Hearing loop", "/admin/"):
            assert hidden not in page

    def test_tells_nobody_and_is_kept_by_nobody(self, event):
        for name in self.NAMES:
            headers = Client().get(by_link(event, name), {"since": "x"}).headers
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cache-Control"] == "private, no-store"
            assert headers["X-Robots-Tag"] == "noindex"
            assert "Set-Cookie" not in headers

    @pytest.mark.parametrize(
        ("offset", "works"),
        [
            ({"starts_at": timedelta(hours=-3, seconds=-1)}, False),
            ({"starts_at": timedelta(hours=-3)}, True),
            ({"ends_at": timedelta(hours=6, seconds=-1)}, True),
            ({"ends_at": timedelta(hours=6)}, False),
        ],
    )
    def test_works_around_the_event_only(self, event, clock, offset, works):
        [(name, delta)] = offset.items()
        clock(getattr(event, name) + delta)
        response = Client().get(by_link(event))
        assert (response.status_code == 200) == works
        if not works:
            assert "It works from Thursday 11 March 2027 at 13:00" in text(response)
            assert self.statuses(event) == {410}

    def test_is_dead_once_it_is_replaced(self, event):
        old = by_link(event)
        service.replace_link(event, at=OPEN_AT, user=administrator())
        assert Client().get(old).status_code == 410
        event.refresh_from_db()
        assert Client().get(by_link(event)).status_code == 200

    def test_of_a_cancelled_event_opens_nothing(self, event):
        Event.objects.update(cancelled=True)
        assert self.statuses(event) == {410}

    def test_reaches_no_guest_of_another_event(self, event, party):
        other = event_page(parent=event.page.get_parent(), slug="other").event
        response = Client().post(by_link(other), tap(party))
        assert response.status_code == 409
        assert not party.arrivals.exists()

    @pytest.mark.parametrize("token", ["token", "x", "1-1.abc"])
    def test_is_no_other_link_and_no_guess(self, event, token):
        url = reverse("tilmeld:door", args=[getattr(event, token, token)])
        assert Client().get(url).status_code == 404

    def test_looks_are_logged_once_an_hour(self, event):
        for _ in range(2):
            Client().get(by_link(event))
        look = PageLogEntry.objects.get(action="tilmeld.view_door_by_link")
        assert (look.user, look.data) == (None, {"door_link": 1})


class TestAccounts:
    def as_editor(self, event, *rights) -> Client:
        client = Client()
        client.force_login(editor(event.page.get_parent(), *rights))
        return client

    @pytest.mark.parametrize("name", ["door", "door_news", "walk_in"])
    def test_take_the_right_to_check_in(self, event, name):
        since = {"since": "2027-03-11T12:00Z"}
        assert self.as_editor(event, RIGHT).get(by_account(event, name), since).status_code == 200
        assert Client().get(by_account(event, name)).url.startswith("/admin/login/")

    @pytest.mark.parametrize("name", ["door", "door_news", "walk_in", "door_link"])
    def test_without_it_nothing_opens(self, event, party, name):
        client = self.as_editor(event, "view_registration", "change_registration")
        assert client.get(by_account(event, name)).status_code == 302
        assert client.post(by_account(event), tap(party)).status_code == 302
        assert not party.arrivals.exists()

    def test_another_sections_door_is_not_found(self, event):
        index = event_index(slug="ours")
        client = Client()
        client.force_login(editor(index, RIGHT, "change_registration"))
        for name in ("door", "door_news", "walk_in", "door_link", "replace_door_link"):
            assert client.get(by_account(event, name)).status_code == 404

    def test_needs_are_shown_to_those_with_the_right_to_see_them(self, event, party):
        for rights, sees in (((RIGHT,), False), ((RIGHT, "view_sensitive_answers"), True)):
            user = editor(event.page.get_parent(), *rights, username="-".join(rights))
            client = Client()
            client.force_login(user)
            assert ("Hearing loop" in text(client.get(by_account(event)))) == sees

    def test_only_needs_are(self):
        """A sensitive answer is no business of the door's; what a guest needs is, in any words."""
        faith = {"label": "Faith", "field_type": "radio", "choices": "Bahá'í", "sensitive": True}
        words = {"label": "Else", "field_type": "needs", "key": "qelse"}
        event = event_page(questions=[ACCESS, faith | {"key": "qfaith"}, words]).event
        given = {"qneed": ["Hearing loop"], "qfaith": "Bahá'í", "qelse": "A seat near the door"}
        registration(event, sensitive_answers=given)
        client = Client()
        client.force_login(administrator())
        row = seen(client.get(by_account(event))).select_one("[data-guest]")
        assert row.select_one(".ev-door__need").get_text() == "Hearing loop, A seat near the door"
        assert "Bahá'í" not in row.get_text()

    def test_the_link_takes_the_right_to_change_too(self, event):
        assert self.as_editor(event, RIGHT).get(by_account(event, "door_link")).status_code == 302
        client = Client()
        client.force_login(administrator())
        page = seen(client.get(by_account(event, "door_link")))
        assert page.select_one("input[readonly]")["value"].endswith(by_link(event))
        response = client.post(by_account(event, "replace_door_link"))
        assert response.url == by_account(event, "door_link")
        event.refresh_from_db()
        assert event.door_link_version == 2


class TestTheCode:
    def address(self, guest: Registration) -> str:
        return reverse("tilmeld:door_code", args=[guest.event_id, guest.door_code])

    def test_leads_staff_to_the_guest_and_tells_a_stranger_nothing(self, event, party):
        stranger = Client().get(self.address(party))
        unknown = Client().get(reverse("tilmeld:door_code", args=[999, "XXXXXXXX"]))
        assert text(stranger) == text(unknown)
        assert "Cleo" not in text(stranger)
        client = Client()
        client.force_login(administrator())
        response = client.get(self.address(party))
        assert response.url == f"{by_account(event)}?code={party.door_code}"
        assert shown(client.get(response.url)) == ["Cleo"]
        assert not party.arrivals.exists()

    def test_stands_at_the_registration_of_those_with_a_seat(self, event, party):
        url = reverse("tilmeld:manage", args=[party.token])
        assert in_groups(party.door_code) in text(Client().get(url))
        Registration.objects.update(status="waiting", waiting_since=OPEN_AT)
        assert in_groups(party.door_code) not in text(Client().get(url))


@pytest.mark.django_db(transaction=True)
def test_the_code_is_read_by_a_camera(page):
    address = "https://www.example.org/tilmeld/code/12345/K7QMX9DR/"
    page.set_content(f"<div style='width: 9rem'>{qr_code(address)}</div>")  # as on the guest's page
    drawn = page.locator("svg").screenshot()  # of all of it, be it larger than the window
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(drawn)))
    assert (found.text, found.ec_level) == (address, "M")
    assert as_code(found.text) == "K7QMX9DR"
