"""Whatever stands in a list: a person or a refusal, never a fault of ours."""

import contextlib
import io
import re

import pytest

from events import exports
from events.forms.text import clean_line
from events.imports import Person, people, read_text
from events.imports.exceptions import UnreadableList
from tests.nasty import VALUES
from tests.support.lists import ADA, CLEO, in_file, listed

#: What no XML can hold; it stands as a replacement character in workbooks.
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: A cell of Excel's holds no more.
IN_A_CELL = {about: value for about, value in VALUES.items() if len(value) <= 32_767}
values = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
cells = pytest.mark.parametrize("value", IN_A_CELL.values(), ids=IN_A_CELL)


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def read(text: str) -> list[Person]:
    """The people in a text, nobody if it is refused."""
    with contextlib.suppress(UnreadableList):
        return list(people(read_text(text)))
    return []


@values
@pytest.mark.parametrize("around", ["{}", "{} <" + CLEO + ">", CLEO + "; {}", "Navn;E-mail\n{}"])
def test_a_text_is_read_or_refused(around, value):
    for person in read(around.format(value)):
        assert person.name or person.email
        assert person.name == clean_line(person.name)
        assert person.email == clean_line(person.email)


@cells
def test_a_quoted_cell_is_the_name_that_it_holds(value):
    text = f"E-mail;Navn\n{CLEO};{quoted(value)}\n{ADA};Ada"
    assert listed(text) == [(clean_line(value), CLEO), ("Ada", ADA)]


def test_a_workbook_holds_what_was_written_into_it():
    file = io.BytesIO()
    names = [NO_XML.sub("\ufffd", value) for value in IN_A_CELL.values()]
    chosen = [exports.Column(heading, 9, str) for heading in ("E-mail", "Navn")]
    exports.write_xlsx(file, chosen, [[CLEO, name] for name in names])
    assert in_file(file.getvalue()) == [(clean_line(name), CLEO) for name in names]
