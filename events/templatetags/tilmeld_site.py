"""What the host's own frame says of the site."""

from typing import Any

from django import template
from wagtail.models import Site

from ..models import EventSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def accessibility_statement(context: dict[str, Any]) -> str:
    """Return the address of the site's accessibility statement, or an empty text.

    ``{% accessibility_statement as url %}``. Unlike Wagtail's own tag it writes nothing.
    """
    site = Site.find_for_request(context["request"]) if "request" in context else None
    found = EventSettings.objects.filter(site=site)
    return found.values_list("accessibility_statement", flat=True).first() or ""
