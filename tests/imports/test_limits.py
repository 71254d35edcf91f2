"""Lists that are too large, files that are no lists, and files that were made to do harm."""

import io
import random
import struct
import tracemalloc
import zlib
from itertools import pairwise
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest
from django.utils import translation

from events.imports import exceptions, people, read_text
from events.imports.exceptions import UnreadableList
from events.imports.table import COLUMNS, MEGABYTES, ROWS
from events.imports.workbook import UNZIPPED
from tests.support.lists import ADA, SHEET, SHEET_XML, TYPES, in_file, listed, with_part, workbook

MARK = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
ENTITIES = [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi")]
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{"".join(ENTITIES)}]>'
CELL = '<row><c t="str"><v>{}</v></c></row>'


def guests(number: int) -> list[list[str]]:
    return [["Anna Jensen", f"anna{n}@example.org"] for n in range(number)]


def peak(data: bytes) -> float:
    """The most memory, in megabytes, that refusing a file takes."""
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableList):
            in_file(data)
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()


def lying(data: bytes, name: str, size: int) -> bytes:
    """The same archive, but a part of it claims to be smaller than it is."""
    with ZipFile(io.BytesIO(data)) as archive:
        part, content = archive.getinfo(name), archive.read(name)
    checksum, claim = struct.pack("<I", zlib.crc32(content[:size])), struct.pack("<I", size)
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    forged = bytearray(data)
    for start, crc_at, size_at in ((part.header_offset, 14, 22), (entry, 16, 24)):
        forged[start + crc_at : start + crc_at + 4] = checksum
        forged[start + size_at : start + size_at + 4] = claim
    return bytes(forged)


class TestLargeLists:
    def test_ten_thousand_people_are_read(self):
        expected = [tuple(guest) for guest in guests(10_000)]
        lines = [["Navn", "E-mail"], *guests(10_000)]
        assert listed("\n".join(map(";".join, lines))) == expected
        assert in_file(workbook(lines)) == expected

    def test_ten_thousand_recipients_on_one_line_are_read(self):
        line = "; ".join(f"{name} <{address}>" for name, address in guests(10_000))
        assert listed(line) == [tuple(guest) for guest in guests(10_000)]

    @pytest.mark.parametrize("separator", ["\n", "; ", ", "])
    def test_as_many_rows_as_we_take_and_no_more(self, separator):
        addresses = [address for _, address in guests(ROWS + 1)]
        assert len(read_text(separator.join(addresses[:-1])).rows) == ROWS
        with pytest.raises(exceptions.TooManyRows, match=r"more than 20,000 rows\."):
            read_text(separator.join(addresses))

    def test_separated_values_have_the_same_limit(self):
        lines = [f"{name};{address}\n" for name, address in guests(ROWS + 1)]
        assert len(read_text("".join(lines[:-1])).rows) == ROWS
        with pytest.raises(exceptions.TooManyRows):
            read_text("".join(lines))

    def test_the_limit_is_written_as_readers_write_numbers(self):
        with translation.override("da"):
            assert "20.000" in str(exceptions.TooManyRows(ROWS))

    def test_empty_rows_do_not_count(self):
        assert listed("\n;\n" * ROWS + f"Navn;E-mail\nAda;{ADA}") == [("Ada", ADA)]

    def test_cells_of_many_lines_count_once(self):
        cell = '"' + "Ada\n" * 10 + '"'
        text = "Noter;E-mail\n" + f"{cell};{ADA}\n" * (ROWS // 5)
        assert len(read_text(text).rows) == ROWS // 5

    def test_as_many_columns_as_we_take_and_no_more(self):
        row = ["Ada", ADA, *[7] * (COLUMNS - 2), None, None]
        assert in_file(workbook([row])) == [("Ada", ADA)]
        with pytest.raises(exceptions.TooManyColumns, match=r"more than 200 columns\."):
            in_file(workbook([[*row, 7]]))

    def test_as_many_megabytes_as_we_take_and_no_more(self):
        data = ADA.encode().ljust(MEGABYTES * 1024**2)
        assert in_file(data, "list.txt") == [("", ADA)]
        with pytest.raises(exceptions.FileTooLarge, match=r"at most 5 MB"):
            in_file(data + b" ", "list.txt")


class TestEmptyLists:
    @pytest.mark.parametrize("text", ["", " \n\t\n", ";;\n;;", "Navn;E-mail\n", "\ufeff"])
    def test_nobody_in_a_text(self, text):
        with pytest.raises(exceptions.EmptyList):
            in_file(text.encode(), "list.csv")

    @pytest.mark.parametrize("rows", [[], [[None, " "]], [["Navn", "E-mail"]]])
    def test_nobody_in_a_workbook(self, rows):
        with pytest.raises(exceptions.EmptyList):
            in_file(workbook(rows))

    def test_no_addresses(self):
        table = read_text("Navn;E-mail\nAda;\nBen;ben.example.org")
        with pytest.raises(exceptions.NoAddresses):
            people(table)


class TestForeignFiles:
    def test_a_workbook_of_the_old_kind(self):
        with pytest.raises(exceptions.OldWorkbook):
            in_file(COMPOUND, "list.xls")

    def test_a_workbook_with_a_password(self):
        with pytest.raises(exceptions.ProtectedWorkbook):
            in_file(COMPOUND + "EncryptedPackage".encode("utf-16-le"))

    def test_another_archive(self):
        file = io.BytesIO()
        with ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", ADA)
        with pytest.raises(UnreadableList):
            in_file(file.getvalue())

    def test_a_damaged_workbook_is_read_or_refused(self):
        whole, chance = workbook([["Navn", "E-mail"], ["Ada", ADA]]), random.Random(7)
        outcomes = set()
        for _ in range(200):
            damaged = bytearray(whole)
            damaged[chance.randrange(len(MARK), len(whole))] ^= chance.randrange(1, 256)
            outcomes.add(outcome(bytes(damaged)))
        assert outcomes == {"read", "refused"}

    def test_half_a_workbook_is_refused(self):
        whole = workbook([["Navn", "E-mail"], ["Ada", ADA]])
        for length in range(len(MARK), len(whole), 97):
            assert outcome(whole[:length]) == "refused"


def outcome(data: bytes) -> str:
    try:
        assert in_file(data) == [("Ada", ADA)]
    except UnreadableList:
        return "refused"
    return "read"


class TestHarmfulFiles:
    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        bomb = with_part(SHEET, bytes(UNZIPPED + 1))
        assert len(bomb) < 200_000
        assert peak(bomb) < 2

    def test_a_bomb_that_lies_about_its_size_is_refused(self):
        with ZipFile(io.BytesIO(workbook([[ADA]]))) as archive:
            types = archive.read(TYPES)
        bomb = lying(with_part(TYPES, types.ljust(UNZIPPED + 1)), TYPES, len(types))
        with ZipFile(io.BytesIO(bomb)) as archive:
            assert archive.getinfo(TYPES).file_size == len(archive.read(TYPES)) == len(types)
        assert peak(bomb) < 2

    @pytest.mark.parametrize("compression", [ZIP_BZIP2, ZIP_LZMA])
    def test_a_compression_without_bounds_is_refused(self, compression):
        assert peak(with_part(SHEET, bytes(UNZIPPED + 1), compression)) < 2

    def test_elements_count_for_more_than_their_letters(self):
        assert peak(with_part(SHEET, SHEET_XML.format("<row/>" * (UNZIPPED // 25)))) < 2

    def test_cells_far_to_the_right_do_not_make_room_for_those_between(self):
        far = '<row><c r="ZZZ1"/></row>' * 1000
        with pytest.raises(exceptions.FileTooLarge):
            in_file(with_part(SHEET, SHEET_XML.format(far)))

    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", TYPES])
    def test_entities_are_refused(self, part):
        assert peak(with_part(part, LAUGHS + SHEET_XML.format(CELL.format("&i;")))) < 2

    def test_a_file_elsewhere_is_not_looked_into(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text(ADA)
        entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
        with pytest.raises(UnreadableList):
            in_file(with_part(SHEET, entity + SHEET_XML.format(CELL.format("&a;"))))
