"""The list of who is invited, and of what became of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from events.services import retention
from tests.factories import OPEN_AT, invitation, registration

from .support import letter, soup, table, text, url

pytestmark = pytest.mark.django_db


class TestTheList:
    def test_tells_who_what_they_answered_and_how_the_letter_fared(self, admin, event):
        cleo = invitation(event, reminded_at=OPEN_AT + timedelta(days=1))
        later = OPEN_AT + timedelta(minutes=1)
        invitation(event, "", email="dora@example.org", created_at=later, declined_at=later)
        registration(event, invitation=cleo)
        letter(cleo, "bounced")
        assert table(admin.get(url(event, "invitations"))) == [
            ["dora@example.org", "dora@example.org", "Can't come", "", "1 February 2027 13:01", ""],
            [
                "Cleo",
                "cleo@example.org",
                "Registered",
                "A letter needs attention Bounced",
                "1 February 2027 13:00",
                "2 February 2027 13:00",
            ],
        ]

    def test_counts_the_answers_on_top(self, admin, event):
        for name in ("Cleo", "Dora", "Eli"):
            invitation(event, name)
        registration(event)
        shown = text(admin.get(url(event, "invitations")))
        assert "Registered 1 Can't come 0 Not answered yet 2" in shown
        assert "Withdrawn" not in soup(admin.get(url(event, "invitations"))).select_one("dl").text

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"q": "JENSEN"}, ["Cleo Jensen"]),
            ({"q": "dora@"}, ["Dora"]),
            ({"answer": "declined"}, ["Dora"]),
            ({"answer": "none"}, ["Cleo Jensen"]),
        ],
    )
    def test_is_searched_and_filtered(self, admin, event, query, names):
        invitation(event, "Cleo Jensen", email="c@example.org")
        invitation(event, "Dora", declined_at=OPEN_AT)
        rows = table(admin.get(url(event, "invitations_results"), query))
        assert [row[0] for row in rows] == names

    def test_costs_the_same_for_any_number(self, admin, event):
        counts = []
        for number in (1, 3, 12):
            for new in range(event.invitations.count(), number):
                letter(invitation(event, f"Guest{new}"), "sent")
            admin.get(url(event, "invitations"))
            with CaptureQueriesContext(connection) as queries:
                admin.get(url(event, "invitations"))
            counts.append(len(queries))
        assert counts == [counts[0]] * 3

    def test_looking_is_logged_once_an_hour(self, admin, event, clock):
        admin.get(url(event, "invitations"))
        admin.get(url(event, "invitations"))
        assert PageLogEntry.objects.filter(action="tilmeld.view_invitations").count() == 1

    def test_the_registrations_lead_to_it(self, admin, event):
        page = admin.get(url(event, "registrations")).content.decode()
        assert url(event, "invitations") in page

    def test_shows_those_that_were_erased_without_a_name(self, admin, event):
        invitation(event)
        retention.erase_event(event, at=OPEN_AT)
        assert table(admin.get(url(event, "invitations")))[0][:3] == [
            "(blank)",
            "",
            "Not answered yet",
        ]
