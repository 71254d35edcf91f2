"""What paper needs: an address that people type."""

from django import template
from django.utils.encoding import uri_to_iri

from .tilmeld_text import bare_address

register = template.Library()


@register.filter
def short_address(url: str) -> str:
    """``example.org/dialog``, in letters as people read and type them."""
    return bare_address(uri_to_iri(url))
