"""A letter's HTML alone, for a frame on a page of the admin."""

from django.http import HttpResponse

#: A letter is shown, and can do nothing: no script, no form, no request but for its pictures.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)


def framed(html: str) -> HttpResponse:
    """Answer with a letter that only our own pages may show in a frame."""
    headers = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(html, headers=headers)
