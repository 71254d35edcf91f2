"""A small cache in front of the site, for visitors without a session.

It keeps what a view lets anybody keep (``Cache-Control: public, max-age``), for exactly as long,
and answers from memory, before sessions, languages and databases are asked. Whoever keeps a copy of
such an answer learns its age, so nobody sees a page that is older than the view allowed. Django's
own cache of pages tells no age, so a copy of its copy may be twice as old, and can't be told to
forget.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, get_max_age

from .page_cache import generation, page_cache

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Of answers longer than this, many bytes would push many pages out.
LONGEST = 500_000
PRIVATE_HEADERS = ("Authorization", "Range")


@dataclass(frozen=True)
class Kept:
    """An answer as it was made at ``made_at``, good until ``ends_at``."""

    content: bytes
    headers: dict[str, str]
    made_at: datetime
    ends_at: datetime


def cache_pages(get_response: GetResponse) -> GetResponse:
    """Middleware: answer from the cache, or keep an answer that anybody may keep."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _is_anybodys(request):
            return get_response(request)
        key = _key(request)
        kept = page_cache().get(key)
        at = timezone.now()
        if kept is None or at >= kept.ends_at:
            response = get_response(request)
            kept = _kept(request, response, at)
            if kept is None:
                return response
            page_cache().set(key, kept, (kept.ends_at - kept.made_at).total_seconds())
        return _answer(request, kept)

    return middleware


def _is_anybodys(request: HttpRequest) -> bool:
    """Tell whether every visitor would get the same answer."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not any(name in request.headers for name in PRIVATE_HEADERS)
    )


def _key(request: HttpRequest) -> str:
    """Name an answer by all that it depends on; the language is part of the path.

    Raise DisallowedHost for a host that is none of the site's.
    """
    address = request.build_absolute_uri()
    digest = hashlib.sha256(address.encode()).hexdigest()
    return f"{generation()}.{digest}"


def _kept(request: HttpRequest, response: HttpResponseBase, at: datetime) -> Kept | None:
    """Return the answer as it is kept, or None if not everybody may have it.

    Its time runs from ``at``, when it was asked for: what it tells was read after that, and it is
    no fresher for having taken long.
    """
    if request.method != "GET" or response.status_code != 200 or not _is_public(response):
        return None
    if not isinstance(response, HttpResponse) or len(response.content) > LONGEST:
        return None
    seconds = get_max_age(response) or 0
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    headers = {"ETag": etag} | dict(response.headers)
    return Kept(response.content, headers, at, at + timedelta(seconds=seconds))


def _is_public(response: HttpResponseBase) -> bool:
    """Tell whether the view lets anybody keep the answer, and gives nobody a cookie with it."""
    may_keep = "public" in response.headers.get("Cache-Control", "")
    return may_keep and not response.cookies and "Vary" not in response.headers


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    response = HttpResponse(kept.content, headers=kept.headers)
    etag = kept.headers["ETag"]
    answer = get_conditional_response(request, etag=etag, response=response) or response
    age = int((timezone.now() - kept.made_at).total_seconds())
    if age > 0:  # "unchanged" too, or whoever hears it takes the copy for a fresh one
        answer.headers["Age"] = str(age)
    return answer
