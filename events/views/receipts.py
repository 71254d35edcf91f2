"""The page after registering: an address that can be reloaded, and that tells nothing by itself.

What the page shows is what is published now, what the guest was told, and the address they typed:
the same for a first registration and for a repeat. The numbers in its address are masked.
"""

import secrets
import struct
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, TimestampSigner, b64_decode, b64_encode
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..exceptions import RegistrationRefused
from ..forms import AddressForm
from ..models import EventFacts, EventWords, Message, Publication, Registration, Status
from ..services import registration as service
from ..services.registration import Registered
from . import body, network, origin
from .answers import RUSH, SeeOther, private_page
from .finding import calendar_url, page_url
from .notices import notice

SALT = "tilmeld.receipt"
MAX_AGE = timedelta(hours=1)
FORMAT = struct.Struct(">QQQ?")
NONCE_BYTES = 16


@dataclass(frozen=True)
class Receipt:
    """What a receipt's token holds: numbers of rows, and what the guest was told.

    ``letter`` is that to the address as it was mended, 0 before.
    """

    registration: int
    publication: int
    letter: int
    is_waiting: bool


def url(registered: Registered, publication: Publication) -> str:
    """Return the address of the page that follows a registration, good for an hour."""
    is_waiting = registered.status == Status.WAITING
    numbers = registered.registration.pk, publication.pk, 0
    return _url(Receipt(*numbers, is_waiting))


def seal(receipt: Receipt) -> str:
    """Return the token of a receipt."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    content = FORMAT.pack(*astuple(receipt))
    return _signer().sign(b64_encode(nonce + _masked(content, nonce)).decode())


def unseal(token: str) -> Receipt:
    """Return what a token holds. Raise BadSignature for a bad or an old one."""
    sealed = b64_decode(_signer().unsign(token, max_age=MAX_AGE).encode())
    nonce, masked = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return Receipt(*FORMAT.unpack(_masked(masked, nonce)))


@csrf_exempt  # a stranger's form has no token; see ``origin``
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Thank a guest and say what happens next; take another address, if theirs was mistyped."""
    opened = _opened(token)
    if opened is None:
        return _no_receipt(request)
    receipt, registration, publication = opened
    with translation.override(publication.language_code):
        if refusal := body.refusal(request):
            return refusal
        form = AddressForm(request.POST if request.method == "POST" else None)
        if not form.is_bound or not origin.is_ours(request) or not form.is_valid():
            return _show(request, receipt, registration, publication, form)
        return _mend(request, receipt, registration, publication, form)


def _mend(
    request: HttpRequest,
    receipt: Receipt,
    registration: Registration,
    publication: Publication,
    form: AddressForm,
) -> HttpResponse:
    try:
        letter = service.mend_address(
            registration,
            form.cleaned_data["email"],
            at=timezone.now(),
            network=network.of_request(request),
        )
    except RegistrationRefused as refusal:
        form.add_error("email", str(refusal))
        return _show(request, receipt, registration, publication, form)
    except OperationalError:
        form.add_error("email", RUSH)
        return _show(request, receipt, registration, publication, form, status=503)
    return SeeOther(_url(replace(receipt, letter=letter.pk)))


def _url(receipt: Receipt) -> str:
    return reverse("tilmeld:received", args=[seal(receipt)])


def _opened(token: str) -> tuple[Receipt, Registration, Publication] | None:
    try:
        receipt = unseal(token)
    except (BadSignature, struct.error):
        return None
    registration = Registration.objects.filter(pk=receipt.registration, erased_at=None).first()
    publications = Publication.objects.select_related("event", "page")
    publication = publications.filter(pk=receipt.publication).first()
    return (receipt, registration, publication) if registration and publication else None


def _show(
    request: HttpRequest,
    receipt: Receipt,
    registration: Registration,
    publication: Publication,
    form: AddressForm,
    *,
    status: int = 200,
) -> HttpResponse:
    mended = Message.objects.filter(pk=receipt.letter).first() if receipt.letter else None
    return render_receipt(
        request,
        publication.event,
        publication,
        _readable((mended or registration).address_key),
        status=status,
        is_waiting=receipt.is_waiting,
        is_mended=mended is not None,
        form=form,
        page_url=page_url(publication.page, request),
        calendar_url="" if receipt.is_waiting else calendar_url(publication),
    )


def render_receipt(
    request: HttpRequest,
    facts: EventFacts,
    words: EventWords,
    address: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render the page that follows a registration, for guests and in the editor's preview."""
    values = {"facts": facts, "words": words, "address": address} | more
    return private_page(request, "tilmeld/received.html", values, status=status)


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
        _("Your e-mail says what you are registered for, and holds the link to your registration."),
        status=404,
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT, sep=".")


def _masked(numbers: bytes, nonce: bytes) -> bytes:
    """Hide the numbers under a pad that is used once, or uncover them again."""
    pad = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return bytes(number ^ mask for number, mask in zip(numbers, pad, strict=False))
