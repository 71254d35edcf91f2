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

from . import notices


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Return what to answer to a body that is too large or garbled, or None."""
    try:
        if _is_too_large(request):
            return notices.too_large(request)
        _ = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return notices.too_large(request)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return notices.unreadable(request)
    return None


def _is_too_large(request: HttpRequest) -> bool:
    """Django sets no limit to the files in a body, and the form has none."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return limit is not None and int(request.META.get("CONTENT_LENGTH") or 0) > limit
