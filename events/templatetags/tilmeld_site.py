"""What the host's own frame asks."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
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


@register.filter
def has_session(request: HttpRequest | None) -> bool:
    """Tell whether a session came along: without one a page can be cached, if it asks for none."""
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
