"""Whether a form was sent from a page of ours, told without a cookie.

The registration form is for strangers, so there is no session that another site could abuse; but
no other site shall register people here in their browsers either. Browsers say where a form comes
from in three headers; the first that is there decides.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest

from .. import conf

HEADERS = ("Origin", "Sec-Fetch-Site", "Referer")


def is_ours(request: HttpRequest) -> bool:
    """Tell whether the request comes from this site, from a trusted one, or from no browser."""
    origin = request.headers.get("Origin")
    if origin in conf.get("TRUSTED_ORIGINS"):
        return True
    # Only sent over https and to loopback, but nothing on a page can forge it.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is not None:  # "null", from a sandboxed frame, is nobody's
        return origin == _own_origin(request)
    referer = request.headers.get("Referer")
    return referer is None or _origin_of(referer) == _own_origin(request)


def is_told(request: HttpRequest) -> bool:
    """Tell whether any of the headers is there: every browser sends one, many a program none."""
    return any(name in request.headers for name in HEADERS)


def _own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _origin_of(address: str) -> str | None:
    try:
        url = urlsplit(address)
    except ValueError:
        return None
    return f"{url.scheme}://{url.netloc}"
