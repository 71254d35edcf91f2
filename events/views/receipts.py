"""The page after registering: an address that can be reloaded, and that tells nothing by itself.

A repeat is answered with the registration there is, so a number that could be read in the address
would tell a stranger who is registered: it is masked. And what the page shows is what is published
now and the normalised address, which are the same for a first registration and for a repeat.
"""

import secrets
import struct
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner, b64_decode, b64_encode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import EventFacts, EventWords, Publication, Registration
from .caching import keep_private
from .finding import calendar_url, page_url
from .notices import notice

SALT = "tilmeld.receipt"
MAX_AGE = timedelta(hours=1)
NUMBERS = struct.Struct(">QQ")
NONCE_BYTES = 16


def seal(registration: Registration, publication: Publication) -> str:
    """Return the token of a receipt, good for an hour."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    numbers = NUMBERS.pack(registration.pk, publication.pk)
    return _signer().sign(b64_encode(nonce + _masked(numbers, nonce)).decode())


def unseal(token: str) -> tuple[int, int]:
    """Return the numbers of registration and publication. Raise BadSignature for a bad token."""
    sealed = b64_decode(_signer().unsign(token, max_age=MAX_AGE).encode())
    nonce, masked = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return NUMBERS.unpack(_masked(masked, nonce))


@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    try:
        registration_id, publication_id = unseal(token)
    except BadSignature:
        return _no_receipt(request)
    registration = Registration.objects.filter(pk=registration_id, erased_at=None).first()
    publication = Publication.objects.filter(pk=publication_id).select_related("event").first()
    if registration is None or publication is None:
        return _no_receipt(request)
    links = {
        "page_url": page_url(publication.page, request),
        "calendar_url": calendar_url(publication),
    }
    with translation.override(publication.language_code):
        return render_receipt(
            request, publication.event, publication, _readable(registration.address_key), **links
        )


def render_receipt(
    request: HttpRequest, facts: EventFacts, words: EventWords, address: str, **links: str
) -> HttpResponse:
    """Render the page that follows a registration, for guests and in the editor's preview."""
    values = {"facts": facts, "words": words, "address": address} | links
    return keep_private(render(request, "tilmeld/received.html", values))


def _readable(address_key: str) -> str:
    """Return a normalised address with its domain as people write it."""
    local, _at, domain = address_key.rpartition("@")
    try:
        return f"{local}@{domain.encode().decode('idna')}"
    except UnicodeError:
        return address_key


def _no_receipt(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("This page is no longer shown"),
        _("Your letter says what you are registered for, and holds the link to your registration."),
        status=404,
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT, sep=".")


def _masked(numbers: bytes, nonce: bytes) -> bytes:
    """Hide the numbers under a pad that is used once, or uncover them again."""
    pad = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return bytes(number ^ mask for number, mask in zip(numbers, pad, strict=False))
