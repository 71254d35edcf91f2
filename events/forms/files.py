"""A file as an answer: one of a few kinds, told by what is in it, and not too large.

The answer that is kept is a file's name and digest, so that the same file sent twice is the same
answer. What lies in it is kept apart, by ``services/files.py``.
"""

import struct
from collections.abc import Callable
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import conf
from .fields import GuestField
from .text import clean_line

NAME_LENGTH = 120
MEGABYTE = 1024 * 1024


def _begins(*signatures: bytes) -> Callable[[File], bool]:
    return lambda upload: upload.read(64).startswith(signatures)


def _is_docx(upload: File) -> bool:
    try:
        with ZipFile(upload) as archive:
            return "word/document.xml" in archive.namelist()
    # For a broken or forged archive zipfile raises any of these; nothing else is above them all.
    except (BadZipFile, NotImplementedError, OSError, OverflowError, ValueError, struct.error):
        return False


def _is_odt(upload: File) -> bool:
    """An OpenDocument file says what it is at its very beginning, uncompressed."""
    head = upload.read(128)
    mimetype = b"mimetypeapplication/vnd.oasis.opendocument.text"
    return head.startswith(b"PK\x03\x04") and head[30:].startswith(mimetype)


#: The kinds there may be, and how each is known.
KINDS: dict[str, Callable[[File], bool]] = {
    "pdf": _begins(b"%PDF-"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "docx": _is_docx,
    "odt": _is_odt,
}


def limit() -> int:
    """Return the largest size of a file, in bytes."""
    megabytes: int = conf.get("FILE_MEGABYTES")
    return megabytes * MEGABYTE


def kinds_in_words() -> str:
    """Return the kinds that are taken: ``PDF, PNG or JPG``."""
    names = [kind.upper() for kind in conf.get("FILE_TYPES") if kind != "jpeg"]
    return get_text_list(names, gettext("or"))


def as_answer(value: Any) -> Any:
    """Return what is kept as the answer: of an upload its name and digest, else what it is."""
    if not isinstance(value, UploadedFile):
        return value
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    return {"name": value.name, "sha256": digest.hexdigest()}


class FileInput(forms.FileInput):
    """A file to choose; beside it, a tick may remove the one that was sent before."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        return False if chosen is None and f"{name}-remove" in data else chosen

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-remove" not in data


class FileField(GuestField, forms.FileField):
    """One file. ``clean`` returns an upload, what was sent before, or False to remove that."""

    partial = "file"
    widget = FileInput
    css_class = "ev-input"
    default_error_messages = {
        "required": _("Choose a file as the answer to “%(label)s”."),
        "invalid": _("Choose a file as the answer to “%(label)s”."),
        "empty": _("There is nothing in this file. Choose another as the answer to “%(label)s”."),
        "too_large": _("This file is too large. Choose one of at most %(limit)s MB."),
        "kind": _("Choose a file of one of these kinds: %(kinds)s."),
        "content": _(
            "This file is damaged, or something else than its name says. Save it once more and "
            "choose it again."
        ),
    }

    def to_python(self, data: Any) -> Any:
        upload = data if isinstance(data, dict) else super().to_python(data)
        if upload is None or isinstance(upload, dict):
            return upload  # a field that is closed keeps what was sent before
        if upload.size > limit():
            self.refuse("too_large")
        name = clean_line(upload.name or "")
        kind = name.rpartition(".")[2].lower()
        if kind not in conf.get("FILE_TYPES"):
            self.refuse("kind")
        upload.seek(0)
        if not KINDS[kind](upload):
            self.refuse("content")
        upload.seek(0)
        upload.name = clean_name(name, kind)
        return upload

    def refuse(self, code: str = "invalid") -> Any:
        values = {"limit": conf.get("FILE_MEGABYTES"), "kinds": kinds_in_words()}
        raise ValidationError(self.error_messages[code], code=code, params=values)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        accept = ",".join(f".{kind}" for kind in conf.get("FILE_TYPES"))
        return super().widget_attrs(widget) | {"accept": accept}

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A browser forgets the file that was chosen, so what was sent before is shown again."""
        return {**initial, "removed": True} if data is False and initial else initial


def clean_name(name: str, kind: str) -> str:
    """Return a file's name without a folder, of a decent length."""
    stem = PurePosixPath(name.replace("\\", "/")).name.rpartition(".")[0]
    return f"{stem[: NAME_LENGTH - len(kind) - 1].strip() or kind}.{kind}"
