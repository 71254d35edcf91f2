"""The links that let somebody register, and what each of them says in every state."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, EventPage, Invitation, Message, Registration
from events.services import registration as registration_service
from events.services import retention
from events.services.invitations import replace_link, withdraw
from tests.factories import OPEN_AT, event_page, invitation, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)
STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)
ENDS_AT = datetime(2027, 3, 11, 17, tzinfo=UTC)
LATE = CLOSES_AT + timedelta(days=2)
UNTIL = LATE + timedelta(days=1)
UNTIL_IN_WORDS = "Tuesday 2 March 2027 at 0:00"
SECOND = timedelta(seconds=1)


def url(invited, name="invitation") -> str:
    return reverse(f"tilmeld:{name}", args=[invited.token])


def html(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def send(address, name="Cleo", **more):
    origin = {"headers": {"Sec-Fetch-Site": "same-origin"}}
    email = f"{name.lower()}@example.org"
    return Client().post(address, {"name": name, "email": email} | more, **origin)


def has_form(response) -> bool:
    return "Send registration" in html(response)


@pytest.fixture
def event():
    return event_page(audience="invited").event


class TestAPersonalLink:
    def test_shows_the_form_filled_in(self, event):
        shown = html(Client().get(url(invitation(event, "Cleo Jensen", email="c@example.org"))))
        assert 'value="Cleo Jensen"' in shown
        assert 'value="c@example.org"' in shown

    def test_registers_the_invitee(self, event):
        invited = invitation(event)
        assert send(url(invited)).status_code == 303
        assert Registration.objects.get().invitation == invited

    @pytest.mark.parametrize("method", ["get", "head", "options", "put"])
    @pytest.mark.parametrize("name", ["invitation", "decline"])
    def test_changes_nothing_for_a_scanner(self, event, method, name):
        invited = invitation(event)
        response = getattr(Client(), method)(url(invited, name))
        assert response.status_code == (200 if method in ("get", "head") else 405)
        invited.refresh_from_db()
        assert invited.declined_at is None
        assert not Registration.objects.exists()

    @pytest.mark.parametrize("name", ["invitation", "decline"])
    def test_stays_out_of_caches_referrers_and_search_engines(self, event, name):
        headers = Client().get(url(invitation(event), name)).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in headers

    def test_speaks_the_invitees_language(self, event):
        response = Client().get(url(invitation(event, language_code="da"), "decline"))
        assert response.headers["Content-Language"] == "da"

    def test_keeps_what_was_typed_when_something_is_wrong(self, event):
        shown = send(url(invitation(event)), email="nowhere")
        assert shown.status_code == 200
        assert 'value="nowhere"' in html(shown)
        assert not Registration.objects.exists()


class TestALinkThatWasUsed:
    def test_says_so_instead_of_showing_the_form(self, event):
        invited = invitation(event)
        send(url(invited))
        shown = Client().get(url(invited))
        assert not has_form(shown)
        assert "Somebody has registered with this invitation." in html(shown)

    def test_passed_on_registers_nobody_more_and_shows_what_was_typed(self, event):
        invited = invitation(event)
        send(url(invited))
        shown = html(send(url(invited), "Dora"))
        assert "Somebody has registered with this invitation already." in shown
        assert "<dd>dora@example.org</dd>" in shown
        assert Registration.objects.get().name == "Cleo"

    def test_registers_as_many_as_the_editor_allows(self):
        event = event_page(audience="invited", registrations_per_invitation=2).event
        invited = invitation(event)
        send(url(invited))
        assert has_form(Client().get(url(invited)))
        send(url(invited), "Dora")
        assert not has_form(Client().get(url(invited)))
        send(url(invited), "Eli")
        assert Registration.objects.count() == 2

    def test_works_again_once_the_registration_is_cancelled(self, event):
        invited = invitation(event)
        send(url(invited))
        registration_service.cancel(Registration.objects.get(), at=OPEN_AT)
        assert has_form(Client().get(url(invited)))
        send(url(invited))
        assert event.registrations.active().count() == 1

    def test_says_what_matters_more_once_registration_has_closed(self, event, set_clock):
        invited = invitation(event)
        send(url(invited))
        set_clock(CLOSES_AT)
        assert "Registration has closed" in html(Client().get(url(invited)))


class TestALateLink:
    @pytest.fixture
    def late(self, event, set_clock):
        set_clock(LATE)
        return invitation(event, admits_until=UNTIL)

    def test_opens_the_form_and_says_until_when(self, late):
        shown = Client().get(url(late))
        assert has_form(shown)
        assert f"You can register with your link until {UNTIL_IN_WORDS}." in html(shown)
        assert send(url(late)).status_code == 303

    def test_is_over_at_its_very_instant_and_says_so(self, late, set_clock):
        set_clock(UNTIL - SECOND)
        assert has_form(Client().get(url(late)))
        set_clock(UNTIL)
        shown = Client().get(url(late))
        assert not has_form(shown)
        assert f"Your link worked until {UNTIL_IN_WORDS}." in html(shown)
        assert send(url(late)).status_code == 200
        assert not Registration.objects.exists()

    def test_does_not_open_it_for_others(self, late):
        assert not has_form(Client().get(url(invitation(late.event, "Dora"))))

    def test_opens_registration_before_its_time_too(self, set_clock):
        event = event_page(opens_date=OPEN_AT.date() + timedelta(days=5)).event
        set_clock(OPEN_AT)
        early = invitation(event, admits_until=UNTIL)
        assert has_form(Client().get(url(early)))
        assert send(url(early)).status_code == 303

    @pytest.mark.parametrize("waiting_list", ["off", "promote"])
    def test_over_capacity_gives_a_seat_though_all_are_taken(self, set_clock, waiting_list):
        event = event_page(capacity=1, waiting_list=waiting_list).event
        registration(event, "Dora")
        set_clock(LATE)
        late = invitation(event, admits_until=UNTIL, over_capacity=True)
        shown = Client().get(url(late))
        assert has_form(shown)
        assert "There is a seat for you, also if all others are taken." in html(shown)
        assert "free seat" not in html(shown)
        assert "seats left" not in html(shown)
        send(url(late))
        assert event.registrations.get(name="Cleo").is_confirmed

    def test_over_capacity_gives_a_seat_also_at_a_choice_that_is_full(self, set_clock):
        asked = {
            "key": "qpart",
            "label": "Part",
            "field_type": "radio",
            "choices": "Tour [1]\nTalk",
        }
        event = event_page(questions=[asked]).event
        registration(event, "Dora", answers={"qpart": "Tour"})
        set_clock(LATE)
        late = invitation(event, admits_until=UNTIL, over_capacity=True)
        shown = html(Client().get(url(late)))
        assert 'value="Tour"' in shown
        assert "disabled" not in shown
        assert send(url(late), qpart="Tour").status_code == 303
        assert event.registrations.filter(answers__qpart="Tour").count() == 2

    def test_otherwise_it_says_that_all_seats_are_taken(self, set_clock):
        event = event_page(capacity=1).event
        registration(event, "Dora")
        set_clock(LATE)
        late = invitation(event, admits_until=UNTIL)
        assert "All seats are taken" in html(Client().get(url(late)))
        send(url(late))
        assert event.registrations.count() == 1

    def test_lets_wait_where_there_is_a_waiting_list(self, set_clock):
        event = event_page(capacity=1, waiting_list="promote").event
        registration(event, "Dora")
        set_clock(LATE)
        late = invitation(event, admits_until=UNTIL)
        assert "Join the waiting list" in html(Client().get(url(late)))
        send(url(late))
        assert event.registrations.get(name="Cleo").is_waiting

    def test_ends_with_the_start_whatever_it_promised(self, late, set_clock):
        Invitation.objects.filter(pk=late.pk).update(admits_until=ENDS_AT)
        set_clock(STARTS_AT)
        assert not has_form(Client().get(url(late)))
        send(url(late))
        assert not Registration.objects.exists()


class TestEveryStateHasItsPage:
    @pytest.mark.parametrize(
        ("at", "fields", "words"),
        [
            (OPEN_AT, {"cancelled": True}, "The event is cancelled"),
            (STARTS_AT, {}, "The event is under way"),
            (ENDS_AT, {}, "The event is over"),
            (CLOSES_AT, {}, "Registration has closed"),
            (OPEN_AT, {"capacity": 0}, "All seats are taken"),
        ],
    )
    def test_of_the_event(self, set_clock, at, fields, words):
        event = event_page(audience="invited", **fields).event
        set_clock(at)
        shown = Client().get(url(invitation(event)))
        assert shown.status_code == 200
        assert words in html(shown)
        assert not has_form(shown)

    @pytest.mark.parametrize("name", ["invitation", "decline"])
    def test_a_mistyped_one(self, event, name):
        address = url(invitation(event), name).replace("-1.", "-2.")
        response = Client().get(address)
        assert (response.status_code, "leads nowhere" in html(response)) == (404, True)

    @pytest.mark.parametrize("name", ["invitation", "decline"])
    def test_a_replaced_one(self, event, name):
        invited = invitation(event)
        old = url(invited, name)
        Invitation.objects.filter(pk=invited.pk).update(link_version=2)
        response = Client().get(old)
        assert (response.status_code, "no longer works" in html(response)) == (410, True)

    @pytest.mark.parametrize("name", ["invitation", "decline"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_withdrawn_one(self, event, name, method):
        invited = invitation(event)
        withdraw(invited, at=OPEN_AT)
        response = getattr(Client(), method)(url(invited, name), {"name": "Cleo"})
        assert response.status_code == 410
        assert "The invitation has been withdrawn" in html(response)
        assert "ada@example.org" in html(response)

    @pytest.mark.parametrize("name", ["invitation", "decline"])
    def test_an_erased_one(self, event, name):
        invited = invitation(event)
        retention.erase_event(event, at=OPEN_AT)
        response = Client().get(url(invited, name))
        assert (response.status_code, "have been erased" in html(response)) == (410, True)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_to_an_unpublished_page(self, event, method):
        invited = invitation(event)
        EventPage.objects.get().unpublish()
        response = getattr(Client(), method)(url(invited), {"name": "Cleo"})
        assert response.status_code == 410
        assert "The invitation is no longer here" in html(response)


class TestDeclining:
    def decline(self, invited, site="same-origin"):
        headers = {"Sec-Fetch-Site": site}
        return Client().post(url(invited, "decline"), headers=headers, follow=True)

    def test_is_one_button_and_is_thanked_for(self, event):
        invited = invitation(event)
        assert "Thank you for telling us" in html(self.decline(invited))
        invited.refresh_from_db()
        assert invited.declined_at == OPEN_AT

    def test_from_a_strangers_page_asks_once_more(self, event):
        invited = invitation(event)
        response = self.decline(invited, "cross-site")
        assert response.status_code == 403
        invited.refresh_from_db()
        assert invited.declined_at is None

    def test_can_be_thought_better_of(self, event):
        invited = invitation(event)
        self.decline(invited)
        send(url(invited))
        assert event.registrations.get().is_confirmed
        assert "You are registered" in html(Client().get(url(invited, "decline")))

    def test_is_refused_to_who_is_registered_by_whatever_way(self, event):
        registration(event)
        invited = invitation(event)
        response = self.decline(invited)
        assert response.status_code == 409
        invited.refresh_from_db()
        assert invited.declined_at is None

    def test_has_no_button_when_the_event_has_begun(self, event, set_clock):
        set_clock(STARTS_AT)
        assert "<form" not in html(Client().get(url(invitation(event), "decline")))


class TestTheEventsOwnLink:
    @pytest.fixture
    def event(self):
        return event_page(audience="link").event

    def link(self, event) -> str:
        return reverse("tilmeld:by_link", args=[event.token, "en"])

    def test_lets_anybody_register_who_has_it(self, event):
        assert has_form(Client().get(self.link(event)))
        assert send(self.link(event)).status_code == 303
        assert send(self.link(event), "Dora").status_code == 303
        assert Registration.objects.count() == 2

    def test_the_page_alone_does_not(self, event):
        page = EventPage.objects.get()
        assert "Registration is by invitation" in html(Client().get(page.url))
        shown = send(reverse("tilmeld:register", args=[event.translation_key, "en"]))
        assert "Use the link in your invitation" in html(shown)
        assert "<dd>Cleo</dd>" in html(shown)
        assert not Registration.objects.exists()

    def test_a_replaced_one_says_so(self, event):
        old = self.link(event)
        replace_link(event, at=OPEN_AT)
        response = Client().get(old)
        assert (response.status_code, "no longer works" in html(response)) == (410, True)
        assert send(old).status_code == 410
        assert has_form(Client().get(self.link(Event.objects.get())))

    def test_a_mistyped_one_says_so(self, event):
        assert Client().get(self.link(event).replace(".", "-")).status_code == 404

    @pytest.mark.parametrize(("audience", "opens"), [("invited", False), ("everyone", True)])
    def test_lets_in_only_while_the_editor_says_so(self, event, audience, opens):
        Event.objects.update(audience=audience)
        assert has_form(Client().get(self.link(event))) == opens
        send(self.link(event))
        assert Registration.objects.exists() == opens

    def test_is_private_like_a_personal_one(self, event):
        headers = Client().get(self.link(event)).headers
        assert headers["Cache-Control"] == "private, no-store"


class TestAnEventThatIsNotForEveryone:
    @pytest.mark.parametrize("audience", ["link", "invited"])
    def test_is_kept_out_of_search_engines(self, audience):
        page = event_page(audience=audience)
        response = Client().get(page.url)
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in html(response)
        assert page.get_sitemap_urls() == []

    def test_others_are_not(self):
        page = event_page()
        response = Client().get(page.url)
        assert "X-Robots-Tag" not in response.headers
        assert "noindex" not in html(response)
        assert len(page.get_sitemap_urls()) == 1

    @pytest.mark.parametrize("at", [OPEN_AT, ENDS_AT])
    def test_is_not_listed(self, set_clock, at):
        index = event_page(title="Open to all").get_parent()
        for audience in ("link", "invited"):
            event_page(index, slug=audience, title=f"For {audience}", audience=audience)
        set_clock(at)
        shown = html(Client().get(index.specific.url))
        assert "Open to all" in shown
        assert "For link" not in shown
        assert "For invited" not in shown


def test_erasing_an_event_erases_those_who_were_invited(event):
    invited = invitation(event)
    Message.objects.create(
        kind=Message.Kind.INVITED,
        event=event,
        invitation=invited,
        to_address=invited.email,
        address_key=invited.address_key,
        language_code="en",
        text="Cleo",
        created_at=OPEN_AT,
        due_at=OPEN_AT,
        state_at=OPEN_AT,
    )
    retention.erase_event(event, at=OPEN_AT)
    stored = repr([list(model.objects.values()) for model in (Invitation, Message)]).lower()
    assert "cleo" not in stored
    assert Message.objects.get().state == Message.State.CANCELLED
