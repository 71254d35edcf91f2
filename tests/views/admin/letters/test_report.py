"""The letters of all events that one may see, and their download."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from events.models import Message
from tests.factories import OPEN_AT, editor, event_page, invitation, registration

from ..support import letter_to, letter_url, letters_url, queries, table, text

pytestmark = pytest.mark.django_db

REPORT = "/admin/tilmeld/letters/"
EXPORT = ("view_registration", "export_registration")


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def two_events():
    """A letter about each of two events in sections of their own."""
    ours, theirs = event_page().event, event_page(slug="theirs", title="Workshop").event
    letter_to(registration(ours), "bounced", reason="bounced 550 5.1.1")
    letter_to(registration(theirs, "Dora"), "delivered")
    return ours, theirs


def about(response) -> list[str]:
    return [row[1] for row in table(response)]


def rows(client, **query) -> list[list[str]]:
    response = client.get(REPORT, {"export": "csv"} | query)
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))


class TestTheReport:
    def test_is_among_wagtails_reports(self, admin):
        assert reverse("tilmeld_admin:letter_report") == REPORT
        assert REPORT in admin.get("/admin/").content.decode()

    def test_but_not_for_those_who_may_not_see_registrations(self, client, two_events):
        client.force_login(editor(two_events[0].page))
        assert REPORT not in client.get("/admin/").content.decode()
        assert client.get(REPORT).status_code == 302

    def test_shows_the_letters_of_all_events(self, admin, two_events):
        response = admin.get(REPORT)
        assert table(response)[1] == [
            "Confirmation",
            "Dialogue meeting",
            "Cleo cleo@example.org",
            "Needs attention Bounced There is no such address.",
            "1 February 2027 13:00",
            "1 February 2027 13:00",
        ]
        assert about(response) == ["Workshop", "Dialogue meeting"]
        page = response.content.decode()
        assert letter_url(Message.objects.first()) in page
        assert letters_url(two_events[0]) in page

    def test_an_editor_sees_those_of_their_own_section(self, client, two_events):
        client.force_login(editor(two_events[0].page, "view_registration"))
        response = client.get(REPORT)
        assert about(response) == ["Dialogue meeting"]
        assert "Workshop" not in response.content.decode()

    def test_and_none_to_invitees_unless_they_may_invite(self, client, two_events):
        event = two_events[0]
        invited = invitation(event, "Eli")
        Message.objects.filter(event=event).update(registration=None, invitation=invited)
        client.force_login(editor(event.page, "view_registration"))
        assert about(client.get(REPORT)) == []

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"state": "bounced"}, ["Dialogue meeting"]),
            ({"state": "needs_attention"}, ["Dialogue meeting"]),
            ({"kind": "changed"}, []),
            ({"q": "dora"}, ["Workshop"]),
            ({"created_at_from": "2027-02-02"}, []),
        ],
    )
    def test_can_be_narrowed(self, admin, two_events, query, found):
        assert about(admin.get(f"{REPORT}results/", query)) == found

    def test_to_one_event_that_one_may_see(self, client, two_events):
        ours, theirs = two_events
        client.force_login(editor(ours.page, "view_registration"))
        assert about(client.get(REPORT, {"event": ours.pk})) == ["Dialogue meeting"]
        assert "Select a valid choice" in text(client.get(REPORT, {"event": theirs.pk}))

    def test_costs_the_same_queries_for_any_number_of_letters_and_events(self, admin):
        counts = []
        for number in (1, 3):
            for each in range(number):
                event = event_page(slug=f"event{number}-{each}").event
                for name in range(number):
                    letter_to(registration(event, f"guest{name}"), "bounced")
            counts.append(queries(admin, REPORT))
        assert counts == [counts[0]] * 2

    def test_looking_is_logged_with_each_event_once_an_hour(self, admin, two_events):
        for _look in range(2):
            admin.get(REPORT)
        entries = PageLogEntry.objects.filter(action="tilmeld.view_letters")
        assert sorted(entry.page_id for entry in entries) == [e.page_id for e in two_events]


class TestTheDownload:
    def test_holds_what_the_report_shows(self, admin, two_events):
        assert rows(admin, state="bounced")[1:] == [
            [
                "Dialogue meeting",
                "Confirmation",
                "English",
                "Cleo",
                "cleo@example.org",
                "Bounced",
                "There is no such address.",
                "bounced 550 5.1.1",
                "0",
                "2027-02-01 13:00",
                "",
                "2027-02-01 13:00",
            ]
        ]
        assert len(rows(admin)) == 3

    def test_is_all_pages_of_it(self, admin):
        event = event_page().event
        for number in range(60):
            letter_to(registration(event, f"guest{number}"))
        assert len(rows(admin)) == 61

    def test_opens_in_excel_too(self, admin, two_events):
        response = admin.get(REPORT, {"export": "xlsx"})
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        response.close()
        assert [row[0].value for row in sheet.iter_rows()] == [
            "Event",
            "Workshop",
            "Dialogue meeting",
        ]

    def test_no_name_is_a_formula(self, admin):
        guest = registration(event_page(title="=HYPERLINK(1)").event, "@SUM(1)")
        letter_to(guest)
        assert rows(admin)[1][0] == "'=HYPERLINK(1)"
        assert rows(admin)[1][3] == "'@SUM(1)"

    def test_takes_the_right_to_download(self, client, two_events):
        page = two_events[0].page
        client.force_login(editor(page, "view_registration"))
        assert "export=csv" not in client.get(REPORT).content.decode()
        assert client.get(REPORT, {"export": "csv"}).status_code == 302

    def test_holds_ones_own_section_only(self, client, two_events):
        client.force_login(editor(two_events[0].page, *EXPORT))
        assert [row[0] for row in rows(client)[1:]] == ["Dialogue meeting"]

    def test_is_logged_with_each_event_and_its_number(self, admin, two_events):
        letter_to(registration(two_events[0], "Eli"))
        rows(admin)
        entries = PageLogEntry.objects.filter(action="tilmeld.export_letters").order_by("page")
        assert [(entry.page_id, entry.data["rows"]) for entry in entries] == [
            (two_events[0].page_id, 2),
            (two_events[1].page_id, 1),
        ]
        assert entries[0].message == "List of letters downloaded (CSV, rows: 2)"
