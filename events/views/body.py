"""What was posted, if it can be read at all."""

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from .. import conf
from ..forms.files import MEGABYTE
from ..models import Publication
from . import notices

#: What is raised over a garbled body; ValueError over a length that is no number.
UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    SuspiciousOperation,
    UnreadablePostError,
    ValueError,
)


def refusal(request: HttpRequest, publication: Publication | None = None) -> HttpResponse | None:
    """Return what to answer to a body that is too large or garbled, or None.

    There is room for a file at each question of the ``publication`` that asks for one.
    """
    files = sum(q.field_type == "file" for q in publication.questions) if publication else 0
    try:
        if _is_too_large(request, files):
            return notices.file_too_large(request) if files else notices.too_large(request)
        _ = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return notices.too_large(request)
    except UNREADABLE:
        return notices.unreadable(request)
    return None


def _is_too_large(request: HttpRequest, files: int) -> bool:
    """Django sets no limit to the files in a body."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    return limit is not None and size > limit + files * conf.get("FILE_MEGABYTES") * MEGABYTE
