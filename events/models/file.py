"""Files that guests sent as answers. Nobody gets one by an address: only through a view."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, InvalidStorageError, Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .registration import Registration

STORAGE = "tilmeld_private"


def private_storage() -> Storage:
    """Return where the files lie: what the host's STORAGES name so, or a folder beside media's."""
    try:
        return storages[STORAGE]
    except InvalidStorageError:
        folder = Path(settings.MEDIA_ROOT).resolve().parent / STORAGE
        return FileSystemStorage(
            folder, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )


def new_path(*args: object) -> str:
    """Return a path that nobody can guess, and that tells nothing."""
    path = secrets.token_hex(24)
    return f"{path[:2]}/{path}"


class RegistrationFileQuerySet(models.QuerySet["RegistrationFile"]):
    def to_remove(self, at: datetime) -> "RegistrationFileQuerySet":
        """Those that belong to nobody any more, or whose registration never came about."""
        return self.filter(Q(remove_at__lte=at) | Q(remove_at=None, registration=None))

    def let_go(self, at: datetime) -> int:
        """Take them from their registrations; the heartbeat removes what is in them."""
        return self.update(registration=None, name="", remove_at=at)


class RegistrationFile(models.Model):
    """One file, the answer to one question (by its key). ``name`` is the guest's, cleaned.

    Until its registration is written, and once it was replaced or erased, it has none, and
    ``remove_at`` says when it goes.
    """

    registration = models.ForeignKey(
        Registration, null=True, on_delete=models.SET_NULL, related_name="files"
    )
    question = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=120)
    file = models.FileField(storage=private_storage, upload_to=new_path, max_length=200)
    remove_at = models.DateTimeField(null=True, db_index=True)

    objects = RegistrationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return str(_("File %(number)s") % {"number": self.pk})
