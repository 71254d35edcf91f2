import pytest

from events.imports.exceptions import UnreadableList
from tests.support.lists import ADA, BEN, in_file


@pytest.mark.parametrize("separator", ";,\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_and_any_separator(encoding, separator):
    rows = ["Navn", "E-mail"], ["Søren Åge Æbelø", ADA], ["Zoë – “Z”", BEN]
    data = "\r\n".join(map(separator.join, rows)).encode(encoding)
    assert in_file(data, "Liste.CSV") == [("Søren Åge Æbelø", ADA), ("Zoë – “Z”", BEN)]


def test_utf_16_with_its_bytes_in_the_other_order():
    assert in_file(f"\ufeffSøren\t{ADA}".encode("utf-16-be"), "list.txt") == [("Søren", ADA)]


def test_what_a_mail_program_wrote():
    assert in_file(f"Ada <{ADA}>; Ben <{BEN}>".encode(), "list.txt") == [
        ("Ada", ADA),
        ("Ben", BEN),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xfeA\x00B",
        b"caf\x81",
        b"<html><table><tr><td>ada@example.org",
        b"\n<!DOCTYPE html><p>ada@example.org",
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnreadableList, match=r"^We can't read this file\."):
        in_file(data, "list.csv")


@pytest.mark.parametrize("name", ["list.pdf", "list.docx", "list.ods", "list.vcf", "list", ""])
def test_a_name_of_another_kind_is_refused(name):
    with pytest.raises(UnreadableList, match=r"^We can't read this file\."):
        in_file(ADA.encode(), name)
