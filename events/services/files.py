"""Guests' files: kept with their registration, and gone with it.

A file's row is committed before its content is written, and deleted after that: whatever stops us
in between, the heartbeat finds the row and removes both. No lock is held while a file is written.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File

from ..models import Registration, RegistrationFile
from ..models.file import new_path

logger = logging.getLogger("tilmeld")

#: A file whose registration has not been written after this time never gets one.
PATIENCE = timedelta(hours=1)

#: So many are removed at one beat.
BATCH = 500


@contextmanager
def held(uploads: Mapping[str, File[Any]], *, at: datetime) -> Iterator[list[RegistrationFile]]:
    """Keep uploads, by their question's key, while their registration is written.

    Begin the transaction inside, and ``settle`` there; what is not settled is removed at the end.
    """
    kept: list[RegistrationFile] = []
    try:
        for question, upload in uploads.items():
            kept.append(_row(question, upload, at))
            _write(kept[-1], upload)
        yield kept
    except BaseException:
        _remove(kept)
        raise
    _remove(each for each in kept if each.registration is None)


def settle(registration: Registration, kept: Iterable[RegistrationFile], *, at: datetime) -> None:
    """Give a registration its files, in the transaction that writes its answers.

    Files that those answers no longer name are let go.
    """
    for each in kept:
        each.registration, each.remove_at = registration, None
        each.save(update_fields=["registration", "remove_at"])
    files = RegistrationFile.objects.filter(registration=registration)
    newest = dict(files.order_by("pk").values_list("question", "pk"))
    answered = [pk for question, pk in newest.items() if question in registration.given]
    files.exclude(pk__in=answered).let_go(at)


def hand_on(old: Registration, new: Registration, keys: Mapping[str, str]) -> None:
    """Give a registration the files of another, in the transaction that hands on the answers.

    ``keys`` has the question that each answers there, by the one that it answered.
    """
    for each in old.files.filter(question__in=keys):
        each.registration, each.question = new, keys[each.question]
        each.save(update_fields=["registration", "question"])


def remove_due(*, at: datetime) -> int:
    """Remove the files that belong to nobody; return how many."""
    return _remove(RegistrationFile.objects.to_remove(at)[:BATCH])


def _row(question: str, upload: File[Any], at: datetime) -> RegistrationFile:
    row = RegistrationFile(question=question, name=upload.name or "", remove_at=at + PATIENCE)
    row.file.name = new_path()
    row.save()
    return row


def _write(row: RegistrationFile, upload: File[Any]) -> None:
    upload.seek(0)
    written = row.file.storage.save(row.file.name, upload)
    if written != row.file.name:  # a storage may choose another name
        row.file.name = written
        row.save(update_fields=["file"])


def _remove(rows: Iterable[RegistrationFile]) -> int:
    """Remove files and rows. One that can't be removed keeps no other; it is tried again."""
    removed = 0
    for row in rows:
        try:
            row.file.storage.delete(str(row.file.name))
            row.delete()
        except Exception:
            logger.exception("The file %s could not be removed.", row.pk)
        else:
            removed += 1
    return removed
