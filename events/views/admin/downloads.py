"""A list as a file: CSV as Danish Excel opens it, or XLSX."""

from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ... import exports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(filename, extension, columns, rows):
    """Answer with rows as a file; ``filename`` has no extension."""
    write = {"csv": _csv, "xlsx": _xlsx}[extension]
    return write(f"{filename}.{extension}", columns, rows)


def _csv(name, columns, rows):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    lines = exports.csv_lines(columns, rows)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _xlsx(name, columns, rows):
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    exports.write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
