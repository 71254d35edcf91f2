"""A list as a file: CSV as Danish Excel opens it, XLSX, or JSON for programs."""

from collections.abc import Collection
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ... import exports
from ...models import Event
from ...models.registration_query import RegistrationQuerySet
from .asked import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Which columns a download can have.
ALL, SHOWN = "all", "shown"

#: What a row says whatever columns were chosen: whose it is.
WHOSE = ("name", "companion_of")


@dataclass(frozen=True)
class Registrations:
    """A list's registrations to be downloaded; with ``companions``, each person is a row."""

    event: Event
    found: RegistrationQuerySet
    asked: Asked
    companions: bool

    @property
    def number(self) -> int:
        """How many rows there are."""
        return self.found.seats() if self.companions else self.found.count()

    def answer(self, extension, names):
        """Answer with the file; it has the columns of these names, all of them if None."""
        filename, columns = exports.filename(self.event), self._columns(names)
        if extension == "json":
            records = exports.records(self.found, companions=self.companions)
            parts = exports.json_parts(self.event, columns, records)
            return _stream(f"{filename}.json", parts, "application/json")
        rows = exports.rows(self.found, columns, companions=self.companions)
        return answer(filename, extension, columns, rows)

    def _columns(self, names: Collection[str] | None) -> list[exports.Column]:
        columns = self.asked.columns
        if self.companions:
            columns = exports.columns(self.event, sensitive=self.asked.sensitive, companions=True)
        return [each for each in columns if names is None or each.name in {*names, *WHOSE}]


def answer(filename, extension, columns, rows):
    """Answer with rows as a file; ``filename`` has no extension."""
    write = {"csv": _csv, "xlsx": _xlsx}[extension]
    return write(f"{filename}.{extension}", columns, rows)


def _csv(name, columns, rows):
    return _stream(name, exports.csv_lines(columns, rows), "text/csv; charset=utf-8")


def _stream(name, parts, content_type):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(parts, content_type=content_type, headers=headers)


def _xlsx(name, columns, rows):
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    exports.write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
