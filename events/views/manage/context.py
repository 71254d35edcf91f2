"""What the pages behind a guest's link have in common."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ...dates import moment
from ...models import Registration
from ...services.registration import can_join_the_line, can_restore
from ..answers import private_page
from ..finding import in_language, page_url

STEPS = ("change", "cancel", "restore", "accept", "unsubscribe", "subscribe")


def show(
    request: HttpRequest,
    template: str,
    registration: Registration,
    *,
    at: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a page about a registration in its guest's language, for nobody's cache."""
    with in_language(registration.language_code):
        values = context(request, registration, at) | more
        return private_page(request, template, values, status=status)


def context(request: HttpRequest, registration: Registration, at: datetime) -> dict[str, Any]:
    event = registration.event
    words = event.publication(registration.language_code)
    has_seat = registration.is_confirmed and not event.cancelled
    return {
        "registration": registration,
        "facts": event,
        "words": words,
        "has_seat": has_seat,
        "seats": registration.party_size if has_seat else 0,
        "is_over": not registration.is_active or event.cancelled or at >= event.ends_at,
        "has_begun": at >= event.starts_at,
        "code_url": _code_url(request, registration) if has_seat else "",
        "online_url": event.online_url if has_seat else "",
        "page_url": page_url(words.page, request),
        "manage_url": step_url(registration),
        "calendar_url": step_url(registration, "registration_calendar") if has_seat else "",
        **{f"{step}_url": step_url(registration, step) for step in STEPS},
        **possibilities(registration, at),
    }


def possibilities(registration: Registration, at: datetime) -> dict[str, Any]:
    """Return what the guest can do at the instant ``at``, and what the page says about it."""
    event = registration.event
    is_ahead = at < event.starts_at and not event.cancelled
    is_open = at < event.closes_at and not event.cancelled
    is_offered = registration.is_offered and is_ahead and at < (registration.offered_until or at)
    return {
        "can_cancel": registration.is_active and at < event.starts_at,
        "can_change": registration.is_active and is_open,
        "can_shrink": registration.is_active and is_ahead and bool(registration.companions),
        "can_accept": is_offered,
        "offered_until": moment(registration.offered_until, event) if is_offered else "",
        "can_restore": not registration.is_active and can_restore(registration, event, at),
        "can_join_the_line": can_join_the_line(event, at),
        **(in_line(registration) if registration.is_waiting and is_ahead else {}),
    }


def in_line(registration: Registration) -> dict[str, Any]:
    """Return the guest's place in line, and which of their choices keep them waiting too."""
    event = registration.event
    taken = event.room().taken_among(
        event.options.chosen(registration.given), registration.party_size
    )
    return {
        "place": registration.place_in_line(),
        "taken_choices": get_text_list([f"“{option.choice}”" for option in taken], _("and")),
    }


def _code_url(request: HttpRequest, registration: Registration) -> str:
    """Return what the guest's QR code says: it leads staff to them, and nobody else anywhere."""
    code = [registration.event_id, registration.door_code]
    return request.build_absolute_uri(reverse("tilmeld:door_code", args=code))


def step_url(registration: Registration, step: str = "manage", **query: str) -> str:
    return reverse(f"tilmeld:{step}", args=[registration.token], query=query)
