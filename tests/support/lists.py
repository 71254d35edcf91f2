"""Lists of people, as staff bring them, and what is read of them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from events.imports import people, read_file, read_text

ADA, BEN, CLEO = "ada@example.org", "ben@example.org", "cleo@example.org"
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
SHEET_XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def listed(text: str) -> list[tuple[str, str]]:
    return [(person.name, person.email) for person in people(read_text(text))]


def in_file(data: bytes, name: str = "list.xlsx") -> list[tuple[str, str]]:
    return [(person.name, person.email) for person in people(read_file(io.BytesIO(data), name))]


def workbook(*sheets) -> bytes:
    """A workbook of openpyxl's; each sheet is a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(name: str, content: str | bytes, compression: int = ZIP_DEFLATED) -> bytes:
    """A workbook with one of its parts replaced."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(workbook([["E-mail"], [ADA]]))) as old, ZipFile(file, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part), compression)
    return file.getvalue()
