"""What paper needs: a code that a telephone reads, and an address that people type."""

import segno
from django import template
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe

from .tilmeld_text import bare_address

register = template.Library()


@register.simple_tag
def qr_code(address: str, title: str) -> SafeString:
    """An address as a QR code (error level M), drawn in black; ``title`` says what it is."""
    code = segno.make_qr(address, error="m")
    # segno escapes the title, and an address is drawn, never written.
    return mark_safe(code.svg_inline(title=title, omitsize=True, svgclass=None, lineclass=None))


@register.filter
def short_address(url: str) -> str:
    """``example.org/dialog``, in letters as people read and type them."""
    return bare_address(uri_to_iri(url))
