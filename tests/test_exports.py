import csv
import io
import json
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import Locale

from events import exports
from events.forms import build_form
from events.forms.fields import TextField
from events.forms.text import clean_text, encodable
from events.models import EventPage, Message, Registration, Status
from events.services import outbox
from events.services.door import check_in
from events.services.registration import cancel
from events.templatetags.tilmeld_text import number_of_companions
from tests.factories import OPEN_AT, event_page, registration, republished
from tests.nasty import VALUES

pytestmark = pytest.mark.django_db

ORGANISATION = {"label": "Organisation", "field_type": "singleline", "required": False}
ORGANISATION |= {"key": "qorg"}
DIET = {"label": "Diet", "field_type": "diet", "required": False, "key": "qdiet"}

FORMULAS = ["=1+1", "+45 33 66 24 51", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1+1", "＝1+1"]
ODD_TEXTS = [
    *FORMULAS,
    "semi;colon, \"quotes\" and 'apostrophes'",
    "two\nlines",
    "æøå ÆØÅ 日本語 🏳️‍🌈 שלום",
    "<r><t>markup</t></r>",
    "<r>&</r>",
    "<script>alert(1)</script> &amp;",
    "0045",
    "1e5",
    "2027-01-01",
    "TRUE",
    "http://example.org/?a=1&b=2",
    "mailto:cleo@example.org",
    "{=1+1}",
    " blanks around ",
    "x" * 5000,
]


def as_csv(event, *, sensitive=True, companions=False) -> list[list[str]]:
    columns = exports.columns(event, sensitive=sensitive, companions=companions)
    rows = exports.rows(event.registrations.order_by("pk"), columns, companions=companions)
    data = b"".join(exports.csv_lines(columns, rows))
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_json(event, *, sensitive=True, companions=False) -> dict:
    columns = exports.columns(event, sensitive=sensitive, companions=companions)
    found = exports.records(event.registrations.order_by("pk"), companions=companions)
    return json.loads(b"".join(exports.json_parts(event, columns, found)))


def as_sheet(event, path, *, sensitive=True):
    columns = exports.columns(event, sensitive=sensitive)
    found = event.registrations.order_by("pk")
    exports.write_xlsx(path, columns, exports.rows(found, columns))
    return load_workbook(path).active


def column(table: list[list[str]], heading: str) -> list[str]:
    return [row[table[0].index(heading)] for row in table[1:]]


def cells(sheet, heading: str) -> list:
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(heading)] for row in sheet.iter_rows(min_row=2)]


def answered(event, *values, key="qorg"):
    for number, value in enumerate(values):
        registration(event, f"guest{number}", answers={key: value})


class TestColumns:
    def headings(self, event, *, sensitive=True):
        return [column.heading for column in exports.columns(event, sensitive=sensitive)]

    def test_the_fixed_ones_stand_around_the_questions(self):
        event = event_page(questions=[ORGANISATION]).event
        assert self.headings(event) == [
            "Number",
            "Registered",
            "Status",
            "On the waiting list since",
            "Offered until",
            "Cancelled",
            "Name",
            "E-mail",
            "Seats",
            "Companions",
            "Organisation",
            "Language",
            "Letter",
            "Arrived",
            "Checked in",
        ]

    def test_sensitive_questions_only_for_those_with_the_right(self):
        event = event_page(questions=[DIET]).event
        assert "Diet" in self.headings(event)
        assert "Diet" not in self.headings(event, sensitive=False)

    def test_an_explanation_has_no_answer_and_no_column(self):
        event = event_page(questions=[{"label": "Food", "field_type": "explanation"}]).event
        assert "Food" not in self.headings(event)

    def test_a_question_renamed_is_one_column_in_its_last_words(self):
        page = event_page(questions=[ORGANISATION])
        page = republished(page, [ORGANISATION | {"label": "Company"}])
        assert self.headings(page.event)[10:-4] == ["Company"]

    def test_a_question_removed_comes_last_and_says_so(self):
        page = event_page(questions=[ORGANISATION, ORGANISATION | {"label": "Role", "key": "q2"}])
        page = republished(page, [ORGANISATION | {"label": "Role", "key": "q2"}])
        assert self.headings(page.event)[10:-4] == ["Role", "Organisation (removed)"]

    def test_two_questions_of_one_label_are_kept_apart(self):
        page = event_page(questions=[ORGANISATION])
        page = republished(page, [ORGANISATION | {"key": "qnew"}, ORGANISATION | {"key": "q3"}])
        assert self.headings(page.event)[10:-4] == [
            "Organisation",
            "Organisation (2)",
            "Organisation (removed)",
        ]

    def test_a_question_named_like_a_fixed_column_is_kept_apart(self):
        event = event_page(questions=[ORGANISATION | {"label": "Name"}]).event
        assert self.headings(event)[10:-4] == ["Name (2)"]

    def test_languages_share_a_column_in_the_words_of_the_events_own(self):
        page = event_page(questions=[ORGANISATION])
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        translated = EventPage.objects.get(pk=translated.pk)
        field = translated.registration_fields.get()
        field.label = "Forening"
        translated.registration_fields = [field]
        translated.save_revision().publish()
        assert self.headings(page.event)[10:-4] == ["Organisation"]

    def test_one_that_is_sensitive_in_any_language_is_hidden(self):
        page = event_page(questions=[ORGANISATION])
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        republished(translated, [ORGANISATION | {"sensitive": True}])
        assert "Organisation" in self.headings(page.event)
        assert "Organisation" not in self.headings(page.event, sensitive=False)

    def test_one_marked_sensitive_later_is_hidden_with_the_answers_given_before(self):
        page = event_page(questions=[ORGANISATION])
        page = republished(page, [ORGANISATION | {"sensitive": True}])
        assert "Organisation" not in self.headings(page.event, sensitive=False)


class TestCells:
    def test_of_one_registration(self):
        event = event_page(
            questions=[ORGANISATION, DIET], timezone="America/New_York", max_companions=2
        ).event
        guest = registration(
            event,
            companions=["Dora", "Eli"],
            answers={"qorg": "Library"},
            sensitive_answers={"qdiet": ["Vegan food", "Food without gluten"]},
            created_at=datetime(2027, 2, 1, 12, 30, 59, tzinfo=UTC),
        )
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        check_in(guest, [0, 1], token=uuid4(), at=OPEN_AT)
        assert as_csv(event)[1] == [
            str(guest.pk),
            "2027-02-01 07:30",
            "Registered",
            "",
            "",
            "",
            "Cleo",
            "cleo@example.org",
            "3",
            "Dora, Eli",
            "Library",
            "Vegan food, Food without gluten",
            "English",
            "Waiting",
            "2",
            "2027-02-01 07:00",
        ]

    def test_of_a_cancelled_one(self):
        event = event_page().event
        cancel(registration(event), at=OPEN_AT + timedelta(hours=1), letter=False)
        table = as_csv(event)
        assert column(table, "Status") == ["Cancelled"]
        assert column(table, "Cancelled") == ["2027-02-01 14:00"]
        assert column(table, "Letter") == [""]

    def test_of_those_who_wait_or_are_offered_a_seat(self):
        event = event_page(waiting_list="offer").event
        since, until = OPEN_AT, OPEN_AT + timedelta(hours=48)
        registration(event, status="waiting", waiting_since=since)
        registration(event, "Dora", status="offered", offered_until=until)
        registration(event, "Eli", status="cancelled", waiting_since=since)
        table = as_csv(event)
        assert column(table, "Status") == ["On the waiting list", "Offered a seat", "Cancelled"]
        assert column(table, "On the waiting list since") == ["2027-02-01 13:00", "", ""]
        assert column(table, "Offered until") == ["", "2027-02-03 13:00", ""]

    @pytest.mark.parametrize("status", Status)
    def test_every_status_is_in_words(self, status):
        event = event_page().event
        times = {"waiting_since": OPEN_AT, "offered_until": OPEN_AT}
        registration(event, status=status, **times)
        assert column(as_csv(event), "Status") == [status.label]

    @pytest.mark.parametrize(
        ("companions", "words"),
        [
            (["Dora", "Eli"], "Dora, Eli"),
            (["", ""], "2 companions"),
            (["Dora", ""], "Dora, 1 companion"),
            ([""] * 9, "9 companions"),
            ([], ""),
        ],
    )
    def test_companions_are_named_or_counted(self, companions, words):
        event = event_page().event
        registration(event, companions=companions)
        assert column(as_csv(event), "Companions") == [words]

    def test_a_choice_with_seats_of_its_own_stands_without_them(self):
        question = ORGANISATION | {"field_type": "radio", "choices": "Workshop A [20]\nNone"}
        event = event_page(questions=[question]).event
        form = build_form(event.publication().questions)
        chosen = form.fields["qorg"].choices[0][0]
        answered(event, chosen)
        assert column(as_csv(event), "Organisation") == ["Workshop A"]

    def test_the_newest_letter_counts(self):
        event = event_page().event
        guest = registration(event)
        first = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(pk=first.pk).update(state="delivered")
        second = outbox.queue(Message.Kind.LINK, guest, at=OPEN_AT)
        Message.objects.filter(pk=second.pk).update(state="bounced")
        assert column(as_csv(event), "Letter") == ["Bounced"]

    def test_a_ticked_box_says_yes_and_one_never_asked_nothing(self):
        event = event_page(questions=[ORGANISATION | {"field_type": "checkbox"}]).event
        answered(event, True)
        registration(event)
        assert column(as_csv(event), "Organisation") == ["Yes", ""]

    def test_an_answer_given_when_it_was_sensitive_stays_so(self):
        page = event_page(questions=[ORGANISATION | {"sensitive": True}])
        registration(page.event, sensitive_answers={"qorg": "Secret"})
        page = republished(page, [ORGANISATION])
        assert column(as_csv(page.event, sensitive=False), "Organisation") == [""]
        assert column(as_csv(page.event), "Organisation") == ["Secret"]

    def test_words_are_in_the_language_of_the_request_though_rows_are_written_later(self):
        event = event_page().event
        registration(event, companions=["", ""])
        with translation.override("da"):
            columns = exports.columns(event, sensitive=True)
            expected = (str(Status.CONFIRMED.label), number_of_companions(2))
        with translation.override("en"):
            (row,) = exports.rows(event.registrations.all(), columns)
        assert (row[2], row[9]) == expected


class TestCSV:
    def test_it_opens_in_danish_excel(self):
        event = event_page().event
        columns = exports.columns(event, sensitive=True)
        data = b"".join(exports.csv_lines(columns, []))
        assert data.startswith("\ufeffNumber;Registered;".encode())
        assert data.endswith(b";Letter;Arrived;Checked in\r\n")

    @pytest.mark.parametrize("text", FORMULAS)
    def test_a_formula_is_prefixed_and_never_shortened(self, text):
        event = event_page(questions=[ORGANISATION]).event
        answered(event, text)
        assert column(as_csv(event), "Organisation") == [f"'{text}"]

    @pytest.mark.parametrize("text", ODD_TEXTS[len(FORMULAS) :])
    def test_any_other_text_is_as_it_was_typed(self, text):
        event = event_page(questions=[ORGANISATION]).event
        answered(event, text)
        assert column(as_csv(event), "Organisation") == [text]

    def test_names_companions_and_labels_are_guarded_too(self):
        event = event_page(questions=[ORGANISATION | {"label": "=1+1"}]).event
        registration(event, "=cmd", companions=["=two"])
        table = as_csv(event)
        assert "'=1+1" in table[0]
        assert (column(table, "Name"), column(table, "Companions")) == (["'=cmd"], ["'=two"])

    def test_numbers_are_no_formulas_and_have_a_decimal_comma(self):
        event = event_page(questions=[ORGANISATION | {"field_type": "number"}]).event
        answered(event, "-5", "1.50", "0.0000001", "12345678901234567890")
        assert column(as_csv(event), "Organisation") == [
            "-5",
            "1,50",
            "0,0000001",
            "12345678901234567890",
        ]

    def test_what_no_file_can_hold_breaks_nothing(self):
        columns = [exports.Column("Name", 10, lambda row: row)]
        assert b"".join(exports.csv_lines(columns, [["a\ud800b"]])).endswith(b"a?b\r\n")


class TestXLSX:
    def test_every_text_is_a_text_cell_as_it_was_typed(self, tmp_path):
        event = event_page(questions=[ORGANISATION]).event
        answered(event, *ODD_TEXTS)
        found = cells(as_sheet(event, tmp_path / "a.xlsx"), "Organisation")
        assert [cell.value for cell in found] == [t.replace("\r", "\n") for t in ODD_TEXTS]
        assert {cell.data_type for cell in found} == {"s"}

    def test_there_is_no_formula_and_no_link_in_the_file(self, tmp_path):
        event = event_page(questions=[ORGANISATION]).event
        answered(event, *ODD_TEXTS)
        as_sheet(event, tmp_path / "a.xlsx")
        sheet = ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet

    def test_dates_and_numbers_are_dates_and_numbers(self, tmp_path):
        questions = [
            ORGANISATION | {"label": "Arrival", "field_type": "date", "key": "qday"},
            ORGANISATION | {"label": "Years", "field_type": "number", "key": "qyears"},
        ]
        event = event_page(questions=questions).event
        registration(event, answers={"qday": "2027-03-10", "qyears": "1.5"})
        registration(event, "Dora", answers={"qday": "1899-01-01", "qyears": "many"})
        sheet = as_sheet(event, tmp_path / "a.xlsx")
        assert cells(sheet, "Registered")[0].value.isoformat() == "2027-02-01T13:00:00"
        assert cells(sheet, "Registered")[0].number_format == "yyyy-mm-dd hh:mm"
        arrivals = [cell.value for cell in cells(sheet, "Arrival")]
        assert (arrivals[0].date(), arrivals[1]) == (date(2027, 3, 10), "1899-01-01")
        assert [cell.value for cell in cells(sheet, "Years")] == [1.5, "many"]
        assert [cell.value for cell in cells(sheet, "Seats")] == [1, 1]

    def test_the_head_stays_in_view_and_filters(self, tmp_path):
        event = event_page().event
        registration(event)
        sheet = as_sheet(event, tmp_path / "a.xlsx")
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:N2"
        assert sheet.column_dimensions["H"].width > 30

    def test_without_rows_it_opens_too(self, tmp_path):
        sheet = as_sheet(event_page().event, tmp_path / "a.xlsx")
        assert (sheet.max_row, sheet["A1"].value) == (1, "Number")

    @pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 20_000, "a\x0b", "a\ufffe", "a\ud800"])
    def test_what_a_cell_cant_hold_breaks_nothing(self, tmp_path, text):
        path = tmp_path / "a.xlsx"
        exports.write_xlsx(path, [exports.Column("Name", 10, lambda row: row)], [[text]])
        value = load_workbook(path).active["A2"].value
        assert value[0] == text[0]
        assert len(value.encode("utf-16-le")) // 2 <= 32_767


class TestJSON:
    def test_of_one_registration(self):
        questions = [
            ORGANISATION,
            DIET,
            ORGANISATION | {"label": "Years", "field_type": "number", "key": "qyears"},
            ORGANISATION | {"label": "Half", "field_type": "number", "key": "qhalf"},
            ORGANISATION | {"label": "Arrival", "field_type": "date", "key": "qday"},
            ORGANISATION | {"label": "Photo", "field_type": "checkbox", "key": "qphoto"},
            ORGANISATION | {"label": "File", "field_type": "file", "key": "qfile"},
        ]
        event = event_page(questions=questions, timezone="America/New_York").event
        given = {"qorg": "Ærø", "qyears": "12", "qhalf": "1.50", "qday": "2027-03-10"}
        given |= {"qphoto": True, "qfile": {"name": "a.pdf", "digest": "x"}}
        guest = registration(
            event,
            companions=["Dora", ""],
            answers=given,
            sensitive_answers={"qdiet": ["Vegan food"]},
            created_at=datetime(2027, 2, 1, 12, 30, 59, 7, tzinfo=UTC),
        )
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        told = as_json(event)
        assert told["event"] == {
            "title": "Dialogue meeting",
            "date": "2027-03-11",
            "timezone": "America/New_York",
        }
        assert told["questions"]["qorg"] == "Organisation"
        assert told["registrations"] == [
            {
                "number": guest.pk,
                "registered": "2027-02-01T07:30:59-05:00",
                "status": "confirmed",
                "waiting_since": None,
                "offered_until": None,
                "cancelled": None,
                "name": "Cleo",
                "email": "cleo@example.org",
                "seats": 3,
                "companions": ["Dora", ""],
                "answers": {
                    "qorg": "Ærø",
                    "qdiet": ["Vegan food"],
                    "qyears": 12,
                    "qhalf": 1.5,
                    "qday": "2027-03-10",
                    "qphoto": True,
                    "qfile": "a.pdf",
                },
                "language": "en",
                "letter": "queued",
                "arrived": 0,
                "checked_in": None,
            }
        ]

    def test_what_is_no_number_and_no_date_stays_text(self):
        questions = [
            ORGANISATION | {"field_type": "number"},
            ORGANISATION | {"field_type": "date", "key": "qday"},
        ]
        event = event_page(questions=questions).event
        registration(event, answers={"qorg": "12345678901234567890", "qday": "soon"})
        answers = as_json(event)["registrations"][0]["answers"]
        assert answers == {"qorg": "12345678901234567890", "qday": "soon"}

    def test_sensitive_answers_and_questions_only_if_asked_for(self):
        event = event_page(questions=[ORGANISATION, DIET]).event
        registration(event, sensitive_answers={"qdiet": ["Vegan food"], "qorg": "Secret"})
        told = as_json(event, sensitive=False)
        assert told["questions"] == {"qorg": "Organisation"}
        assert told["registrations"][0]["answers"] == {}

    @pytest.mark.parametrize("number", [0, 1, exports.CHUNK, exports.CHUNK + 1])
    def test_it_is_whole_whatever_the_number_of_rows(self, number):
        event = event_page().event
        column = exports.Column("Name", 10, str, "name")
        parts = exports.json_parts(event, [column], range(number))
        assert len(json.loads(b"".join(parts))["registrations"]) == number

    def test_what_no_file_can_hold_breaks_nothing(self):
        column = exports.Column("Name", 10, lambda row: row, "name")
        parts = exports.json_parts(event_page().event, [column], ["a\ud800b"])
        assert json.loads(b"".join(parts))["registrations"][0]["name"] == "a?b"


class TestTags:
    def test_a_row_names_its_tags_in_their_order(self):
        event = event_page().event
        speaker, board = (event.tags.create(name=name) for name in ("speaker", "Board"))
        registration(event).tags.set([speaker, board])
        registration(event, "Dora").tags.set([speaker])
        registration(event, "Eli")
        assert column(as_csv(event), "Tags") == ["Board, speaker", "speaker", ""]
        told = as_json(event)["registrations"]
        assert [each["tags"] for each in told] == ["Board, speaker", "speaker", ""]

    def test_there_is_no_column_where_nobody_tags(self):
        event = event_page().event
        registration(event)
        assert "Tags" not in as_csv(event)[0]


class TestCompanionsAsRows:
    @pytest.fixture
    def event(self):
        event = event_page(questions=[ORGANISATION, DIET]).event
        answers = {"answers": {"qorg": "Library"}, "sensitive_answers": {"qdiet": ["Vegan food"]}}
        guest = registration(event, companions=["Dora", ""], **answers)
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        registration(event, "Finn", status="cancelled")
        return event

    def test_each_person_is_a_row_below_whom_they_come_with(self, event):
        rows = as_csv(event, companions=True)
        assert column(rows, "Name") == ["Cleo", "Dora", "", "Finn"]
        assert column(rows, "Companion of") == ["", "Cleo", "Cleo", ""]
        assert column(rows, "Seats") == ["1"] * 4
        assert column(rows, "Status") == ["Registered"] * 3 + ["Cancelled"]
        assert len(set(column(rows, "Number")[:3])) == 1
        assert "Companions" not in rows[0]

    @pytest.mark.parametrize("heading", ["E-mail", "Organisation", "Diet", "Letter"])
    def test_what_is_the_guests_own_stands_in_theirs_alone(self, event, heading):
        cells = column(as_csv(event, companions=True), heading)
        assert cells[0]
        assert cells[1:3] == ["", ""]

    def test_so_it_is_in_json(self, event):
        told = as_json(event, companions=True)["registrations"]
        assert [(each["name"], each["companion_of"]) for each in told[:2]] == [
            ("Cleo", ""),
            ("Dora", "Cleo"),
        ]
        assert told[1]["answers"] == {}


class TestNastyValues:
    """Some three hundred values, as the guest's form leaves them, compared cell by cell."""

    @pytest.fixture
    def kept(self):
        cleaned = (clean_text(encodable(value)) for value in VALUES.values())
        return [text for text in cleaned if 0 < len(text) <= TextField.limit]

    @pytest.fixture
    def event(self, kept):
        event = event_page(questions=[ORGANISATION]).event
        answered(event, *kept)
        return event

    def test_in_csv_are_kept_and_formulas_prefixed(self, event, kept):
        found = column(as_csv(event), "Organisation")
        assert [text.removeprefix("'") for text in found] == [t.removeprefix("'") for t in kept]
        assert not [text for text in found if text.lstrip()[0] in "=+-@"]

    def test_in_json_are_kept(self, event, kept):
        told = as_json(event)["registrations"]
        assert [each["answers"]["qorg"] for each in told] == kept

    def test_in_xlsx_are_text_and_kept(self, event, kept, tmp_path):
        found = cells(as_sheet(event, tmp_path / "a.xlsx"), "Organisation")
        assert [cell.value for cell in found] == kept
        assert {cell.data_type for cell in found} == {"s"}


class TestAnyNumberOfRows:
    def test_the_queries_are_the_same(self):
        event = event_page(questions=[ORGANISATION]).event
        counts = []
        for number in (1, 3, 60):
            for guest in range(event.registrations.count(), number):
                registration(event, f"guest{guest}")
            with CaptureQueriesContext(connection) as queries:
                as_csv(event)
            counts.append(len(queries))
        assert counts == [counts[0]] * 3

    def test_they_are_read_a_few_at_a_time(self):
        event = event_page(questions=[ORGANISATION]).event
        tag = event.tags.create(name="Speaker")

        def peak(number: int) -> int:
            guest = registration(event, f"guest{number}", answers={"qorg": "x" * 1000})
            values = {f.attname: getattr(guest, f.attname) for f in guest._meta.concrete_fields}
            Registration.objects.bulk_create(
                Registration(**values | {"id": None, "name_key": f"{number} {n}"})
                for n in range(number)
            )
            tag.registrations.set(event.registrations.all())
            tracemalloc.start()
            columns = exports.columns(event, sensitive=True)
            for _row in exports.rows(event.registrations.all(), columns):
                pass
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return highest

        few, many = peak(2 * exports.CHUNK), peak(6 * exports.CHUNK)
        assert many < 1.5 * few

    def test_rows_are_written_while_they_are_read(self, tmp_path):
        columns = [exports.Column("Name", 10, lambda row: row, "name")]
        event = event_page().event
        tracemalloc.start()
        exports.write_xlsx(tmp_path / "a.xlsx", columns, (["x" * 500] for _ in range(5000)))
        for _ in exports.csv_lines(columns, (["x" * 500] for _ in range(5000))):
            pass
        for _ in exports.json_parts(event, columns, ("x" * 500 for _ in range(5000))):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2_000_000


class TestFileName:
    def test_it_says_event_and_date(self):
        event = event_page(title="Dialogmøde: Ø & å / hvad nu?").event
        assert exports.filename(event) == "dialogmøde-ø-å-hvad-nu-2027-03-11"

    def test_a_title_of_signs_alone_does_too(self):
        event = event_page(title="!!!", slug="signs").event
        assert exports.filename(event) == "event-2027-03-11"
