"""Links for copying: one that works after the deadline, and the event's own."""

from datetime import UTC, datetime

import pytest

from events.models import Event, Invitation
from tests.factories import event_page, registration

from .support import event_in_danish, link_in, soup, text, url

pytestmark = pytest.mark.django_db

CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)
STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)


class TestALateLink:
    FILLED_IN = {
        "name": "Cleo",
        "email": "cleo@example.org",
        "date": "2027-03-01",
        "time": "12:00",
        "over_capacity": "on",
        "language": "en",
    }

    def test_is_given_on_the_events_own_clocks_and_shown_for_copying(self, admin, clock):
        event = event_page(timezone="America/New_York").event
        clock(CLOSES_AT)
        response = admin.post(url(event, "late_link"), self.FILLED_IN, follow=True)
        given = Invitation.objects.get()
        assert given.admits_until == datetime(2027, 3, 1, 17, tzinfo=UTC)
        assert (given.over_capacity, given.messages.get().kind) == (True, "late_link")
        assert response.redirect_chain[-1][0] == url(event, "invitation", given)
        assert link_in(response).endswith(f"/tilmeld/invitation/{given.token}/")

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Write the guest's name."),
            ({"email": "cleo"}, "Write the whole e-mail address"),
            ({"date": "2027-02-01"}, "Choose a time that lies ahead"),
            ({"date": "2027-03-12"}, "Choose a time that lies ahead"),
            ({"date": "tomorrow"}, "Enter a valid date."),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, admin, event, wrong, sentence):
        shown = admin.post(url(event, "late_link"), self.FILLED_IN | wrong)
        assert sentence in text(shown)
        for name, value in (self.FILLED_IN | wrong).items():
            if name not in ("over_capacity", "language"):
                assert soup(shown).select_one(f"main [name={name}]").get("value", "") == value
        assert not Invitation.objects.exists()

    def test_who_is_registered_needs_none(self, admin, event):
        registration(event)
        shown = admin.post(url(event, "late_link"), self.FILLED_IN)
        assert "is registered already" in text(shown)

    def test_is_not_given_once_the_event_has_begun(self, admin, event, clock):
        clock(STARTS_AT)
        shown = admin.get(url(event, "late_link"))
        assert "The event has begun" in text(shown)
        assert soup(shown).select_one("main form") is None


class TestTheEventsLink:
    def test_is_shown_in_each_language_as_a_whole_address(self, admin):
        event = event_page(audience="link").event
        event_in_danish(event)
        links = [
            field["value"]
            for field in soup(admin.get(url(event, "event_link"))).select("[readonly]")
        ]
        assert links == [
            f"http://localhost/tilmeld/link/{event.token}/{language}/" for language in ("da", "en")
        ]

    def test_says_when_it_lets_nobody_in(self, admin, event):
        assert "Who may register now: Everyone." in text(admin.get(url(event, "event_link")))

    def test_is_replaced_after_asking_once_more(self, admin, event):
        shown = admin.get(url(event, "replace_link"))
        assert "The old link stops working at once" in text(shown)
        assert Event.objects.get().link_version == 1
        response = admin.post(url(event, "replace_link"), follow=True)
        assert event.token not in link_in(response)
        assert Event.objects.get().token in link_in(response)
