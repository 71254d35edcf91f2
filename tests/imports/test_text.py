import pytest

from events.imports import Person, people, read_text
from tests.support.lists import ADA, BEN, CLEO, listed


class TestPastedCells:
    def test_cells_of_a_spreadsheet(self):
        text = f"Navn\tFirma\tE-mail\r\nAda Jensen\tNovo\t{ADA}\r\nBen\t\t{BEN}\r\n"
        assert listed(text) == [("Ada Jensen", ADA), ("Ben", BEN)]

    @pytest.mark.parametrize("separator", "\t;,")
    def test_cells_without_headings(self, separator):
        lines = [("M1", "Ada Jensen", "Novo Nordisk", ADA), ("M2", "Ben Holm", "", BEN)]
        text = "\n".join(map(separator.join, lines))
        assert listed(text) == [("Ada Jensen", ADA), ("Ben Holm", BEN)]

    def test_one_column_below_its_heading(self):
        assert listed(f"E-mail\n{ADA}\n{BEN}") == [("", ADA), ("", BEN)]

    def test_one_row(self):
        assert listed(f"Ada Jensen\tNovo Nordisk\t{ADA}") == [("Ada Jensen", ADA)]

    def test_a_name_with_a_comma_where_semicolons_part_the_cells(self):
        assert listed(f"Jensen, Ada;{ADA}\nHolm, Ben;{BEN}") == [
            ("Jensen, Ada", ADA),
            ("Holm, Ben", BEN),
        ]

    def test_a_quoted_name_with_a_comma(self):
        assert listed(f'name,email\n"Jensen, Ada",{ADA}') == [("Jensen, Ada", ADA)]

    def test_a_quoted_cell_with_quotes_and_line_breaks_keeps_the_lines_counted(self):
        table = read_text(f'Navn;E-mail\r\n"Ada ""A""\r\nJensen";{ADA}\r\n\r\nBen;{BEN}\r\n')
        assert list(people(table)) == [
            Person(2, 'Ada "A" Jensen', ADA),
            Person(5, "Ben", BEN),
        ]

    def test_a_quotation_mark_that_encloses_nothing_swallows_nobody(self):
        assert listed(f'Navn;E-mail\n"Ada;{ADA}\nBen;{BEN}') == [('"Ada', ADA), ("Ben", BEN)]

    def test_a_title_above_the_headings_is_left_out(self):
        table = read_text(f"Gæsteliste 2027;;\n;;\nNr.;Navn;E-mail\n1;Ada;{ADA}")
        assert table.headings == ("Nr.", "Navn", "E-mail")
        assert list(people(table)) == [Person(4, "Ada", ADA)]

    def test_a_table_keeps_every_column(self):
        table = read_text(f"Navn;E-mail;Noter\nAda;{ADA}; vegetar \nBen;{BEN};")
        assert table.rows == [(2, ("Ada", ADA, "vegetar")), (3, ("Ben", BEN))]

    def test_a_word_below_the_first_address_is_no_heading(self):
        assert listed(f"Ada Jensen;{ADA};mail\nBen Holm;;mail") == [
            ("Ada Jensen", ADA),
            ("Ben Holm", ""),
        ]

    def test_a_first_row_that_is_no_heading_is_a_person(self):
        table = read_text(f"Ada Jensen;ada.example.org\nBen Holm;{BEN}")
        assert table.headings is None
        assert list(people(table))[0] == Person(1, "Ada Jensen", "ada.example.org")


class TestPastedRecipients:
    @pytest.mark.parametrize(
        "line",
        [
            f"Ada Jensen <{ADA}>",
            f"Ada Jensen<{ADA}>;",
            f'"Ada Jensen" <{ADA}>',
            f"'Ada Jensen' <{ADA}>,",
            f"Ada Jensen, {ADA}",
            f"Ada Jensen; {ADA}",
            f"Ada Jensen\t{ADA}",
            f"Ada Jensen {ADA}",
            f"Ada Jensen ({ADA})",
            f"Ada Jensen: {ADA}",
            f"Ada Jensen <mailto:{ADA}>",
            f"• Ada Jensen – {ADA}",
            f"{ADA} (Ada Jensen)",
            f"{ADA}, Ada Jensen",
            f"{ADA}; Ada Jensen",
        ],
    )
    def test_a_name_beside_its_address(self, line):
        assert listed(line) == [("Ada Jensen", ADA)]

    @pytest.mark.parametrize("line", [ADA, f"<{ADA}>", f"{ADA};", f"'{ADA}' <{ADA}>", f" {ADA} "])
    def test_an_address_alone(self, line):
        assert listed(line) == [("", ADA)]

    def test_one_line_of_outlook_is_a_row_each(self):
        line = f"Jensen, Ada <{ADA}>; Ben Holm <{BEN}>; '{CLEO}' <{CLEO}>; "
        table = read_text(line)
        assert list(people(table)) == [
            Person(1, "Jensen, Ada", ADA),
            Person(1, "Ben Holm", BEN),
            Person(1, "", CLEO),
        ]

    def test_one_line_parted_by_commas_is_a_row_each(self):
        line = f'"Jensen, Ada" <{ADA}>, Ben <{BEN}>, {CLEO}'
        assert listed(line) == [("Jensen, Ada", ADA), ("Ben", BEN), ("", CLEO)]

    @pytest.mark.parametrize("separator", ["; ", ";", ", ", ",", " ", "\t"])
    def test_addresses_alone_on_one_line(self, separator):
        assert listed(separator.join([ADA, BEN, CLEO])) == [("", ADA), ("", BEN), ("", CLEO)]

    @pytest.mark.parametrize("separator", [", ", "; "])
    def test_addresses_on_lines_as_long_as_each_other(self, separator):
        two = separator.join([ADA, BEN]) + separator
        assert listed(f"{two}\n{two}") == [("", ADA), ("", BEN)] * 2

    def test_names_with_commas_on_every_line_are_no_columns(self):
        text = f"Jensen, Ada <{ADA}>\nHolm, Ben <{BEN}>"
        assert listed(text) == [("Jensen, Ada", ADA), ("Holm, Ben", BEN)]

    def test_lines_of_all_kinds(self):
        text = f"Ada Jensen, {ADA}\n\nBen Holm <{BEN}>\n{CLEO}\nEve; eve@example.org"
        assert list(people(read_text(text))) == [
            Person(1, "Ada Jensen", ADA),
            Person(3, "Ben Holm", BEN),
            Person(4, "", CLEO),
            Person(5, "Eve", "eve@example.org"),
        ]

    def test_somebody_without_an_address_is_not_lost(self):
        assert listed(f"Ada <{ADA}>; Ben; Cleo <{CLEO}>") == [
            ("Ada", ADA),
            ("Ben", ""),
            ("Cleo", CLEO),
        ]
        assert listed(f"Ben; {ADA}; {CLEO}") == [("Ben", ""), ("", ADA), ("", CLEO)]

    def test_a_heading_above_them_is_nobody(self):
        text = f"Navn\nJensen, Ada <{ADA}>\nHolm, Ben <{BEN}>"
        assert listed(text) == [("Jensen, Ada", ADA), ("Holm, Ben", BEN)]
