"""The downloads of what the list shows."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from tests.factories import editor, event_page, registration

from .support import list_url, text

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

    def test_json_holds_the_same_in_the_same_order(self, admin):
        event = event_page().event
        for name in ("Finn", "åse", "Dora"):
            registration(event, name)
        registration(event, "Eli", status="cancelled")
        query = {"export": "json", "status": "confirmed", "ordering": "-name"}
        response = admin.get(list_url(event), query)
        told = json.loads(b"".join(response.streaming_content))
        assert response["Content-Type"] == "application/json"
        assert [each["name"] for each in told["registrations"]] == ["åse", "Finn", "Dora"]

    @pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
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


ORGANISATION = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}


class TestChoosingHow:
    @pytest.fixture
    def event(self):
        event = event_page(questions=[ORGANISATION, DIET]).event
        registration(event, companions=["Dora"], answers={"qorg": "Library"})
        registration(event, "Finn", answers={"qorg": "Museum"})
        return event

    def download(self, client, event, **query):
        response = client.get(list_url(event), {"export": "csv"} | query)
        data = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))

    def test_the_page_keeps_what_the_list_is_narrowed_to(self, admin, event):
        query = {"q": "library", "answer_qorg": ["+", "-"], "ordering": "name", "p": "2"}
        shown = admin.get(address(event), query)
        assert "1 registration, as the list is filtered" in text(shown)
        soup = BeautifulSoup(shown.content, "html.parser")
        form = soup.select_one(f'main form[action="{list_url(event)}"]')
        kept = [(each["name"], each["value"]) for each in form.select("[type=hidden]")]
        assert kept == [
            ("q", "library"),
            ("answer_qorg", "+"),
            ("answer_qorg", "-"),
            ("ordering", "name"),
        ]
        assert [each["value"] for each in form.select("[name=export]")] == ["xlsx", "csv", "json"]

    def test_what_stands_in_the_address_is_text_there(self, admin, event):
        shown = admin.get(address(event), {"q": '"><script>x</script>'})
        assert "<script>x" not in shown.content.decode()

    def test_it_is_found_from_the_list_as_it_is(self, admin, event):
        assert (
            f"{address(event)}?q=library"
            in admin.get(list_url(event), {"q": "library"}).content.decode()
        )

    def test_the_columns_that_are_seen_and_always_the_name(self, admin, event):
        admin.post(reverse("tilmeld_admin:columns", args=[event.pk]), {"names": ["answers.qorg"]})
        rows = self.download(admin, event, columns="shown", ordering="name")
        assert rows == [["Name", "Organisation"], ["Cleo", "Library"], ["Finn", "Museum"]]
        assert len(self.download(admin, event)[0]) > 10

    def test_companions_as_rows_of_their_own(self, admin, event):
        rows = self.download(admin, event, companions="on", columns="shown", ordering="name")
        assert [(row[2], row[-2]) for row in rows] == [
            ("Name", "Companion of"),
            ("Cleo", ""),
            ("Dora", "Cleo"),
            ("Finn", ""),
        ]
        entry = PageLogEntry.objects.get(action="tilmeld.export")
        assert entry.data == {"format": "CSV", "rows": 3}

    def test_sensitive_answers_need_the_right(self, client, event):
        registration(event, "Eli", sensitive_answers={"qdiet": ["Vegan food"]})
        rights = ("view_registration", "export_registration")
        client.force_login(editor(event.page.get_parent(), *rights))
        response = client.get(list_url(event), {"export": "json", "companions": "on"})
        told = b"".join(response.streaming_content).decode()
        assert "Vegan" not in told
        assert "qdiet" not in told

    def test_the_page_needs_the_right_to_download(self, client, event):
        client.force_login(editor(event.page.get_parent(), "view_registration"))
        assert client.get(address(event)).status_code == 302
        assert "Download…" not in text(client.get(list_url(event)))


def address(event) -> str:
    return reverse("tilmeld_admin:download", args=[event.pk])
