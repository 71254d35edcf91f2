"""The events of a list, for pages of the host's own."""

from typing import Any

from django import template
from django.utils import timezone

from .. import listing
from ..listing import Listed
from ..models import EventIndexPage

register = template.Library()


@register.simple_tag(takes_context=True)
def next_events(
    context: dict[str, Any], index: EventIndexPage | None, number: int
) -> list[Listed] | None:
    """Return the next events of a list, or None if whoever asks may not see it.

    ``{% next_events index 3 as items %}``. The number of queries does not grow with the events.
    """
    if index is None or not index.live or not listing.may_see(index, context["request"]):
        return None
    at = timezone.now()
    pages = listing.coming(listing.below(index), at)
    return listing.listed(pages[:number], at)
