"""Lists of people that staff bring, pasted or as a file, read into a table.

Nothing is judged here: doubles, missing names and wrong addresses come out as they stand, with
their line, for somebody to be told of them.
"""

from .columns import Target, guess, targets, with_headings
from .exceptions import EmptyList, TooManyRows, UnreadableList
from .file import read_file
from .people import Person, people
from .table import Row, Table
from .text import read_text

__all__ = [
    "EmptyList",
    "Person",
    "Row",
    "Table",
    "Target",
    "TooManyRows",
    "UnreadableList",
    "guess",
    "people",
    "read_file",
    "read_text",
    "targets",
    "with_headings",
]
