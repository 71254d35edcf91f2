"""Downloads: registrations as CSV, XLSX or JSON, letters, and all that is held about one person."""

from django.utils.text import slugify

from ..models import Event
from .column import Column
from .csv_file import csv_lines
from .json_file import json_parts
from .letters import letter_columns, letter_rows
from .person import held
from .table import CHUNK, columns, records, rows
from .xlsx_file import write_xlsx

__all__ = [
    "CHUNK",
    "Column",
    "columns",
    "csv_lines",
    "filename",
    "held",
    "json_parts",
    "letter_columns",
    "letter_rows",
    "records",
    "rows",
    "write_xlsx",
]


def filename(event: Event) -> str:
    """Return a name, without extension, that says which event, and on which day it is."""
    title = slugify(event.title, allow_unicode=True)[:60].strip("-")
    return f"{title or 'event'}-{event.start_date:%Y-%m-%d}"
