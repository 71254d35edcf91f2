"""Codes that telephones read, and codes that people read."""

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from ..rules import door

register = template.Library()


@register.filter
def qr_code(address: str) -> SafeString:
    """An address as a QR code, drawn in the page; black on white, or no camera would read it."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(dark="#000", light="#fff", omitsize=True))


@register.filter
def in_groups(code: str) -> str:
    """A code as people read it: ``K7QM-X9DR``."""
    return door.in_groups(code)
