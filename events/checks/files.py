from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .. import conf
from ..forms.files import KINDS
from ..models.file import STORAGE, private_storage


@register
def check_files(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A kind of file that nobody can tell would be refused always; one in media is public."""
    return [*_unknown_kinds(), *_public_folder()]


def _unknown_kinds() -> Iterator[CheckMessage]:
    wanted = conf.get("FILE_TYPES")
    if not wanted or not set(wanted) <= KINDS.keys():
        yield Error(
            f"FILE_TYPES in TILMELD is {wanted!r}.",
            hint=f"Choose some of these: {', '.join(KINDS)}.",
            id="tilmeld.E005",
        )


def _public_folder() -> Iterator[CheckMessage]:
    location = getattr(private_storage(), "location", "")
    media = settings.MEDIA_ROOT
    if location and media and Path(location).resolve().is_relative_to(Path(media).resolve()):
        yield Error(
            "Files that guests send would lie among the public media.",
            hint=f"Give {STORAGE!r} in STORAGES a folder outside MEDIA_ROOT.",
            id="tilmeld.E006",
        )
