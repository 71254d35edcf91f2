"""Which columns of a table hold the names and the addresses, and the people in them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..forms.text import clean_line
from .exceptions import NoAddresses
from .headings import EMAIL, FIRST_NAME, LAST_NAME, MIDDLE_NAME, NAME, columns_of
from .recipients import Recipient, recipients, tidy_address
from .table import Row, Table

_LETTER = re.compile(r"[^\W\d_]")
_IN_NO_NAME = re.compile(r"[\d@]")


@dataclass(frozen=True)
class Person:
    """Somebody in a list. ``name`` or ``email`` may be empty, and ``email`` no address."""

    line: int
    name: str
    email: str


def people(table: Table) -> Iterator[Person]:
    """Return the people in a table, in its order, or raise NoAddresses."""
    email = _email_column(table)
    names = _named_columns(table, email) or [_likely_columns(table, email)]
    found = (_person(row, email, names) for row in table.rows)
    return (person for person in found if person.name or person.email)


def _email_column(table: Table) -> int:
    """Return the column with most addresses, if it can be of those with a heading for them."""
    addresses = Counter(
        column for row in table.rows for column, cell in enumerate(row.cells) if "@" in cell
    )
    if not addresses:
        raise NoAddresses
    named = [column for column in columns_of(EMAIL, table.headings or ()) if addresses[column]]
    return max(named or sorted(addresses), key=lambda column: addresses[column])


def _named_columns(table: Table, email: int) -> list[list[int]]:
    """Return where the headings say that names stand: in one column, or else in several.

    Beside a last name and no first, “Navn” is the first.
    """

    def first_of(words: set[str]) -> list[int]:
        columns = columns_of(words, table.headings or ())
        return [column for column in columns if column != email][:1]

    whole, first, last = first_of(NAME), first_of(FIRST_NAME), first_of(LAST_NAME)
    if last and not first:
        whole, first = [], whole
    return [columns for columns in (whole, first + first_of(MIDDLE_NAME) + last) if columns]


def _likely_columns(table: Table, email: int) -> list[int]:
    """Return where names stand by the look of them; two columns of single words make one name."""
    likely: Counter[int] = Counter()
    single: Counter[int] = Counter()
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if column != email and _is_like_a_name(cell):
                likely[column] += 1
                single[column] += " " not in cell
    if not likely:
        return []
    best = max(sorted(likely), key=lambda column: likely[column])
    both = [best, best + 1]
    return both if all(2 * single[column] > len(table.rows) for column in both) else [best]


def _is_like_a_name(cell: str) -> bool:
    return bool(_LETTER.search(cell)) and not _IN_NO_NAME.search(cell)


def _person(row: Row, email: int, names: list[list[int]]) -> Person:
    """Return whom a row is about; the cell of the address may hold the name too."""
    beside, address = _name_and_address(clean_line(row.cell(email)))
    cells = ([clean_line(row.cell(column)) for column in columns] for columns in names)
    name = next(filter(None, (" ".join(filter(None, parts)) for parts in cells)), beside)
    return Person(row.line, "" if name == address else name, address)


def _name_and_address(cell: str) -> Recipient:
    if "<" in cell and len(found := recipients(cell)) == 1:
        return found[0]
    return "", tidy_address(cell)
