"""Registrations from a list: the columns, what would happen, and then all of it."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from events.models import Event, Message, Registration
from tests.factories import editor, event_index, event_page, registration, root_page
from tests.nasty import VALUES

from .support import list_url, names, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

DIET = {"label": "Diet", "field_type": "singleline", "key": "qdiet", "sensitive": True}
PARTS = {"label": "Part", "field_type": "radio", "choices": "Tour\nLunch [1]", "key": "qpart"}
HEADINGS = "Navn;E-mail;Part;Bordnummer"


@pytest.fixture
def event() -> Event:
    return event_page(questions=[DIET, PARTS], max_companions=2).event


def import_url(event: Event) -> str:
    return reverse("tilmeld_admin:import", args=[event.pk])


def form(response) -> dict:
    """What the form on a page would send."""
    soup = BeautifulSoup(response.content, "html.parser").select_one("main form[method=post]")
    sent = {}
    for field in soup.select("input[name]"):
        is_choice = field["type"] in ("checkbox", "radio")
        if not is_choice or field.has_attr("checked"):
            sent[field["name"]] = field.get("value", "on" if is_choice else "")
    for field in soup.select("select"):
        chosen = field.select_one("option[selected]")
        sent[field["name"]] = chosen["value"] if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def columns(client, event, lines: str = "", **more):
    return client.post(import_url(event), {"text": lines} | more)


def plan(client, event, lines: str = "", **more):
    return client.post(import_url(event), form(columns(client, event, lines)) | more)


def do(client, event, lines: str, **more):
    return client.post(import_url(event), form(plan(client, event, lines, **more)) | {"import": 1})


def outcomes(response) -> dict[str, int]:
    return {str(g.outcome): len(g.rows) for g in response.context["groups"]}


def why(response) -> list[str]:
    groups = response.context["groups"]
    return [sentence for group in groups for row in group.rows for sentence in row.why]


def workbook(*rows) -> SimpleUploadedFile:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("guests.xlsx", file.getvalue())


class TestFromListToRegistrations:
    def test_a_list_becomes_registrations_with_letters(self, admin, event):
        lines = f"{HEADINGS}\nCleo;cleo@example.org;tour;7\nDora;dora@example.org;;8"
        response = do(admin, event, lines)
        assert (response.url, told(response)) == (list_url(event), "2 guests are registered.")
        assert sorted(names(admin.get(list_url(event)))) == ["Cleo", "Dora"]
        assert Registration.objects.get(name="Cleo").answers == {"qpart": "Tour"}
        assert Message.objects.filter(to_many=True).count() == 2

    def test_whoever_only_waits_is_not_said_to_be_registered(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        lines = "Name;E-mail\nCleo;c@example.org\nDora;d@example.org\nEmil;e@example.org"
        ready = plan(admin, event, lines, if_full="wait")
        assert "Import 3 guests" in text(ready)
        response = admin.post(import_url(event), form(ready) | {"import": 1})
        assert told(response) == "1 guest is registered. 2 guests are on the waiting list."
        response = do(admin, event, "Name;E-mail\nFie;f@example.org", if_full="wait")
        assert told(response) == "1 guest is on the waiting list."

    def test_a_workbook_too_with_names_in_two_columns_and_companions(self, admin, event):
        file = workbook(
            ["Fornavn", "Efternavn", "E-mail", "Ledsagere", "Antal personer"],
            ["Cleo", "Jensen", "cleo@example.org", "Bo", 3],
        )
        shown = columns(admin, event, file=file)
        ready = admin.post(import_url(event), form(shown) | {"column_4": "seats", "letter": ""})
        admin.post(import_url(event), form(ready) | {"import": 1})
        cleo = Registration.objects.get()
        assert (cleo.name, cleo.companions) == ("Cleo Jensen", ["Bo", ""])
        assert not Message.objects.exists()

    def test_nothing_is_written_before_the_last_button(self, admin, event):
        response = plan(admin, event, f"{HEADINGS}\nCleo;cleo@example.org;Tour;7")
        assert outcomes(response) == {"seated": 1}
        assert "This column is left out: Bordnummer" in text(response)
        assert not Registration.objects.exists()

    def test_our_own_download_is_read_as_it_is(self, admin, event):
        answers = {"answers": {"qpart": "Tour"}, "sensitive_answers": {"qdiet": "=1+1"}}
        registration(event, "Cleo", companions=["Bo"], **answers)
        registration(event, "Dora", status="cancelled")
        other = event_page(event.page.get_parent(), slug="o", questions=[DIET, PARTS]).event
        Event.objects.filter(pk=other.pk).update(max_companions=2)
        for extension in ("csv", "xlsx"):
            download = admin.get(list_url(event), {"export": extension})
            file = SimpleUploadedFile(f"g.{extension}", b"".join(download.streaming_content))
            ready = admin.post(import_url(other), form(columns(admin, other, file=file)))
            assert outcomes(ready) == {"refused": 1, "seated": 1}
            assert why(ready) == ["Status: The list says “Cancelled”."]
        admin.post(import_url(other), form(ready) | {"import": 1})
        copied = other.registrations.get()
        assert (copied.name, copied.companions) == ("Cleo", ["Bo"])
        assert copied.given == {"qpart": "Tour", "qdiet": "=1+1"}

    def test_what_changed_in_between_is_said_and_nothing_done(self, admin, event):
        ready = form(plan(admin, event, "Name;E-mail\nCleo;cleo@example.org\nDora;d@example.org"))
        registration(event, "Cleo")
        response = admin.post(import_url(event), ready | {"import": 1})
        assert "so nobody was registered" in text(response)
        assert outcomes(response) == {"seated": 1, "known": 1}
        assert Registration.objects.count() == 1
        admin.post(import_url(event), form(response) | {"import": 1})
        assert Registration.objects.count() == 2

    def test_columns_can_be_changed_after_all(self, admin, event):
        ready = form(plan(admin, event, f"{HEADINGS}\nCleo;cleo@example.org;Tour;7"))
        again = form(admin.post(import_url(event), ready | {"columns": 1}))
        assert [again[f"column_{n}"] for n in range(4)] == ["name", "email", "qpart", ""]


class TestEachRow:
    def test_what_is_wrong_stands_beside_it_with_its_number_and_field(self, admin, event):
        lines = (
            "Navn;E-mail;Part;Seats\n;x@example.org;;\nCleo;nowhere;Dinner;\n\n"
            "Dora;dora@example.org;;9\nEmil;;;"
        )
        response = plan(admin, event, lines)
        assert outcomes(response) == {"refused": 3, "seated": 1}
        refused = response.context["groups"][0].rows
        assert [(row.line, list(row.why)) for row in refused] == [
            (2, ["Name: Write a name."]),
            (
                3,
                [
                    "E-mail: Write the whole e-mail address, for example name@example.org.",
                    "Part: Choose one of the answers to “Part”.",
                ],
            ),
            (5, ["Companions: A guest can bring 2 people at most."]),
        ]

    def test_a_choice_without_seats_refuses_or_is_over_booked(self, admin, event):
        lines = "Navn;E-mail;Part\nCleo;c@example.org;Lunch\nDora;d@example.org;Lunch"
        response = plan(admin, event, lines)
        assert why(response) == ["There are too few seats left at “Lunch”."]
        assert outcomes(plan(admin, event, lines, if_full="overbook")) == {
            "seated": 1,
            "overbooked": 1,
        }

    def test_required_questions_are_not_required_of_staff(self, admin):
        asked = {"label": "Organisation", "field_type": "singleline", "key": "q", "required": True}
        event = event_page(questions=[asked], consent_text="I agree").event
        assert outcomes(plan(admin, event, "Name\nCleo\nDora")) == {"seated": 2}


class TestTheColumns:
    def test_names_are_needed_and_nothing_stands_twice(self, admin, event):
        shown = form(columns(admin, event, f"{HEADINGS}\nCleo;cleo@example.org;Tour;7"))
        response = admin.post(import_url(event), shown | {"column_0": "", "column_3": "email"})
        assert response.context["form"].non_field_errors() == [
            "Say which column holds the names.",
            "Several columns are said to hold “E-mail”. Choose one of them.",
        ]

    @pytest.mark.parametrize(
        "table", ["", "[]", "[null, []]", "[" * 9999, '[null, [["1e999", []]]]']
    )
    def test_a_list_that_did_not_come_back_whole_leads_to_the_start(self, admin, event, table):
        assert admin.post(import_url(event), {"table": table}).url == import_url(event)


class TestNastyLists:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.csv", b""),
            ("only.csv", b"Name;E-mail\n"),
            ("page.csv", b"<!DOCTYPE html><p>"),
            ("zeros.csv", b"Name\0;E-mail"),
            ("broken.xlsx", b"PK\x03\x04broken"),
            ("picture.png", b"\x89PNG"),
            ("large.csv", b"x" * (5 * 1024**2 + 1)),
            ("long.csv", b"Name\n" + b"Cleo Jensen\n" * 5001),
            ("wide.csv", b"Name;E-mail\n" + b";".join([b"x" * 14000] * 190)),
        ],
    )
    def test_what_is_no_list_is_refused_with_a_sentence(self, admin, event, name, content):
        response = columns(admin, event, file=SimpleUploadedFile(name, content))
        assert response.status_code == 200
        assert response.context["form"].errors

    def test_windows_own_encoding(self, admin, event):
        file = SimpleUploadedFile("g.csv", "Navn;E-mail\nSøren;s@example.org".encode("cp1252"))
        ready = form(columns(admin, event, file=file))
        response = admin.post(import_url(event), ready)
        assert response.context["groups"][0].rows[0].entry.name == "Søren"

    def test_any_value_in_any_cell_is_taken_or_refused_and_shown_as_text(self, admin, event):
        quoted = ['"' + value.replace('"', '""') + '"' for value in VALUES.values()]
        quoted = [value for value in quoted if len(value) < 1000 and value.isprintable()]
        lines = "\n".join(f"{v};{v};{v};{v};Guest {n}" for n, v in enumerate(quoted))
        response = plan(admin, event, f"Ledsagere;E-mail;Part;Diet;Navn\n{lines}")
        assert sum(outcomes(response).values()) == len(quoted)
        assert b"<script>alert(1)" not in response.content
        done = admin.post(import_url(event), form(response) | {"import": 1})
        assert done.url == list_url(event)


class TestRights:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_it_takes_the_permission_to_change(self, client, event, method):
        client.force_login(editor(event.page, "view_registration"))
        assert getattr(client, method)(import_url(event)).url == reverse("wagtailadmin_home")

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_another_sections_event_is_not_found(self, client, event, method):
        ours = event_index(root_page(), slug="ours")
        client.force_login(editor(ours, "view_registration", "change_registration"))
        assert getattr(client, method)(import_url(event)).status_code == 404

    def test_the_menu_has_it_for_those_who_may(self, client, event):
        client.force_login(editor(event.page, "view_registration"))
        assert "Import…" not in text(client.get(list_url(event)))
        client.force_login(
            editor(event.page, "view_registration", "change_registration", username="bo")
        )
        assert "Import…" in text(client.get(list_url(event)))

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_not_once_the_event_is_over(self, clock, admin, event, method):
        clock(event.ends_at)
        response = getattr(admin, method)(import_url(event))
        assert (response.url, told(response)) == (
            list_url(event),
            "The event is over or cancelled.",
        )


def test_looking_takes_as_many_queries_for_many_rows_as_for_one(admin, event):
    def queries(number: int) -> int:
        lines = "".join(f"Guest {n};guest{n}@example.org;Tour;{n}\n" for n in range(number))
        shown = form(columns(admin, event, f"{HEADINGS}\n{lines}"))
        with CaptureQueriesContext(connection) as captured:
            admin.post(import_url(event), shown)
        return len(captured)

    assert queries(1) == queries(300)
