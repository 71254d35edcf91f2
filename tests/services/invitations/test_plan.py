"""What would become of a list, row by row, before anything is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.imports import Person
from events.models import Invitation, Message
from events.services.invitations import Outcome, invite, plan
from tests.factories import OPEN_AT, event_page, invitation, registration
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

NEW, KNOWN, REGISTERED = Outcome.NEW, Outcome.KNOWN, Outcome.REGISTERED
DOUBLED, UNUSABLE = Outcome.DOUBLED, Outcome.UNUSABLE


@pytest.fixture
def event():
    return event_page().event


def listed(*pairs):
    return [Person(line, name, email) for line, (name, email) in enumerate(pairs, start=1)]


def outcomes(event, *pairs):
    return [row.outcome for row in plan(event, listed(*pairs))]


def test_each_row_keeps_its_line_and_comes_out_tidy(event):
    [row] = plan(event, [Person(7, "  Cleo\u200b  Jensen ", " cleo@example.org ")])
    assert (row.line, row.email, row.outcome, row.why) == (7, "cleo@example.org", NEW, "")
    assert row.name.split() == ["Cleo", "Jensen"]


def test_nothing_is_written(event):
    plan(event, listed(("Cleo", "cleo@example.org")))
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


class TestOnePerson:
    def test_is_invited_once_however_it_is_written(self, event):
        found = outcomes(event, ("Cleo", "cleo@example.org"), ("CLEO", "Cleo@Example.org"))
        assert found == [NEW, DOUBLED]

    def test_two_names_at_one_address_are_two(self, event):
        assert outcomes(event, ("Cleo", "o@example.org"), ("Dora", "o@example.org")) == [NEW, NEW]

    @pytest.mark.parametrize("names", [("", "Cleo"), ("Cleo", ""), ("", "")])
    def test_where_a_name_is_lacking_the_address_decides(self, event, names):
        assert outcomes(event, *((name, "o@example.org") for name in names)) == [NEW, DOUBLED]

    def test_at_an_event_with_one_registration_an_address_the_address_decides(self):
        event = event_page(one_per_address=True).event
        registration(event, "Eli", email="e@example.org")
        invitation(event, "Fie", email="f@example.org")
        found = outcomes(
            event,
            ("Cleo", "o@example.org"),
            ("Dora", "o@example.org"),
            ("Cleo", "e@example.org"),
            ("Cleo", "f@example.org"),
        )
        assert found == [NEW, DOUBLED, REGISTERED, KNOWN]


class TestThoseWhoAreKnown:
    def test_an_invitation_stands_in_the_way_of_another(self, event):
        invitation(event)
        assert outcomes(event, ("cleo", "CLEO@example.org")) == [KNOWN]

    def test_one_that_was_withdrawn_does_not(self, event):
        withdrawn = invitation(event)
        Invitation.objects.filter(pk=withdrawn.pk).update(withdrawn_at=withdrawn.created_at)
        assert outcomes(event, ("Cleo", "cleo@example.org")) == [NEW]

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [("confirmed", REGISTERED), ("cancelled", NEW), ("lapsed", NEW)],
    )
    def test_a_registration_counts_while_it_is_active(self, event, status, outcome):
        registration(event, status=status)
        assert outcomes(event, ("Cleo", "cleo@example.org")) == [outcome]

    def test_somebody_without_a_name_is_registered_under_any(self, event):
        registration(event)
        assert outcomes(event, ("", "cleo@example.org")) == [REGISTERED]

    def test_another_events_guests_are_strangers(self, event):
        other = event_page(event.page.get_parent(), slug="other").event
        invitation(other)
        registration(other, "Dora")
        found = outcomes(event, ("Cleo", "cleo@example.org"), ("Dora", "dora@example.org"))
        assert found == [NEW, NEW]


class TestUnusableRows:
    @pytest.mark.parametrize(
        ("name", "email", "why"),
        [
            ("Cleo", "", "There is no e-mail address."),
            (
                "Cleo",
                "cleo",
                "Write the whole e-mail address, for example name@example.org.",
            ),
            ("12", "cleo@example.org", "Write the name in letters, or leave it out."),
        ],
    )
    def test_say_why(self, event, name, email, why):
        [row] = plan(event, listed((name, email)))
        assert (row.outcome, row.why) == (UNUSABLE, why)

    def test_show_what_stood_there(self, event):
        [row] = plan(event, listed(("Cleo", "cleo@nowhere")))
        assert (row.name, row.email) == ("Cleo", "cleo@nowhere")

    def test_keep_no_other_row_from_being_used(self, event):
        found = outcomes(event, ("", "nonsense"), ("", "nonsense"), ("Cleo", "cleo@example.org"))
        assert found == [UNUSABLE, UNUSABLE, NEW]

    def test_whatever_stands_there_is_invited_or_said_to_be_unusable(self, event):
        values = list(VALUES.values())
        people = [Person(n, text, f"guest{n}@example.org") for n, text in enumerate(values)]
        people += [Person(len(values), "", text) for text in values]
        new = [row for row in plan(event, people) if row.outcome == NEW]
        assert invite(event, people, language="en", at=OPEN_AT) == len(new) > 100


def test_ten_thousand_cost_as_many_queries_as_one(event):
    invitation(event)
    registration(event, "Dora")
    counts = []
    for number in (1, 10_000):
        people = [Person(n, "Guest", f"guest{n}@example.org") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert {row.outcome for row in plan(event, people)} == {NEW}
        counts.append(len(queries))
    assert counts == [2, 2]
