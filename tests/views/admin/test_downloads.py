"""The downloads of what the list shows."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from tests.factories import editor, event_page, registration

from .support import list_url

pytestmark = pytest.mark.django_db


class TestDownloads:
    def rows(self, client, event, **query):
        response = client.get(list_url(event), {"export": "csv"} | query)
        data = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))

    def test_hold_what_the_list_shows_all_its_pages(self, admin):
        event = event_page().event
        for number in range(60):
            registration(event, f"guest{number}")
        registration(event, "Dora", status="cancelled")
        assert len(self.rows(admin, event)) == 62
        assert len(self.rows(admin, event, p="2")) == 62
        assert [row[6] for row in self.rows(admin, event, status="cancelled")[1:]] == ["Dora"]
        assert [row[6] for row in self.rows(admin, event, q="guest59")[1:]] == ["guest59"]

    def test_xlsx_opens_and_holds_the_same(self, admin):
        event = event_page().event
        registration(event, status="cancelled")
        registration(event, "Dora")
        response = admin.get(list_url(event), {"export": "xlsx", "status": "confirmed"})
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        response.close()
        assert [row[6].value for row in sheet.iter_rows()] == ["Name", "Dora"]

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_their_name_says_event_and_day(self, admin, extension):
        event = event_page().event
        response = admin.get(list_url(event), {"export": extension})
        b"".join(response.streaming_content)
        response.close()
        name = f'attachment; filename="dialogue-meeting-2027-03-11.{extension}"'
        assert response["Content-Disposition"] == name
        assert "private" in response["Cache-Control"]

    def test_each_is_logged_with_format_and_number(self, admin):
        page = event_page()
        registration(page.event)
        self.rows(admin, page.event)
        entry = PageLogEntry.objects.get(page=page.pk, action="tilmeld.export")
        assert entry.data == {"format": "CSV", "rows": 1}
        assert entry.message == "Registrations downloaded (CSV, rows: 1)"
        assert entry.user.username == "ada"

    def test_need_a_right_of_their_own(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent(), "view_registration"))
        assert client.get(list_url(page.event), {"export": "csv"}).status_code == 302
        assert not PageLogEntry.objects.filter(action="tilmeld.export").exists()

    def test_the_queries_are_the_same_for_any_number(self, admin):
        event = event_page().event
        counts = []
        for number in (1, 3, 60):
            for new in range(event.registrations.count(), number):
                registration(event, f"guest{new}")
            with CaptureQueriesContext(connection) as captured:
                self.rows(admin, event)
            counts.append(len(captured))
        assert counts == [counts[0]] * 3
