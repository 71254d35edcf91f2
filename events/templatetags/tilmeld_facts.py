"""What pages tell of an event besides its dates: people of seats, and other sites of everything."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..models import EventFacts, SeatsShown
from ..rules import capacity

register = template.Library()


@register.filter
def few_left(facts: EventFacts, seats_left: int | None) -> bool:
    """Tell whether guests are to see that few seats are left, instead of how many."""
    if seats_left is None or facts.capacity is None or facts.seats_shown != SeatsShown.FEW:
        return False
    return seats_left > 0 and capacity.are_few(facts.capacity, seats_left)


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """A data block (JSON-LD); nothing in it can end the block, and no policy takes it for code."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
