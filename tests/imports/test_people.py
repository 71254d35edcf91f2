import io

import pytest

from events import exports
from tests.support.lists import ADA, BEN, CLEO, in_file, listed, workbook


@pytest.mark.parametrize("heading", ["E-mail", "E-MAIL:", "email", "Mail", "E-mailadresse"])
def test_the_address_stands_below_its_heading(heading):
    text = f"Navn;Kontakt;{heading}\nAda;{BEN};{ADA}"
    assert listed(text) == [("Ada", ADA)]


def test_of_two_headings_the_one_with_more_addresses_counts():
    text = f"Mail;E-mail;Navn\n;{ADA};Ada\n{CLEO};{BEN};Ben"
    assert listed(text) == [("Ada", ADA), ("Ben", BEN)]


def test_without_a_word_for_it_the_column_with_most_addresses_counts():
    text = f"Navn;Noter;Kontakt\nAda;ring @ 8;{ADA}\nBen;;{BEN}"
    assert listed(text) == [("Ada", ADA), ("Ben", BEN)]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Navn", "Ada Mai Jensen"),
        ("Fulde navn", "Ada Mai Jensen"),
        ("Full name", "Ada Mai Jensen"),
        ("Fornavn;Mellemnavn;Efternavn", "Ada;Mai;Jensen"),
        ("Efternavn;Fornavn(e)", "Jensen;Ada Mai"),
        ("First name;Last name", "Ada Mai;Jensen"),
        ("Surname;Given name", "Jensen;Ada Mai"),
        ("Navn;Efternavn", "Ada Mai;Jensen"),
        ("Name;First name;Last name", "Ada Mai Jensen;Ada;Jensen"),
        ("Display name;First name;Last name", ";Ada Mai;Jensen"),
    ],
)
def test_a_name_stands_in_one_column_or_in_several(headings, cells):
    text = f"Firma;{headings};E-mail\nNovo Nordisk;{cells};{ADA}"
    assert listed(text) == [("Ada Mai Jensen", ADA)]


def test_a_part_of_a_name_that_is_missing_leaves_no_blank():
    text = f"Fornavn;Mellemnavn;Efternavn;E-mail\nAda;;Jensen;{ADA}\n;;Holm;{BEN}"
    assert listed(text) == [("Ada Jensen", ADA), ("Holm", BEN)]


def test_two_columns_of_single_words_are_one_name():
    assert listed(f"Ada;Jensen;{ADA}\nBen;Holm;{BEN}") == [
        ("Ada Jensen", ADA),
        ("Ben Holm", BEN),
    ]


def test_the_cell_of_the_address_may_hold_the_name():
    assert listed(f"Nr;E-mail\n1;Ada Jensen <{ADA}>") == [("Ada Jensen", ADA)]


def test_names_are_not_looked_for_among_the_addresses():
    text = f"ingen;Ada\ningen;\n{BEN};Ben"
    assert listed(text) == [("Ada", "ingen"), ("", "ingen"), ("Ben", BEN)]


def test_one_column_of_names_may_hold_the_addresses():
    assert in_file(workbook([["Navn"], [f"Ada <{ADA}>"]])) == [("Ada", ADA)]


def test_an_address_is_no_name():
    assert listed(f"Navn;E-mail\n{ADA};{ADA}") == [("", ADA)]


def test_what_is_wrong_or_missing_comes_out_as_it_stands():
    text = f"Navn;E-mail\nAda;ada.example.org\nBen;\n;{CLEO}\nEve;{ADA}; x"
    assert listed(text) == [("Ada", "ada.example.org"), ("Ben", ""), ("", CLEO), ("Eve", ADA)]


def test_doubles_are_kept():
    assert listed(f"{ADA}\n{ADA}") == [("", ADA), ("", ADA)]


def test_a_row_about_nobody_is_left_out():
    assert listed(f"Navn;E-mail;Antal\nAda;{ADA};1\n;;1") == [("Ada", ADA)]


def test_a_name_comes_on_one_line_without_what_can_not_be_seen():
    assert listed(f'Navn;E-mail\n"\u200bAda\nJensen\u00a0";\ufeff{ADA}\u200b') == [
        ("Ada Jensen", ADA)
    ]


def test_our_own_downloads_can_be_read():
    chosen = [exports.Column(heading, 9, str) for heading in ("Nummer", "Navn", "E-mail")]
    rows = [[1, "Jensen, Ada", ADA], [2, "Bjørn Ågård", BEN]]
    sheet = io.BytesIO()
    exports.write_xlsx(sheet, chosen, rows)
    expected = [("Jensen, Ada", ADA), ("Bjørn Ågård", BEN)]
    assert in_file(b"".join(exports.csv_lines(chosen, rows)), "list.csv") == expected
    assert in_file(sheet.getvalue()) == expected
