import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter

from events.imports import Person, people, read_file
from events.imports.exceptions import EmptyList
from tests.support.lists import ADA, BEN, SHEET, SHEET_XML, in_file, saved, with_part, workbook


def test_openpyxls():
    rows = [["Navn", "E-mail"], ["Bjørn Ågård", ADA], ["Jensen, Ada\nMai", BEN]]
    assert in_file(workbook(rows)) == [("Bjørn Ågård", ADA), ("Jensen, Ada Mai", BEN)]


@pytest.mark.parametrize("constant_memory", [False, True])
def test_xlsxwriters(constant_memory):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("Navn", "E-mail"), ("Bjørn\x0bÅgård", ADA)]):
            sheet.write_row(number, 0, row)
    assert in_file(file.getvalue()) == [("Bjørn Ågård", ADA)]


def test_the_first_sheet_with_something_in_it_counts():
    sheets = [[], [[None, " "]], [["E-mail"], [ADA]], [["E-mail"], [BEN]]]
    assert in_file(workbook(*sheets)) == [("", ADA)]


def test_a_hidden_sheet_does_not_count():
    book = openpyxl.load_workbook(io.BytesIO(workbook([["E-mail"], [BEN]], [[ADA]])))
    book.worksheets[0].sheet_state = "hidden"
    assert in_file(saved(book)) == [("", ADA)]


def test_lines_are_those_of_the_sheet():
    rows = [["Gæster"], [], [None, "E-mail"], [], [None, ADA], [None, None], [None, BEN]]
    table = read_file(io.BytesIO(workbook(rows)), "list.xlsx")
    assert list(people(table)) == [Person(5, "", ADA), Person(7, "", BEN)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7, "7"),
        (1.5, "1.5"),
        (4533662451.0, "4533662451"),
        (True, "True"),
        (date(2027, 2, 22), "2027-02-22"),
        (datetime.fromisoformat("2027-02-22 16:00"), "2027-02-22 16:00:00"),
        (time(16, 30), "16:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (None, ""),
        ("#N/A", "#N/A"),
    ],
)
def test_a_cell_becomes_text(cell, text):
    [row] = read_file(io.BytesIO(workbook([[cell, ADA]])), "list.xlsx").rows
    assert row.cells == (text, ADA)


def test_a_formula_is_what_the_spreadsheet_saw_in_it():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, '=CONCAT("A";"da")', value="Ada")
        sheet.write_formula(0, 1, f'=HYPERLINK("mailto:{ADA}")', value=ADA)
    assert in_file(file.getvalue()) == [("Ada", ADA)]


def test_a_formula_that_nobody_computed_is_empty():
    assert in_file(workbook([["Navn", "E-mail"], ["=1+1", ADA]])) == [("", ADA)]


def test_wrong_dimensions_leave_nothing_out():
    sheet = '<row r="1"><c r="A1" t="str"><v>Ada</v></c><c r="B1" t="str"><v>%s</v></c></row>'
    wrong = SHEET_XML.replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert in_file(with_part(SHEET, wrong.format(sheet % ADA))) == [("Ada", ADA)]


def test_a_row_that_no_spreadsheet_has_is_not_waited_for():
    sheet = '<row r="99999999999"><c t="str"><v>Ada</v></c></row>'
    with pytest.raises(EmptyList):
        in_file(with_part(SHEET, SHEET_XML.format(sheet)))
