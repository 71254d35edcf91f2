"""Files with lists: what a file isn't is told by its name, what it is by its content."""

import codecs
import re
from pathlib import PurePath
from typing import IO

from .exceptions import FileTooLarge, OldWorkbook, ProtectedWorkbook, UnreadableList
from .table import MEGABYTES, Table, table
from .text import read_text
from .workbook import workbook_rows

SUFFIXES = {".csv", ".tsv", ".txt", ".xls", ".xlsm", ".xlsx"}

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel's before 2007, and around what it encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(r"\s*<([!?]|html|table)", re.IGNORECASE)


def read_file(file: IO[bytes], name: str) -> Table:
    """Return what a file of that name holds, or raise UnreadableList."""
    data = file.read(MEGABYTES * 1024**2 + 1)
    if len(data) > MEGABYTES * 1024**2:
        raise FileTooLarge(MEGABYTES)
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise UnreadableList
    if data.startswith(_COMPOUND):
        raise ProtectedWorkbook if _ENCRYPTED in data else OldWorkbook
    return table(workbook_rows(data)) if data.startswith(_ZIP) else read_text(_decoded(data))


def _decoded(data: bytes) -> str:
    text = _in_its_encoding(data)
    if "\0" in text or _MARKUP.match(text):
        raise UnreadableList
    return text


def _in_its_encoding(data: bytes) -> str:
    """UTF-16 has a mark; what isn't UTF-8 then comes from Excel, in Windows' own encoding."""
    has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableList
